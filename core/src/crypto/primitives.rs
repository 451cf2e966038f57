//! Constant-time comparison, random bytes, hashes, and fresh key pairs.

use aws_lc_rs::encoding::{AsBigEndian, AsDer, EcPrivateKeyBin};
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{EcdsaKeyPair, KeyPair};
use aws_lc_rs::{constant_time, digest, hmac, rand};
use zeroize::Zeroizing;

use super::ecdsa;
use crate::algorithm::Curve;
use crate::error::{Error, Result};
use crate::secret::SecretBytes;

/// Compares two byte strings in time that depends only on their lengths.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that compares secrets"
)]
pub(crate) fn equal(left: &[u8], right: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(left, right).is_ok()
}

/// Fills a buffer with random bytes from the operating system.
///
/// # Errors
/// `internal` when the system has no randomness. The buffer must then not be used.
pub(crate) fn random(buffer: &mut [u8]) -> Result<()> {
    rand::fill(buffer).map_err(|_| Error::internal())
}

/// SHA-256 (FIPS 180-4).
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// SHA-384 (FIPS 180-4).
pub(crate) fn sha384(bytes: &[u8]) -> [u8; 48] {
    let mut out = [0; 48];
    out.copy_from_slice(digest::digest(&digest::SHA384, bytes).as_ref());
    out
}

/// SHA-512 (FIPS 180-4).
pub(crate) fn sha512(bytes: &[u8]) -> [u8; 64] {
    let mut out = [0; 64];
    out.copy_from_slice(digest::digest(&digest::SHA512, bytes).as_ref());
    out
}

/// HMAC with SHA-256 (RFC 2104).
pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    out.copy_from_slice(hmac::sign(&key, message).as_ref());
    out
}

/// A fresh RSA key of 2048 bits as PKCS#8.
pub(crate) fn generate_rsa() -> Result<SecretBytes> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| Error::internal())?;
    let pkcs8 = pair.as_der().map_err(|_| Error::internal())?;
    Ok(Zeroizing::new(pkcs8.as_ref().to_vec()))
}

/// A fresh private scalar of a curve, and its uncompressed public point.
pub(crate) fn generate_ec(curve: Curve) -> Result<(SecretBytes, Vec<u8>)> {
    let pair = EcdsaKeyPair::generate(ecdsa(curve)).map_err(|_| Error::internal())?;
    let scalar: EcPrivateKeyBin<'_> = pair
        .private_key()
        .as_be_bytes()
        .map_err(|_| Error::internal())?;
    let scalar = Zeroizing::new(scalar.as_ref().to_vec());
    Ok((scalar, pair.public_key().as_ref().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::{equal, random};

    #[test]
    fn tells_equal_from_different() {
        assert!(equal(b"", b""));
        assert!(equal(b"state", b"state"));
        for other in [&b"statf"[..], b"Xtate", b"stat", b"state ", b""] {
            assert!(!equal(b"state", other));
            assert!(!equal(other, b"state"));
        }
    }

    #[test]
    fn fills_the_whole_buffer_differently_each_time() {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..64 {
            let mut buffer = [0; 32];
            random(&mut buffer).unwrap();
            assert!(buffer.iter().rev().take(16).any(|byte| *byte != 0));
            assert!(seen.insert(buffer));
        }
        random(&mut []).unwrap();
    }
}
