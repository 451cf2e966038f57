//! The key under which one client's access tokens are signed.

use std::fmt::Write;

use zeroize::Zeroizing;

use crate::crypto;
use crate::error::{Code, Error, Result};
use crate::key::Key;

/// Derives a client's signing key: HMAC-SHA-256 under the service's common secret over the client's
/// secret, as 64 lower-case hexadecimal characters. Those characters, not the bytes they encode,
/// are the HS256 key.
///
/// # Errors
/// `key_weak` for a blank common secret or an empty client secret.
pub fn signing_key(common_secret: &str, client_secret: &str) -> Result<Zeroizing<String>> {
    check_common_secret(common_secret)?;
    if client_secret.is_empty() {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "The client secret is empty.",
        ));
    }
    let digest = Zeroizing::new(crypto::hmac_sha256(
        common_secret.as_bytes(),
        client_secret.as_bytes(),
    ));
    let mut hex = Zeroizing::new(String::with_capacity(64));
    for byte in digest.iter() {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

/// The service's public configuration ships the common secret blank, and an HMAC under an empty key
/// works silently.
pub(super) fn check_common_secret(common_secret: &str) -> Result<()> {
    if common_secret.trim().is_empty() {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "The common secret is blank.",
        ));
    }
    Ok(())
}

/// The derived key, ready for use.
pub(super) fn key(common_secret: &str, client_secret: &str) -> Result<Key> {
    Key::from_platform_secret(signing_key(common_secret, client_secret)?.as_bytes())
}
