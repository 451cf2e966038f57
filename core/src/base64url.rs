//! Strict base64url without padding (RFC 7515 §2, RFC 4648 §5).
//!
//! One text for each byte string: no padding, no white space, no `+` or `/`, and spare bits are
//! zero.

use base64_simd::AsOut;
use smallvec::SmallVec;
use zeroize::Zeroizing;

/// Marks text that is not canonical base64url.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotCanonical;

/// Decodes canonical base64url.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, NotCanonical> {
    base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(text)
        .map_err(|_| NotCanonical)
}

/// Decodes what is usually short: up to 64 bytes need no memory of their own.
pub(crate) fn decode_short(text: &[u8]) -> Result<SmallVec<[u8; 64]>, NotCanonical> {
    let mut buffer = [0_u8; 64];
    if text.len() > encoded_len(buffer.len()) {
        return decode(text).map(SmallVec::from_vec);
    }
    match base64_simd::URL_SAFE_NO_PAD.decode(text, buffer.as_mut_slice().as_out()) {
        Ok(decoded) => Ok(SmallVec::from_slice(decoded)),
        Err(_) => Err(NotCanonical),
    }
}

/// Decodes secret bytes.
pub(crate) fn decode_secret(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotCanonical> {
    decode(text).map(Zeroizing::new)
}

/// Whether text is non-empty base64 with padding (RFC 4648 §4).
pub(crate) fn is_base64(text: &str) -> bool {
    !text.is_empty() && base64_simd::STANDARD.check(text.as_bytes()).is_ok()
}

/// The length of this many bytes in base64url.
pub(crate) const fn encoded_len(bytes: usize) -> usize {
    bytes.saturating_mul(4).div_ceil(3)
}

/// Encodes without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}

/// Encodes onto the end of a string.
pub(crate) fn encode_onto(bytes: &[u8], text: &mut String) {
    base64_simd::URL_SAFE_NO_PAD.encode_append(bytes, text);
}
