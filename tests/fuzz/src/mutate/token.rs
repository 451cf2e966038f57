//! Changes a token at every level it has, and signs what came out, so that fuzzing gets behind the
//! signature.

use super::Choose;
use super::{bytes, json, put};
use crate::keys::{self, Known};
use crate::token::{decode_leniently, encode, key_of_header, sign, split};
use crate::words;
use fastrand::Rng;

/// Mutates an input of some choosing bytes with a token behind them.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32, choices: usize) -> usize {
    mutate_with(
        data,
        size,
        max_size,
        seed,
        choices,
        &mut |header, _, random| match key_of_header(header) {
            Some(key) if !random.once_in(16) => key,
            _ => any_key(random),
        },
    )
}

/// A key of ours; mostly a secret, because the others take long to sign.
fn any_key(random: &mut Rng) -> &'static Known {
    let all = keys::all();
    if random.once_in(4) {
        random.one_of(all)
    } else {
        &all[random.below(3)]
    }
}

/// As [`mutate`], signed with the key that a function finds for the header and the payload.
pub fn mutate_with(
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
    choices: usize,
    key: &mut dyn FnMut(&[u8], &[u8], &mut Rng) -> &'static Known,
) -> usize {
    let random = &mut Rng::with_seed(seed.into());
    let mut input = data[..size].to_vec();
    input.resize(size.max(choices), b'A');
    let token = input.split_off(choices);
    if choices > 0 && random.once_in(6) {
        let place = random.below(choices);
        input[place] = b'A' + random.below(32) as u8;
    }
    input.extend(match random.below(10) {
        0 => bytes(&token),
        1 => resegment(&token, random),
        2 => respell(&token, random),
        _ => rewrite(&token, random, key),
    });
    put(data, &input, max_size)
}

/// The JSON inside, and mostly a new signature.
fn rewrite(
    token: &[u8],
    random: &mut Rng,
    key: &mut dyn FnMut(&[u8], &[u8], &mut Rng) -> &'static Known,
) -> Vec<u8> {
    let parts = split(token).unwrap_or_default();
    let [mut header, mut payload, _] = parts.map(decode_leniently);
    if header.is_empty() {
        header = br#"{"alg":"HS256","typ":"JWT"}"#.to_vec();
    }
    if payload.is_empty() {
        payload =
            br#"{"iss":"https://id.example","aud":"api","sub":"u1","exp":1750000300}"#.to_vec();
    }
    match random.below(4) {
        0 => header = json::mutate(&header, &words::HEADER, random),
        1 => {
            let name = any_key(random).algorithm.name();
            header = format!(r#"{{"alg":"{name}","typ":"JWT"}}"#).into_bytes();
        }
        _ => payload = json::mutate(&payload, &words::CLAIMS, random),
    }
    if random.once_in(12) {
        // Changed and not signed again.
        let signature = String::from_utf8_lossy(parts[2]);
        return format!("{}.{}.{signature}", encode(&header), encode(&payload)).into_bytes();
    }
    sign(&header, &payload, key(&header, &payload, random))
}

/// Segments that are dropped, doubled, swapped, emptied or cut.
fn resegment(token: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut segments: Vec<&[u8]> = token.split(|byte| *byte == b'.').collect();
    let (one, other) = (random.below(segments.len()), random.below(segments.len()));
    match random.below(5) {
        0 => drop(segments.remove(one)),
        1 => segments.insert(one, segments[other]),
        2 => segments.swap(one, other),
        3 => segments[one] = &[],
        _ => segments[one] = &segments[one][..random.below(segments[one].len())],
    }
    segments.join(&b'.')
}

/// Another spelling of the same base64url, or one that is nearly it.
fn respell(token: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut segments: Vec<Vec<u8>> = token
        .split(|byte| *byte == b'.')
        .map(<[u8]>::to_vec)
        .collect();
    let index = random.below(segments.len());
    let segment = &mut segments[index];
    let place = random.below(segment.len() + 1);
    match random.below(6) {
        0 => segment
            .extend_from_slice((*random.one_of(&["=", "==", "===", "A", "%3D", "\n"])).as_bytes()),
        1 => segment.insert(place, *random.one_of(b" \n\r\t+/=.\0~")),
        2 => {
            // The spare bits of the last character.
            if let Some(last) = segment.last_mut() {
                *last = last.wrapping_add(1 + random.below(15) as u8);
            }
        }
        3 => segment.iter_mut().for_each(|byte| match byte {
            b'-' => *byte = b'+',
            b'_' => *byte = b'/',
            _ => {}
        }),
        4 => segment.truncate(place),
        _ => segment
            .iter_mut()
            .skip(place)
            .take(1)
            .for_each(|byte| *byte ^= 1 << random.below(8)),
    }
    segments.join(&b'.')
}
