//! Parsed keys that sign.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, PqdsaKeyPair, RsaEncoding,
};

use smallvec::SmallVec;

use super::derive::uncompressed_point;
use super::material::Material;
use super::verifying::{check_rsa, hmac_key};
use super::{ecdsa, ml_dsa};
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};

/// A signature; the short ones need no heap allocation.
pub(crate) type Signature = SmallVec<[u8; 64]>;

/// A private key parsed for one algorithm.
pub(crate) enum SigningKey {
    Hmac(Box<hmac::Key>),
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Ec(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    MlDsa(PqdsaKeyPair),
}

impl SigningKey {
    /// Parses the private half, `None` if there is none. The halves are checked against each other:
    /// signing with a wrong public half can give the private one away (RUSTSEC-2022-0093).
    pub(crate) fn new(material: &Material, algorithm: Algorithm) -> Result<Option<Self>> {
        let invalid = Error::with_hint(
            Code::KeyInvalid,
            "The private key is damaged, or does not belong to its public half.",
        );
        let key = match material {
            Material::Oct(secret) => hmac_key(algorithm, secret).map(Self::Hmac),
            Material::Rsa {
                public,
                private: Some(private),
                ..
            } => {
                check_rsa(public)?;
                let components = KeyPairComponents {
                    public_key: PublicKeyComponents {
                        n: public.modulus.as_slice(),
                        e: public.exponent.as_slice(),
                    },
                    d: private.d.as_slice(),
                    p: private.p.as_slice(),
                    q: private.q.as_slice(),
                    dP: private.dp.as_slice(),
                    dQ: private.dq.as_slice(),
                    qInv: private.qi.as_slice(),
                };
                let pair = RsaKeyPair::from_components(&components).map_err(|_| invalid.clone())?;
                rsa_encoding(algorithm).map(|encoding| Self::Rsa(pair, encoding))
            }
            Material::Ec {
                curve,
                x,
                y,
                private: Some(scalar),
            } => {
                let point = uncompressed_point(x, y);
                EcdsaKeyPair::from_private_key_and_public_key(ecdsa(*curve), scalar, &point)
                    .ok()
                    .map(Self::Ec)
            }
            Material::Ed25519 {
                public,
                private: Some(seed),
            } => Ed25519KeyPair::from_seed_and_public_key(seed, public)
                .ok()
                .map(Self::Ed25519),
            Material::MlDsa {
                algorithm,
                public,
                seed: Some(seed),
            } => ml_dsa(*algorithm)
                .and_then(|parameters| PqdsaKeyPair::from_seed(parameters, seed).ok())
                .filter(|pair| pair.public_key().as_ref() == public)
                .map(Self::MlDsa),
            _ => return Ok(None),
        };
        key.map(Some).ok_or(invalid)
    }

    /// The length of a signature in bytes, at most.
    pub(crate) fn signature_bytes(&self) -> usize {
        match self {
            Self::Hmac(key) => key.algorithm().tag_len(),
            Self::Rsa(pair, _) => pair.public_modulus_len(),
            Self::Ec(_) => 132,
            Self::Ed25519(_) => 64,
            Self::MlDsa(pair) => pair.algorithm().signature_len(),
        }
    }

    /// Signs a message; the signature has the format of RFC 7518 §3.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Signature> {
        let failed = |_| Error::internal();
        Ok(match self {
            Self::Hmac(key) => SmallVec::from_slice(hmac::sign(key, message).as_ref()),
            Self::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &SystemRandom::new(), message, &mut signature)
                    .map_err(failed)?;
                SmallVec::from_vec(signature)
            }
            Self::Ec(pair) => {
                let signature = pair.sign(&SystemRandom::new(), message).map_err(failed)?;
                SmallVec::from_slice(signature.as_ref())
            }
            Self::Ed25519(pair) => {
                SmallVec::from_slice(pair.try_sign(message).map_err(failed)?.as_ref())
            }
            Self::MlDsa(pair) => {
                let mut signature = vec![0; pair.algorithm().signature_len()];
                pair.sign(message, &mut signature).map_err(failed)?;
                SmallVec::from_vec(signature)
            }
        })
    }
}

fn rsa_encoding(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    match algorithm {
        Algorithm::Rs256 => Some(&signature::RSA_PKCS1_SHA256),
        Algorithm::Rs384 => Some(&signature::RSA_PKCS1_SHA384),
        Algorithm::Rs512 => Some(&signature::RSA_PKCS1_SHA512),
        Algorithm::Ps256 => Some(&signature::RSA_PSS_SHA256),
        Algorithm::Ps384 => Some(&signature::RSA_PSS_SHA384),
        Algorithm::Ps512 => Some(&signature::RSA_PSS_SHA512),
        _ => None,
    }
}
