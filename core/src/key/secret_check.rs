//! Secrets that are really keys of another kind.
//!
//! A public key taken for an HMAC secret lets everybody sign (CVE-2015-9235 and its many
//! successors, where the check missed a format, leading white space or a wrapping). So text or
//! bytes that look like a key file are never taken as a secret.

use base64_simd::{AsOut, STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use der::{AnyRef, Decode, Tag, Tagged};
use zeroize::Zeroizing;

/// Whether a secret looks like PEM, DER, OpenSSH, JWK or JWK Set, or like one of them in base64.
pub(super) fn looks_like_key(secret: &[u8]) -> bool {
    is_key_file(secret) || unwrapped(secret).is_some_and(|inner| is_key_file(&inner))
}

fn is_key_file(bytes: &[u8]) -> bool {
    is_pem(bytes) || is_ssh(bytes) || is_jwk(bytes) || is_der(bytes)
}

/// PEM boundaries may stand anywhere: parsers skip what is before them.
fn is_pem(bytes: &[u8]) -> bool {
    contains(bytes, b"-----BEGIN ") || contains(bytes, b"---- BEGIN ")
}

/// A line of an `authorized_keys` or `.pub` file, or a binary OpenSSH key.
fn is_ssh(bytes: &[u8]) -> bool {
    const TYPES: [&[u8]; 6] = [
        b"ssh-rsa ",
        b"ssh-dss ",
        b"ssh-ed25519 ",
        b"ecdsa-sha2-",
        b"sk-ssh-",
        b"sk-ecdsa-",
    ];
    let line_is_key = |line: &[u8]| TYPES.iter().any(|name| trimmed(line).starts_with(name));
    bytes.split(|byte| *byte == b'\n').any(line_is_key) || bytes.starts_with(b"openssh-key-v1\0")
}

/// A JWK, a JWK Set, or an array of them.
fn is_jwk(bytes: &[u8]) -> bool {
    let text = trimmed(bytes);
    let bracketed = matches!(
        (text.first(), text.last()),
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))
    );
    bracketed && (contains(text, b"\"kty\"") || contains(text, b"\"keys\""))
}

/// One DER SEQUENCE that fills the bytes and holds an INTEGER or a SEQUENCE, as every key format
/// does.
fn is_der(bytes: &[u8]) -> bool {
    let Ok(outer) = AnyRef::from_der(bytes) else {
        return false;
    };
    outer.tag() == Tag::Sequence && matches!(outer.value().first(), Some(0x02 | 0x30))
}

/// The bytes behind a base64 text of any alphabet, with or without padding and line breaks.
fn unwrapped(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    // Both buffers are as long as they can become: growing would leave copies of the secret behind.
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    text.extend(bytes.iter().filter(|byte| !byte.is_ascii_whitespace()));
    let mut decoded = Zeroizing::new(vec![0; text.len()]);
    let length = [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
        .iter()
        .find_map(|alphabet| {
            let decoded = alphabet.decode(&text, decoded.as_mut_slice().as_out());
            decoded.ok().map(|decoded| decoded.len())
        })?;
    decoded.truncate(length);
    Some(decoded)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

/// Without a byte-order mark and without white space at either end.
fn trimmed(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii()
}
