//! Fresh keys.

use zeroize::Zeroizing;

use super::der;
use crate::algorithm::{Algorithm, KeyType};
use crate::crypto;
use crate::crypto::material::Material;
use crate::error::{Error, Result};
use crate::secret::SecretBytes;

/// Generates key material: a secret as long as the hash, RSA of 2048 bits, a scalar of the
/// algorithm's curve, or a seed.
pub(super) fn generate(algorithm: Algorithm) -> Result<Material> {
    match (algorithm.key_type(), algorithm.curve()) {
        (KeyType::Oct, _) => {
            let length = algorithm.hmac_bytes().ok_or(Error::internal())?;
            random_bytes(length).map(Material::Oct)
        }
        (KeyType::Rsa, _) => der::read_pkcs8(&crypto::generate_rsa()?),
        (KeyType::Ec, Some(curve)) => {
            let (scalar, point) = crypto::generate_ec(curve)?;
            let (x, y) = crypto::point_coordinates(curve, &point)?;
            let private = Some(scalar);
            Ok(Material::Ec {
                curve,
                x,
                y,
                private,
            })
        }
        (KeyType::Ec, None) => Err(Error::internal()),
        (KeyType::Okp, _) => {
            let seed = random_bytes(32)?;
            let public = crypto::ed25519_public(&seed)?;
            let private = Some(seed);
            Ok(Material::Ed25519 { public, private })
        }
        (KeyType::Akp, _) => {
            let seed = random_bytes(32)?;
            let public = crypto::ml_dsa_public(algorithm, &seed)?;
            let seed = Some(seed);
            Ok(Material::MlDsa {
                algorithm,
                public,
                seed,
            })
        }
    }
}

fn random_bytes(length: usize) -> Result<SecretBytes> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    crypto::random(&mut bytes)?;
    Ok(bytes)
}
