//! The only place that names the crypto library.
//!
//! Keys are parsed once, when they are imported; signing and verifying then use the parsed form.

mod derive;
mod ed25519;
#[cfg(any(feature = "cache", feature = "jsonwebtoken", feature = "peers"))]
mod fingerprint;
pub(crate) mod material;
mod password;
mod primitives;
mod rsa_numbers;
#[cfg(feature = "provider")]
mod sealing;
mod signing;
mod verifying;

pub(crate) use derive::{
    ec_public, ed25519_public, is_on_curve, ml_dsa_public, padded_scalar, point_coordinates,
    uncompressed_point,
};
#[cfg(any(feature = "cache", feature = "jsonwebtoken", feature = "peers"))]
pub(crate) use fingerprint::Fingerprint;
pub(crate) use password::{Prf, decrypt_aes_cbc, pbkdf2};
pub(crate) use primitives::{
    equal, generate_ec, generate_rsa, hmac_sha256, random, sha256, sha384, sha512,
};
pub(crate) use rsa_numbers::{crt_numbers, private_numbers};
#[cfg(feature = "provider")]
pub(crate) use sealing::{open, seal};
pub(crate) use signing::SigningKey;
pub(crate) use verifying::{VerifyingKey, check_rsa};

use aws_lc_rs::signature::{
    self, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, PqdsaSigningAlgorithm,
};

use crate::algorithm::{Algorithm, Curve};

/// The signing half of a curve, with the signature format of RFC 7518 §3.4: r and s, fixed length.
fn ecdsa(curve: Curve) -> &'static EcdsaSigningAlgorithm {
    match curve {
        Curve::P256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        Curve::P384 => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        Curve::P521 => &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        Curve::Secp256k1 => &signature::ECDSA_P256K1_SHA256_FIXED_SIGNING,
    }
}

/// The verifying half of a curve, with the same signature format.
fn ecdsa_verifying(curve: Curve) -> &'static EcdsaVerificationAlgorithm {
    match curve {
        Curve::P256 => &signature::ECDSA_P256_SHA256_FIXED,
        Curve::P384 => &signature::ECDSA_P384_SHA384_FIXED,
        Curve::P521 => &signature::ECDSA_P521_SHA512_FIXED,
        Curve::Secp256k1 => &signature::ECDSA_P256K1_SHA256_FIXED,
    }
}

/// The parameter set of an ML-DSA algorithm; `None` for any other algorithm.
fn ml_dsa(algorithm: Algorithm) -> Option<&'static PqdsaSigningAlgorithm> {
    match algorithm {
        Algorithm::MlDsa44 => Some(&signature::ML_DSA_44_SIGNING),
        Algorithm::MlDsa65 => Some(&signature::ML_DSA_65_SIGNING),
        Algorithm::MlDsa87 => Some(&signature::ML_DSA_87_SIGNING),
        _ => None,
    }
}
