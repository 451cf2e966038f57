//! Public halves from private ones, and curve points from their encodings.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, KeyPair, ParsedPublicKey, PqdsaKeyPair};
use der::{Decode, Encode};
use spki::SubjectPublicKeyInfoRef;
use zeroize::Zeroizing;

use super::material::without_leading_zeros;
use super::{ecdsa, ecdsa_verifying, ml_dsa};
use crate::algorithm::{Algorithm, Curve};
use crate::error::{Code, Error, Result};
use crate::secret::SecretBytes;

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

/// A private scalar in the full length of its curve's field.
pub(crate) fn padded_scalar(curve: Curve, scalar: &[u8]) -> Result<SecretBytes> {
    let scalar = without_leading_zeros(scalar);
    let padding = curve
        .field_bytes()
        .checked_sub(scalar.len())
        .ok_or(Error::with_hint(
            Code::KeyInvalid,
            "The private key is longer than its curve allows.",
        ))?;
    let mut padded = Zeroizing::new(vec![0; curve.field_bytes()]);
    if let Some(place) = padded.get_mut(padding..) {
        place.copy_from_slice(scalar);
    }
    Ok(padded)
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

/// The coordinates of a point, which is uncompressed or compressed (SEC 1 §2.3.3).
///
/// Whether an uncompressed one is on its curve is checked where the key is made of it.
pub(crate) fn point_coordinates(curve: Curve, point: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let invalid = Error::with_hint(
        Code::KeyInvalid,
        "The public point is not a point of its curve in X9.62 form.",
    );
    match point.split_first() {
        Some((4, coordinates)) => match coordinates.split_at_checked(curve.field_bytes()) {
            Some((x, y)) if x.len() == y.len() => Ok((x.to_vec(), y.to_vec())),
            _ => Err(invalid),
        },
        Some((2 | 3, x)) if x.len() == curve.field_bytes() => {
            decompressed(curve, point).ok_or(invalid)
        }
        _ => Err(invalid),
    }
}

/// The library gives the other coordinate away only in the point's SubjectPublicKeyInfo.
fn decompressed(curve: Curve, point: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let parsed = ParsedPublicKey::new(ecdsa_verifying(curve), point).ok()?;
    let der: PublicKeyX509Der<'_> = parsed.as_der().ok()?;
    let info = SubjectPublicKeyInfoRef::from_der(der.as_ref()).ok()?;
    let (form, coordinates) = info.subject_public_key.as_bytes()?.split_first()?;
    let (x, y) = coordinates.split_at_checked(curve.field_bytes())?;
    (*form == 4 && x.len() == y.len()).then(|| (x.to_vec(), y.to_vec()))
}

/// Whether two coordinates are those of a point of the curve.
pub(crate) fn is_on_curve(curve: Curve, x: &[u8], y: &[u8]) -> bool {
    // Asked of secrets too.
    let point = Zeroizing::new(uncompressed_point(x, y));
    ParsedPublicKey::new(ecdsa_verifying(curve), &*point).is_ok()
}

/// The uncompressed encoding of a point.
pub(crate) fn uncompressed_point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}
