//! Secrets that are really keys of another kind.
//!
//! A public key taken for an HMAC secret lets everybody sign (CVE-2015-9235 and its many
//! successors, where the check missed a format, leading white space or a wrapping). So text or
//! bytes that look like a key file are never taken as a secret, wrapped or not.
//!
//! Bytes that were chosen at random must not be refused: each form has to be recognised by more of
//! its structure than chance makes.

mod wrappings;

use crate::algorithm::Curve;
use crate::crypto;
use crate::key::{der, openssh};

/// The most wrappings around each other that are taken off.
const MOST_WRAPPINGS: usize = 4;

/// Whether a secret is PEM, DER, OpenSSH, JWK, JWK Set, an XML or printed key, an elliptic curve's
/// point, or one of them wrapped: in base64 or base64url, hexadecimal, percent-encoding, escapes
/// of a string literal, a data URI, JSON, a list of numbers, UTF-16 or UTF-32, or several of these.
pub(super) fn looks_like_key(secret: &[u8]) -> bool {
    is_wrapped_key(secret, MOST_WRAPPINGS)
}

fn is_wrapped_key(bytes: &[u8], wrappings: usize) -> bool {
    if is_key(bytes) {
        return true;
    }
    let Some(fewer) = wrappings.checked_sub(1) else {
        return false;
    };
    wrappings::without_one(bytes).any(|inner| is_wrapped_key(&inner, fewer))
}

fn is_key(bytes: &[u8]) -> bool {
    has_marker(bytes)
        || is_ssh(bytes)
        || is_jwk(bytes)
        || der::is_key_like(bytes)
        // The last byte of DER may be that of a line end.
        || der::is_key_like(trimmed(bytes))
        || is_point(bytes)
}

/// Text that key files of several formats contain. It may be anywhere: parsers skip what is before
/// it.
fn has_marker(bytes: &[u8]) -> bool {
    const MARKERS: [&[u8]; 10] = [
        b"-----BEGIN ",
        b"-----BEGIN+",
        b"---- BEGIN ",
        b"PuTTY-User-Key-File-",
        b"<RSAKeyValue",
        b"<ECKeyValue",
        b"<Modulus>",
        b"Public-Key: (",
        b"Private-Key: (",
        b"Modulus=",
    ];
    MARKERS.iter().any(|marker| contains(bytes, marker))
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
    bytes.split(|byte| *byte == b'\n').any(line_is_key)
        || bytes.starts_with(openssh::MAGIC)
        || openssh::is_public_blob(bytes)
}

/// A JWK, a JWK Set, or an array of them, as JSON or as programs print such an object.
fn is_jwk(bytes: &[u8]) -> bool {
    let text = trimmed(bytes);
    let bracketed = matches!(
        (text.first(), text.last()),
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))
    );
    bracketed && (contains(text, b"\"kty\"") || contains(text, b"\"keys\""))
        || memchr::memmem::find_iter(text, b"kty").any(|place| names_key_type(text, place))
}

/// Whether a `kty` at a place is followed by `:` or `=` and a key type, and is a word.
fn names_key_type(text: &[u8], place: usize) -> bool {
    let (before, from_kty) = text.split_at(place);
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric();
    let rest = from_kty.get(3..).unwrap_or_default();
    let Some(value) = rest.iter().position(is_word) else {
        return false;
    };
    let (between, value) = rest.split_at(value);
    let end = value.iter().position(|byte| !is_word(byte));
    let value = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
    !before.last().is_some_and(is_word)
        && between.iter().any(|byte| matches!(byte, b':' | b'='))
        && [&b"RSA"[..], b"EC", b"OKP", b"oct", b"AKP"].contains(&value)
}

/// A public point of a curve: `04 || x || y` or `x || y`. Of random bytes, practically none is one.
fn is_point(bytes: &[u8]) -> bool {
    Curve::ALL.into_iter().any(|curve| {
        let length = curve.field_bytes().saturating_mul(2);
        let coordinates = match bytes.split_first() {
            Some((4, rest)) if rest.len() == length => rest,
            _ if bytes.len() == length => bytes,
            _ => return false,
        };
        let (x, y) = coordinates.split_at(curve.field_bytes());
        crypto::is_on_curve(curve, x, y)
    })
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
