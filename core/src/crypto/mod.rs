//! The only place that names the crypto library.
//!
//! Keys are parsed once, when they are imported; signing and verifying then use the parsed form.

mod derive;
pub(crate) mod material;
mod primitives;
mod signing;
mod verifying;

pub(crate) use derive::{
    ec_public, ed25519_public, ml_dsa_public, point_coordinates, uncompressed_point,
};
pub(crate) use primitives::{equal, generate_ec, generate_rsa, hmac_sha256, random, sha256};
pub(crate) use signing::SigningKey;
pub(crate) use verifying::VerifyingKey;

use aws_lc_rs::signature::{self, EcdsaSigningAlgorithm, PqdsaSigningAlgorithm};

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

/// The parameter set of an ML-DSA algorithm; `None` for any other algorithm.
fn ml_dsa(algorithm: Algorithm) -> Option<&'static PqdsaSigningAlgorithm> {
    match algorithm {
        Algorithm::MlDsa44 => Some(&signature::ML_DSA_44_SIGNING),
        Algorithm::MlDsa65 => Some(&signature::ML_DSA_65_SIGNING),
        Algorithm::MlDsa87 => Some(&signature::ML_DSA_87_SIGNING),
        _ => None,
    }
}
