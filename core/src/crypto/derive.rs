//! Public halves from private ones, and curve points from their encodings.

use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, KeyPair, PqdsaKeyPair};
use der::Encode;
use zeroize::Zeroizing;

use super::{ecdsa, ml_dsa};
use crate::algorithm::{Algorithm, Curve};
use crate::error::{Code, Error, Result};

fn invalid() -> Error {
    Error::with_hint(
        Code::KeyInvalid,
        "The private key is not valid for its algorithm.",
    )
}

/// The public point that belongs to a private scalar.
pub(crate) fn ec_public(curve: Curve, scalar: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    // The library derives the point when an RFC 5915 key comes without one.
    let der = sec1::EcPrivateKey {
        private_key: scalar,
        parameters: None,
        public_key: None,
    }
    .to_der()
    .map(Zeroizing::new)
    .map_err(|_| invalid())?;
    let pair = EcdsaKeyPair::from_private_key_der(ecdsa(curve), &der).map_err(|_| invalid())?;
    point_coordinates(curve, pair.public_key().as_ref())
}

/// The public key that belongs to an Ed25519 seed.
pub(crate) fn ed25519_public(seed: &[u8]) -> Result<Vec<u8>> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| invalid())?;
    Ok(pair.public_key().as_ref().to_vec())
}

/// The public key that belongs to an ML-DSA seed.
pub(crate) fn ml_dsa_public(algorithm: Algorithm, seed: &[u8]) -> Result<Vec<u8>> {
    let parameters = ml_dsa(algorithm).ok_or(invalid())?;
    let pair = PqdsaKeyPair::from_seed(parameters, seed).map_err(|_| invalid())?;
    Ok(pair.public_key().as_ref().to_vec())
}

/// The coordinates of an uncompressed point (SEC 1 §2.3.3).
pub(crate) fn point_coordinates(curve: Curve, point: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let invalid = Error::with_hint(Code::KeyInvalid, "The public point must be uncompressed.");
    let Some((4, coordinates)) = point.split_first() else {
        return Err(invalid);
    };
    match coordinates.split_at_checked(curve.field_bytes()) {
        Some((x, y)) if x.len() == y.len() => Ok((x.to_vec(), y.to_vec())),
        _ => Err(invalid),
    }
}

/// The uncompressed encoding of a point.
pub(crate) fn uncompressed_point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}
