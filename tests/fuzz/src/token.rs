//! Tokens as their pieces, well formed or not.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, general_purpose};
use serde_json::Value;

use crate::keys::{self, Known};

/// The three parts around the first and the last dot.
#[must_use]
pub fn split(token: &[u8]) -> Option<[&[u8]; 3]> {
    let first = token.iter().position(|byte| *byte == b'.')?;
    let last = token.iter().rposition(|byte| *byte == b'.')?;
    (first < last).then(|| [&token[..first], &token[first + 1..last], &token[last + 1..]])
}

/// Canonical base64url, as the `base64` crate decodes it.
#[must_use]
pub fn decode(segment: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(segment).ok()
}

/// Anything that was base64url before it was mutated.
#[must_use]
pub fn decode_leniently(segment: &[u8]) -> Vec<u8> {
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let lenient = GeneralPurpose::new(&base64::alphabet::URL_SAFE, config);
    let mut text: Vec<u8> = segment.to_vec();
    text.retain(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if text.len() % 4 == 1 {
        text.pop();
    }
    lenient.decode(text).unwrap_or_default()
}

/// Base64url without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Standard base64 with padding, as PEM has it.
#[must_use]
pub fn encode_standard(bytes: &[u8]) -> String {
    general_purpose::STANDARD.encode(bytes)
}

/// Standard base64 with padding, white space left out.
#[must_use]
pub fn decode_standard(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    general_purpose::STANDARD.decode(text).ok()
}

/// Signs a header and a payload, whatever they are.
#[must_use]
pub fn sign(header: &[u8], payload: &[u8], key: &Known) -> Vec<u8> {
    let mut token = format!("{}.{}", encode(header), encode(payload));
    let signature = encode(&key.sign(token.as_bytes()));
    token.push('.');
    token.push_str(&signature);
    token.into_bytes()
}

/// The key of the algorithm that a header names, if it names one.
#[must_use]
pub fn key_of_header(header: &[u8]) -> Option<&'static Known> {
    let header: Value = serde_json::from_slice(header).ok()?;
    let name = header.get("alg")?.as_str()?;
    keys::all()
        .iter()
        .find(|known| known.algorithm.name() == name)
}
