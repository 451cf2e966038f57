//! `at_hash` and `c_hash` of ID tokens (OpenID Connect Core 1.0 §3.1.3.6, §3.3.2.11).

use crate::algorithm::Algorithm;
use crate::base64url;
use crate::crypto::{sha256, sha384, sha512};
use crate::token::Header;

/// The left half of a string's hash in base64url. The hash is that of the ID token's algorithm; an
/// algorithm for which none is defined has no half.
pub(super) fn of(header: &Header, text: &str) -> Option<String> {
    use Algorithm as A;
    let text = text.as_bytes();
    match header.algorithm()? {
        A::Hs256 | A::Rs256 | A::Ps256 | A::Es256 | A::Es256k => half(&sha256(text)),
        A::Hs384 | A::Rs384 | A::Ps384 | A::Es384 => half(&sha384(text)),
        // Ed25519 hashes with SHA-512 (RFC 8032 §5.1).
        A::Hs512 | A::Rs512 | A::Ps512 | A::Es512 | A::EdDsa | A::Ed25519 => half(&sha512(text)),
        A::MlDsa44 | A::MlDsa65 | A::MlDsa87 => None,
    }
}

fn half(hash: &[u8]) -> Option<String> {
    Some(base64url::encode(hash.get(..hash.len() / 2)?))
}
