//! Which secrets PyJWT takes.

use super::{Stop, refused};
use crate::algorithm::Algorithm;
use crate::key::is_key_like;

/// The labels of the PEM blocks that hold something other than secrets.
const LABELS: [&str; 16] = [
    "CERTIFICATE",
    "TRUSTED CERTIFICATE",
    "PRIVATE KEY",
    "PUBLIC KEY",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "DSA PRIVATE KEY",
    "RSA PRIVATE KEY",
    "RSA PUBLIC KEY",
    "EC PRIVATE KEY",
    "DH PARAMETERS",
    "NEW CERTIFICATE REQUEST",
    "CERTIFICATE REQUEST",
    "SSH2 PUBLIC KEY",
    "SSH2 ENCRYPTED PRIVATE KEY",
    "X509 CRL",
];

/// What the lines of OpenSSH's public keys begin with.
const SSH: [&[u8]; 6] = [
    b"ssh-ed25519",
    b"ssh-rsa",
    b"ssh-dss",
    b"ecdsa-sha2-nistp256",
    b"ecdsa-sha2-nistp384",
    b"ecdsa-sha2-nistp521",
];

/// Refuses a secret that is empty, or that is a key of another kind: PEM, OpenSSH, DER, a JWK or
/// JSON that holds one.
///
/// # Errors
/// `InvalidKeyError`.
pub fn check_secret(secret: &[u8]) -> Result<(), Stop> {
    let message = if secret.is_empty() {
        "HMAC key must not be empty."
    } else if is_pem(secret) || SSH.iter().any(|name| secret.starts_with(name)) || is_der(secret) {
        "The specified key is an asymmetric key or x509 certificate and should not be used as an \
         HMAC secret."
    } else if holds_jwk(secret) {
        "The specified key looks like a JWK and should not be used directly as an HMAC secret. \
         Load it via PyJWK / HMACAlgorithm.from_jwk first."
    } else {
        return Ok(());
    };
    Err(refused("InvalidKeyError", message))
}

fn is_der(secret: &[u8]) -> bool {
    // No public key is shorter, and a few printable bytes can look like DER.
    secret.len() >= 40 && is_key_like(secret)
}

/// Whether a label's line that begins a block has one that ends it behind it.
fn is_pem(secret: &[u8]) -> bool {
    LABELS.iter().any(|label| {
        let mut begins = markers(secret, "BEGIN", label);
        let Some(begin) = begins.next() else {
            return false;
        };
        markers(secret, "END", label).any(|end| end > begin)
    })
}

/// The places of `----- WORD LABEL -----`, where either side may have a space for its inner dash.
fn markers<'a>(text: &'a [u8], word: &str, label: &str) -> impl Iterator<Item = usize> + use<'a> {
    let inner = format!("{word} {label}");
    let length = inner.len();
    let places: Vec<usize> = memchr::memmem::find_iter(text, inner.as_bytes()).collect();
    places.into_iter().filter(move |place| {
        let Some((before, rest)) = text.split_at_checked(*place) else {
            return false;
        };
        let after = rest.get(length..).unwrap_or_default();
        (before.ends_with(b"-----") || before.ends_with(b"---- "))
            && (after.starts_with(b"-----") || after.starts_with(b" ----"))
    })
}

/// Whether text is JSON with a member `kty` at any depth. JSON need not be well formed for that.
fn holds_jwk(secret: &[u8]) -> bool {
    let text = wide(secret).unwrap_or_else(|| String::from_utf8_lossy(secret).into_owned());
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    text.starts_with(['{', '[']) && names(text).any(|name| name == "kty")
}

/// UTF-16 or UTF-32 in either order, which JSON readers tell by the zeros among ASCII.
fn wide(bytes: &[u8]) -> Option<String> {
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    let ascii = || {
        let kept = bytes.iter().filter(|byte| byte.is_ascii() && **byte != 0);
        kept.map(|byte| char::from(*byte)).collect()
    };
    (zeros.saturating_mul(3) > bytes.len()).then(ascii)
}

/// The values of all strings that a colon follows.
fn names(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('"')?;
            let inside = rest.get(start.checked_add(1)?..)?;
            let end = string_end(inside)?;
            rest = inside.get(end.checked_add(1)?..)?;
            if rest
                .trim_start_matches([' ', '\t', '\r', '\n'])
                .starts_with(':')
            {
                let quoted = format!("\"{}\"", inside.get(..end)?);
                return Some(serde_json::from_str(&quoted).unwrap_or_default());
            }
        }
    })
}

/// Where the quote is that ends a string.
fn string_end(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

/// What PyJWT says about a secret that is shorter than its hash.
pub(super) fn length_warning(secret: &[u8], algorithm: Algorithm) -> Option<String> {
    let least = algorithm.hmac_bytes()?;
    (secret.len() < least).then(|| {
        format!(
            "The HMAC key is {} bytes long, which is below the minimum recommended length of \
             {least} bytes for SHA{}. See RFC 7518 Section 3.2.",
            secret.len(),
            least.saturating_mul(8),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(secret: &[u8]) -> Option<String> {
        match check_secret(secret) {
            Ok(()) => None,
            Err(Stop::Refused(refusal)) => Some(refusal.message.into_owned()),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn takes_text_that_is_no_key() {
        for secret in [
            &b"secret"[..],
            b"{",
            b"0\x03abc",
            br#"{"a": "kty"}"#,
            br#""kty":"#,
            b"a -----BEGIN PUBLIC KEY-----",
            b"-----BEGIN FOO----- -----END FOO-----",
            b"\0\0\0\0\0\0\0\0",
        ] {
            assert_eq!(refusal(secret), None, "{secret:?}");
        }
    }

    #[test]
    fn refuses_keys_of_other_kinds() {
        let pem = b"-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----";
        let printed = b"x---- BEGIN SSH2 PUBLIC KEY ---- x ---- END SSH2 PUBLIC KEY ----";
        for secret in [&pem[..], printed, b"ssh-rsa AAAA", b"ecdsa-sha2-nistp256"] {
            let sentence = refusal(secret).unwrap();
            assert!(sentence.contains("asymmetric key"), "{secret:?}");
        }
        let wide: Vec<u8> = r#"{"kty":"oct"}"#.bytes().flat_map(|byte| [byte, 0]).collect();
        for secret in [
            &br#"{"kty":"oct","k":"x"}"#[..],
            br#" [1, {"a": {"\u006bty" : 1}}]"#,
            b"\xef\xbb\xbf{\"kty\":1}",
            &wide,
        ] {
            assert!(refusal(secret).unwrap().contains("a JWK"), "{secret:?}");
        }
        assert_eq!(refusal(b"").unwrap(), "HMAC key must not be empty.");
    }

    #[test]
    fn warns_below_the_length_of_the_hash() {
        let warning = |bytes, algorithm| length_warning(&vec![0; bytes], algorithm);
        assert_eq!(
            warning(9, Algorithm::Hs384).unwrap(),
            "The HMAC key is 9 bytes long, which is below the minimum recommended length of 48 \
             bytes for SHA384. See RFC 7518 Section 3.2."
        );
        assert_eq!(warning(32, Algorithm::Hs256), None);
        assert_eq!(warning(1, Algorithm::Rs256), None);
    }
}
