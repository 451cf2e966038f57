//! Fresh keys.

use aws_lc_rs::encoding::AsBigEndian;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{EcdsaKeyPair, KeyPair};
use zeroize::Zeroizing;

use super::{derive, ecdsa, random};
use crate::algorithm::{Algorithm, Curve, KeyType};
use crate::error::{Code, Error, Result};
use crate::key::der;
use crate::key::material::{Material, Secret};

/// Makes the parts of a fresh key: a secret of the hash's length, RSA of 2048 bits, the algorithm's
/// curve, or a seed.
pub(crate) fn generate(algorithm: Algorithm) -> Result<Material> {
    match (algorithm.key_type(), algorithm.curve()) {
        (KeyType::Oct, _) => {
            let length = algorithm.hmac_bytes().ok_or(Error::new(Code::Internal))?;
            random_bytes(length).map(Material::Oct)
        }
        (KeyType::Rsa, _) => rsa(),
        (KeyType::Ec, Some(curve)) => ec(curve),
        (KeyType::Ec, None) => Err(Error::new(Code::Internal)),
        (KeyType::Okp, _) => {
            let seed = random_bytes(32)?;
            Ok(Material::Ed25519 {
                public: derive::ed25519_public(&seed)?,
                private: Some(seed),
            })
        }
        (KeyType::Akp, _) => {
            let seed = random_bytes(32)?;
            let public = derive::ml_dsa_public(algorithm, &seed)?;
            Ok(Material::MlDsa {
                algorithm,
                public,
                seed: Some(seed),
            })
        }
    }
}

fn random_bytes(length: usize) -> Result<Secret> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    random(&mut bytes)?;
    Ok(bytes)
}

fn failed<E>(_: E) -> Error {
    Error::new(Code::Internal)
}

fn rsa() -> Result<Material> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
    let pkcs8 = pair.as_der().map_err(failed)?;
    der::read_der(pkcs8.as_ref())
}

fn ec(curve: Curve) -> Result<Material> {
    let pair = EcdsaKeyPair::generate(ecdsa(curve)).map_err(failed)?;
    let scalar: aws_lc_rs::encoding::EcPrivateKeyBin<'_> =
        pair.private_key().as_be_bytes().map_err(failed)?;
    let (x, y) = derive::point_coordinates(curve, pair.public_key().as_ref())?;
    let private = Zeroizing::new(scalar.as_ref().to_vec());
    Ok(Material::Ec {
        curve,
        x,
        y,
        private: Some(private),
    })
}
