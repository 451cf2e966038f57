//! Parsed keys that verify.

use aws_lc_rs::hmac;
use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::{self, ParsedPublicKey, RsaParameters};

use super::derive::uncompressed_point;
use super::ecdsa_verifying;
use super::ed25519::check_ed25519;
use super::material::{Material, RsaPublic};
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};

/// The longest RSA modulus that is taken, in bytes: verification is quadratic in its length.
const MAX_RSA_BYTES: usize = 1024;

/// The shortest RSA modulus that is taken, in bits (RFC 7518 §3.3).
const MIN_RSA_BITS: usize = 2048;

/// A key parsed for one algorithm.
pub(crate) enum VerifyingKey {
    Hmac(Box<hmac::Key>),
    Public(ParsedPublicKey),
}

impl VerifyingKey {
    /// Parses the public half, and so checks it: a point off its curve is refused here.
    pub(crate) fn new(material: &Material, algorithm: Algorithm) -> Result<Self> {
        let unsuitable = Error::with_hint(
            Code::KeyUnsuitable,
            "The key is of another type than its algorithm needs.",
        );
        let public = match material {
            Material::Oct(secret) => {
                return hmac_key(algorithm, secret)
                    .map(Self::Hmac)
                    .ok_or(unsuitable);
            }
            Material::Rsa { public, .. } => {
                check_rsa(public)?;
                let parameters = rsa_parameters(algorithm).ok_or(unsuitable)?;
                PublicKeyComponents {
                    n: &public.modulus,
                    e: &public.exponent,
                }
                .to_parsed_public_key(parameters)
                .ok()
            }
            Material::Ec { curve, x, y, .. } => {
                ParsedPublicKey::new(ecdsa_verifying(*curve), uncompressed_point(x, y)).ok()
            }
            Material::Ed25519 { public, .. } => {
                check_ed25519(public)?;
                ParsedPublicKey::new(&signature::ED25519, public).ok()
            }
            Material::MlDsa {
                algorithm, public, ..
            } => {
                let scheme = match algorithm {
                    Algorithm::MlDsa44 => &signature::ML_DSA_44,
                    Algorithm::MlDsa65 => &signature::ML_DSA_65,
                    _ => &signature::ML_DSA_87,
                };
                ParsedPublicKey::new(scheme, public).ok()
            }
        };
        public.map(Self::Public).ok_or(Error::with_hint(
            Code::KeyInvalid,
            "The public key is not valid for its algorithm.",
        ))
    }

    /// Whether the signature is one of this key over the message. The comparison of an HMAC takes
    /// constant time.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Hmac(key) => hmac::verify(key, message, signature).is_ok(),
            Self::Public(key) => key.verify_sig(message, signature).is_ok(),
        }
    }
}

/// A parsed HMAC key, boxed because it is large; `None` if the algorithm is not an HMAC.
pub(super) fn hmac_key(algorithm: Algorithm, secret: &[u8]) -> Option<Box<hmac::Key>> {
    let hash = match algorithm {
        Algorithm::Hs256 => hmac::HMAC_SHA256,
        Algorithm::Hs384 => hmac::HMAC_SHA384,
        Algorithm::Hs512 => hmac::HMAC_SHA512,
        _ => return None,
    };
    Some(Box::new(hmac::Key::new(hash, secret)))
}

fn rsa_parameters(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    match algorithm {
        Algorithm::Rs256 => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        Algorithm::Rs384 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        Algorithm::Rs512 => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        Algorithm::Ps256 => Some(&signature::RSA_PSS_2048_8192_SHA256),
        Algorithm::Ps384 => Some(&signature::RSA_PSS_2048_8192_SHA384),
        Algorithm::Ps512 => Some(&signature::RSA_PSS_2048_8192_SHA512),
        _ => None,
    }
}

/// What the library does not check of a public key: that it can be one at all, and its size.
pub(crate) fn check_rsa(public: &RsaPublic) -> Result<()> {
    let odd = |integer: &[u8]| integer.last().is_some_and(|byte| byte % 2 == 1);
    // A product of odd primes is odd; an even exponent has no inverse, and with 1 a signature is
    // its message.
    if !odd(&public.modulus) || !odd(&public.exponent) || public.exponent == [1] {
        return Err(Error::with_hint(
            Code::KeyInvalid,
            "The RSA modulus must be odd, and the exponent odd and greater than 1.",
        ));
    }
    let leading = public
        .modulus
        .first()
        .map_or(8, |byte| byte.leading_zeros() as usize);
    let bits = public
        .modulus
        .len()
        .saturating_mul(8)
        .saturating_sub(leading);
    if bits < MIN_RSA_BITS {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "RSA keys need at least 2048 bits.",
        ));
    }
    if public.modulus.len() > MAX_RSA_BYTES {
        return Err(Error::with_hint(
            Code::KeyUnsuitable,
            "RSA keys may have at most 8192 bits.",
        ));
    }
    Ok(())
}
