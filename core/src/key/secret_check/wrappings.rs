//! Takes one wrapping off bytes: each encoding that they may be in is tried.
//!
//! Every buffer is as long as it can become: growing would leave copies of the secret behind.

use base64_simd::{Out, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::secret::SecretBytes;

/// The shortest base64 inside other text that is looked at. The smallest key takes 44 bytes.
const SHORTEST_BASE64: usize = 40;

/// What bytes encode, by each encoding that they are well-formed in.
pub(super) fn without_one(bytes: &[u8]) -> impl Iterator<Item = SecretBytes> {
    let text = || without_white_space(bytes);
    // One after another, so that what is recognised early costs little.
    let whole = [
        unwide,
        unquoted,
        unescaped,
        percent_decoded,
        hexadecimal,
        numbers,
    ];
    let whole = whole.into_iter().filter_map(move |decode| decode(bytes));
    whole
        .chain(std::iter::once_with(text).flat_map(|text| base64_runs(&text)))
        .chain(std::iter::once(bytes).flat_map(base64_runs))
}

fn buffer(bytes: &[u8]) -> SecretBytes {
    Zeroizing::new(Vec::with_capacity(bytes.len()))
}

fn without_white_space(bytes: &[u8]) -> SecretBytes {
    let mut text = buffer(bytes);
    text.extend(bytes.iter().filter(|byte| !byte.is_ascii_whitespace()));
    text
}

/// ASCII in UTF-16 or UTF-32 of either byte order, or with NULs for another reason.
fn unwide(bytes: &[u8]) -> Option<SecretBytes> {
    let nuls = bytes.iter().filter(|byte| **byte == 0).count();
    if nuls.saturating_mul(3) < bytes.len() {
        return None;
    }
    let mut text = buffer(bytes);
    let is_text = |byte: &&u8| !matches!(**byte, 0 | 0xfe | 0xff);
    text.extend(bytes.iter().filter(is_text));
    Some(text)
}

/// The escapes of string literals in JSON, JavaScript and Python.
fn unescaped(bytes: &[u8]) -> Option<SecretBytes> {
    let mut rest = bytes;
    let mut text = buffer(bytes);
    while let Some(place) = memchr::memchr(b'\\', rest) {
        let (before, from_escape) = rest.split_at(place);
        text.extend_from_slice(before);
        let (byte, length) = match from_escape.get(1) {
            Some(b'u') => (hex_number(from_escape.get(2..6)), 6),
            Some(b'x') => (hex_number(from_escape.get(2..4)), 4),
            Some(b'n') => (Some(b'\n'), 2),
            Some(b'r') => (Some(b'\r'), 2),
            Some(b't') => (Some(b'\t'), 2),
            other => (other.copied(), 2),
        };
        text.extend(byte);
        rest = from_escape.get(length..).unwrap_or_default();
    }
    if text.is_empty() && rest.len() == bytes.len() {
        return None;
    }
    text.extend_from_slice(rest);
    Some(text)
}

/// What is between the quotes of a string literal, as Python's `b'...'`.
fn unquoted(bytes: &[u8]) -> Option<SecretBytes> {
    let (quote, rest) = bytes.strip_prefix(b"b").unwrap_or(bytes).split_first()?;
    let inner = rest.strip_suffix(&[*quote])?;
    matches!(quote, b'"' | b'\'' | b'`').then(|| Zeroizing::new(inner.to_vec()))
}

fn percent_decoded(bytes: &[u8]) -> Option<SecretBytes> {
    memchr::memchr(b'%', bytes)?;
    let mut text = buffer(bytes);
    text.extend(percent_encoding::percent_decode(bytes));
    (text.len() < bytes.len()).then_some(text)
}

/// Hexadecimal digits, perhaps with colons, commas or `0x` between them.
fn hexadecimal(bytes: &[u8]) -> Option<SecretBytes> {
    let mut digits = buffer(bytes);
    for (index, byte) in bytes.iter().enumerate() {
        let is_prefix =
            *byte == b'0' && matches!(bytes.get(index.saturating_add(1)), Some(b'x' | b'X'));
        match byte {
            b'x' | b'X' | b':' | b',' | b'-' | b'[' | b']' | b'{' | b'}' => {}
            byte if byte.is_ascii_whitespace() || is_prefix => {}
            byte if byte.is_ascii_hexdigit() => digits.push(*byte),
            _ => return None,
        }
    }
    let mut decoded = buffer(&digits);
    for pair in digits.chunks(2) {
        decoded.push(hex_number(Some(pair).filter(|pair| pair.len() == 2))?);
    }
    Some(decoded)
}

/// A printed list of bytes, which are negative from 128 on in Java.
fn numbers(bytes: &[u8]) -> Option<SecretBytes> {
    let start = memchr::memchr(b'[', bytes)?;
    let list = bytes.get(start.saturating_add(1)..)?;
    let list = list.get(..memchr::memchr(b']', list)?)?;
    let mut decoded = buffer(list);
    for number in list.split(|byte| *byte == b',') {
        let number: i16 = std::str::from_utf8(number).ok()?.trim().parse().ok()?;
        let byte = u8::try_from(number.rem_euclid(256)).ok()?;
        (-128..=255).contains(&number).then(|| decoded.push(byte))?;
    }
    Some(decoded)
}

/// The low byte of a hexadecimal number.
fn hex_number(digits: Option<&[u8]>) -> Option<u8> {
    let digits = std::str::from_utf8(digits?).ok()?;
    let number = u16::from_str_radix(digits, 16).ok()?;
    let [_, low] = number.to_be_bytes();
    Some(low)
}

/// Each run of base64 or base64url, such as the one of a data URI or those of a JWK's `x5c`.
fn base64_runs(bytes: &[u8]) -> Vec<SecretBytes> {
    let is_base64 =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    bytes
        .split(|byte| !is_base64(*byte))
        .filter(|run| run.len() >= SHORTEST_BASE64)
        .filter_map(base64)
        .collect()
}

fn base64(run: &[u8]) -> Option<SecretBytes> {
    let mut decoded = Zeroizing::new(vec![0; run.len()]);
    let length = [STANDARD_NO_PAD, URL_SAFE_NO_PAD]
        .iter()
        .find_map(|alphabet| {
            let out = Out::from_slice(decoded.as_mut_slice());
            Some(alphabet.decode(run, out).ok()?.len())
        })?;
    decoded.truncate(length);
    Some(decoded)
}
