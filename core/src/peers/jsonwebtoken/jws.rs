//! npm's jws 4: signatures over any bytes, with keys as jsonwebtoken takes them.

use super::key::{ALGORITHMS, HostKey, Purpose, kept};
use super::sign::{Header, signed};
use super::token::{Content, Payload, claims, payload, split};
use super::values::{MAX_DEPTH, string};
use super::verify::{Answers, Given, holds, unknown_algorithm};
use super::{Question, Stop, plain};
use crate::algorithm::Algorithm;
use crate::json;

/// Signs bytes under a header, which is JSON text and is written as it is.
///
/// # Errors
/// A header that is not strict JSON, an algorithm that jws does not have, a key of another kind
/// than the algorithm needs; or a question to the host.
pub fn jws_sign(
    header: &str,
    payload: &[u8],
    key: Given<'_>,
    signature: Option<&[u8]>,
) -> Result<String, Stop> {
    let name = algorithm_of(header)
        .ok_or_else(|| plain("the header must be strict JSON with a string `alg`"))?;
    let key = match known(&name)? {
        None => None,
        Some(algorithm) => Some(find(key, Purpose::Sign, algorithm)?),
    };
    if let Some(key) = &key {
        key.facts().check(&name)?;
    }
    let header = Header {
        algorithm: name,
        json: header.to_owned(),
    };
    signed(&header, key.as_ref(), payload, signature)
}

/// Whether the signature of a token holds under this algorithm, which its header must name.
///
/// # Errors
/// As [`jws_sign`].
pub fn jws_verify(
    token: &[u8],
    algorithm: &str,
    key: Given<'_>,
    answers: Answers,
) -> Result<bool, Stop> {
    let known = known(algorithm)?;
    let Some(token) = split(token) else {
        return Ok(false);
    };
    let header = token.header(true);
    let named = header.and_then(|(header, _)| algorithm_of(&header));
    if named.as_deref() != Some(algorithm) {
        return Ok(false);
    }
    let Some(known) = known else {
        return Ok(!token.has_signature);
    };
    let key = find(key, Purpose::Verify, known)?;
    // A key of another curve holds no signature of this one.
    match key.facts().check(algorithm) {
        Ok(()) => holds(&token, known, &key, answers),
        Err(_) => Ok(false),
    }
}

/// Reads a token without verifying it; `None` if it is not one. The payload is JSON if the header's
/// `typ` is `JWT` or `json` says so, and text otherwise, whatever it looks like.
///
/// # Errors
/// A payload that has to be JSON and is not.
pub fn jws_decode(token: &[u8], json: bool) -> Result<Option<Content>, Stop> {
    let Some(token) = split(token) else {
        return Ok(None);
    };
    let Some((header, is_jwt)) = token.header(false) else {
        return Ok(None);
    };
    let payload = if is_jwt || json {
        let payload = payload(token.payload, true)?;
        claims(&payload, true)?;
        payload
    } else {
        Payload::Text(String::from_utf8_lossy(&token.payload).into_owned())
    };
    Ok(Some(Content { header, payload }))
}

fn algorithm_of(header: &str) -> Option<String> {
    let members = json::parse_object_str(header, MAX_DEPTH).ok()?;
    members.get("alg").and_then(string)
}

/// The algorithm of this name; `None` for `none`.
fn known(name: &str) -> Result<Option<Algorithm>, Stop> {
    if name == "none" {
        return Ok(None);
    }
    let algorithm = Algorithm::from_name(name).filter(|one| ALGORITHMS.contains(one));
    algorithm.map(Some).ok_or_else(|| unknown_algorithm(name))
}

fn find(key: Given<'_>, purpose: Purpose, algorithm: Algorithm) -> Result<HostKey, Stop> {
    let key = match key {
        Given::Key(key) => key.clone(),
        Given::Bytes(bytes) => kept(purpose, bytes, false).ok_or(Stop::Asks(Question::Key))?,
        _ => return Err(plain("key must be a string, a buffer or a KeyObject")),
    };
    match key.facts().is_secret() == algorithm.hmac_bytes().is_some() {
        true => Ok(key),
        false => Err(plain(format!(
            "the key is of another kind than {algorithm} needs"
        ))),
    }
}
