//! Strict base64url without padding (RFC 7515 §2, RFC 4648 §5).
//!
//! One text for each byte string: no padding, no white space, no `+` or `/`, and spare bits are zero.

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

/// Decodes into a buffer of the caller's, whose length bounds what is accepted.
pub(crate) fn decode_into<'out>(
    text: &[u8],
    buffer: &'out mut [u8],
) -> Result<&'out [u8], NotCanonical> {
    if decoded_len(text.len()) > buffer.len() {
        return Err(NotCanonical);
    }
    use base64_simd::AsOut;
    match base64_simd::URL_SAFE_NO_PAD.decode(text, buffer.as_out()) {
        Ok(decoded) => Ok(decoded),
        Err(_) => Err(NotCanonical),
    }
}

/// Decodes secret bytes.
pub(crate) fn decode_secret(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotCanonical> {
    decode(text).map(Zeroizing::new)
}

/// The bytes that canonical text of this length stands for.
pub(crate) const fn decoded_len(text_len: usize) -> usize {
    text_len.saturating_mul(3) / 4
}

/// The length of the text that stands for this many bytes.
pub(crate) const fn encoded_len(bytes: usize) -> usize {
    bytes.saturating_mul(4).div_ceil(3)
}

/// Encodes without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}

/// Encodes onto the end of a text.
pub(crate) fn encode_onto(bytes: &[u8], text: &mut String) {
    base64_simd::URL_SAFE_NO_PAD.encode_append(bytes, text);
}

/// Whether the text is canonical, without keeping the decoded bytes.
pub(crate) fn is_canonical(text: &[u8]) -> bool {
    base64_simd::URL_SAFE_NO_PAD.check(text).is_ok()
}
