//! The compact form (RFC 7515 §7.1), written from left to right.

use crate::base64url;

/// The signing input: a header segment and a payload, with room for a signature of this many bytes.
pub(crate) fn input(header: &str, payload: &[u8], signature: usize) -> String {
    let input = base64url::encoded_len(payload.len()).saturating_add(header.len());
    let signature = base64url::encoded_len(signature);
    let mut token = String::with_capacity(input.saturating_add(signature).saturating_add(2));
    token.push_str(header);
    token.push('.');
    base64url::encode_onto(payload, &mut token);
    token
}

/// Completes a signing input with its signature.
pub(crate) fn append(signature: &[u8], token: &mut String) {
    token.push('.');
    base64url::encode_onto(signature, token);
}
