//! What jsonwebtoken asks of a provider to make JWKs and their thumbprints.

use ::jsonwebtoken::Algorithm as Theirs;
use ::jsonwebtoken::crypto::KeyUtils;
use ::jsonwebtoken::errors::{ErrorKind, Result, new_error};
use ::jsonwebtoken::jwk::{EllipticCurve, ThumbprintHash};

use super::keys;
use crate::algorithm::{Algorithm, Curve};
use crate::crypto::material::Material;
use crate::crypto::{sha256, sha384, sha512};
use crate::key::Key;

pub(super) const KEY_UTILS: KeyUtils = KeyUtils {
    rsa_pub_components_from_private_key: |der| numbers(keys::rsa_private(der, Algorithm::Rs256)),
    rsa_pub_components_from_public_key: |der| numbers(keys::rsa_public(der, Algorithm::Rs256)),
    ec_pub_components_from_private_key: point,
    ed_pub_components_from_private_key: edwards_point,
    compute_digest: digest,
};

fn numbers(key: crate::Result<Key>) -> Result<(Vec<u8>, Vec<u8>)> {
    let key = key.map_err(|error| new_error(ErrorKind::InvalidRsaKey(error.to_string())))?;
    match key.material() {
        Material::Rsa { public, .. } => Ok((public.modulus.clone(), public.exponent.clone())),
        _ => Err(new_error(ErrorKind::InvalidKeyFormat)),
    }
}

fn point(der: &[u8], algorithm: Theirs) -> Result<(EllipticCurve, Vec<u8>, Vec<u8>)> {
    let invalid = || new_error(ErrorKind::InvalidEcdsaKey);
    let algorithm = algorithm.try_into().map_err(|_| invalid())?;
    let key = keys::pkcs8(der, algorithm).map_err(|_| invalid())?;
    match key.material() {
        Material::Ec { curve, x, y, .. } => {
            let curve = match curve {
                Curve::P256 => EllipticCurve::P256,
                Curve::P384 => EllipticCurve::P384,
                _ => return Err(invalid()),
            };
            Ok((curve, x.clone(), y.clone()))
        }
        _ => Err(invalid()),
    }
}

fn edwards_point(der: &[u8], curve: &EllipticCurve) -> Result<Vec<u8>> {
    if *curve != EllipticCurve::Ed25519 {
        return Err(new_error(ErrorKind::InvalidAlgorithm));
    }
    let key = keys::pkcs8(der, Algorithm::EdDsa);
    match key.as_ref().map(Key::material) {
        Ok(Material::Ed25519 { public, .. }) => Ok(public.clone()),
        _ => Err(new_error(ErrorKind::InvalidEddsaKey)),
    }
}

fn digest(data: &[u8], hash: ThumbprintHash) -> Result<Vec<u8>> {
    match hash {
        ThumbprintHash::SHA256 => Ok(sha256(data).to_vec()),
        ThumbprintHash::SHA384 => Ok(sha384(data).to_vec()),
        ThumbprintHash::SHA512 => Ok(sha512(data).to_vec()),
        _ => Err(new_error(ErrorKind::UnsupportedAlgorithm)),
    }
}
