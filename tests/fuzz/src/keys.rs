//! One made-up key for each algorithm, and signatures made and checked past jotkit, directly by the
//! crypto library.

use std::sync::OnceLock;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    self as schemes, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, PqdsaKeyPair,
    PqdsaSigningAlgorithm, RsaEncoding, RsaKeyPair, UnparsedPublicKey, VerificationAlgorithm,
};
use jotkit::{Algorithm, Key, KeyOptions};
use serde_json::Value;

use crate::token;

/// A key of ours.
pub struct Known {
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// As jotkit reads it.
    pub key: Key,
    /// What a verifier gets: the public half, or the secret.
    pub verifying: Key,
    raw: Raw,
}

enum Raw {
    Hmac(hmac::Key),
    Rsa(
        RsaKeyPair,
        &'static dyn RsaEncoding,
        &'static dyn VerificationAlgorithm,
    ),
    Ec(EcdsaKeyPair, &'static dyn VerificationAlgorithm),
    Ed(Ed25519KeyPair),
    MlDsa(PqdsaKeyPair, &'static dyn VerificationAlgorithm),
}

/// The keys, in the order of [`Algorithm::ALL`].
///
/// # Panics
/// If `keys.json` is damaged.
pub fn all() -> &'static [Known] {
    static KEYS: OnceLock<Vec<Known>> = OnceLock::new();
    KEYS.get_or_init(|| Algorithm::ALL.iter().copied().map(Known::load).collect())
}

/// The key of an algorithm.
///
/// # Panics
/// If there is none.
pub fn of(algorithm: Algorithm) -> &'static Known {
    let mut keys = all().iter();
    keys.find(|known| known.algorithm == algorithm)
        .expect("a key for each algorithm")
}

/// The JWK of an algorithm's key, private and without `alg`.
///
/// # Panics
/// If `keys.json` is damaged.
pub fn jwk(algorithm: Algorithm) -> Value {
    static FILE: OnceLock<Value> = OnceLock::new();
    let file =
        FILE.get_or_init(|| serde_json::from_str(include_str!("../keys.json")).expect("keys.json"));
    let name = match algorithm.name() {
        name if name.starts_with("RS") || name.starts_with("PS") => "RSA",
        "ES256" => "P-256",
        "ES384" => "P-384",
        "ES512" => "P-521",
        "ES256K" => "secp256k1",
        "EdDSA" => "Ed25519",
        name => name,
    };
    file[name].clone()
}

fn member(jwk: &Value, name: &str) -> Vec<u8> {
    token::decode(jwk[name].as_str().expect("a member of the JWK").as_bytes()).expect("base64url")
}

impl Known {
    fn load(algorithm: Algorithm) -> Self {
        let mut jwk = jwk(algorithm);
        jwk["alg"] = algorithm.name().into();
        let key = Key::from_jwk(&jwk.to_string(), &KeyOptions::new()).expect("a key of ours");
        Self {
            algorithm,
            verifying: key.public().unwrap_or(key.clone()),
            raw: Raw::load(algorithm, &jwk, &key),
            key,
        }
    }

    /// A secret for HS256, of any length but zero.
    ///
    /// # Panics
    /// If it is empty.
    #[must_use]
    pub fn secret(secret: &[u8]) -> Self {
        let options =
            KeyOptions::from_json(r#"{"alg":"HS256","allow_short":true}"#).expect("options");
        let key = Key::from_secret(secret, &options).expect("a secret");
        let raw = Raw::Hmac(hmac::Key::new(hmac::HMAC_SHA256, secret));
        Self {
            algorithm: Algorithm::Hs256,
            verifying: key.clone(),
            key,
            raw,
        }
    }

    /// Signs any bytes.
    ///
    /// # Panics
    /// If the crypto library fails.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.raw {
            Raw::Hmac(key) => hmac::sign(key, message).as_ref().to_vec(),
            Raw::Rsa(key, encoding, _) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, message, &mut signature)
                    .expect("a signature");
                signature
            }
            Raw::Ec(key, _) => key
                .sign(&random, message)
                .expect("a signature")
                .as_ref()
                .to_vec(),
            Raw::Ed(key) => key.sign(message).as_ref().to_vec(),
            Raw::MlDsa(key, _) => {
                let mut signature = vec![0; key.algorithm().signature_len()];
                let length = key.sign(message, &mut signature).expect("a signature");
                signature.truncate(length);
                signature
            }
        }
    }

    /// Whether these bytes were signed with this key.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let check = |scheme: &'static dyn VerificationAlgorithm, public: &[u8]| {
            scheme.verify_sig(public, message, signature).is_ok()
        };
        match &self.raw {
            Raw::Hmac(key) => hmac::sign(key, message).as_ref() == signature,
            Raw::Rsa(key, _, scheme) => check(*scheme, key.public_key().as_ref()),
            Raw::Ec(key, scheme) => check(*scheme, key.public_key().as_ref()),
            Raw::Ed(key) => UnparsedPublicKey::new(&schemes::ED25519, key.public_key().as_ref())
                .verify(message, signature)
                .is_ok(),
            Raw::MlDsa(key, scheme) => check(*scheme, key.public_key().as_ref()),
        }
    }
}

impl Raw {
    fn load(algorithm: Algorithm, jwk: &Value, key: &Key) -> Self {
        let rsa = |encoding: &'static dyn RsaEncoding,
                   scheme: &'static dyn VerificationAlgorithm| {
            let pkcs8 = key.to_der().expect("a DER form");
            Self::Rsa(
                RsaKeyPair::from_pkcs8(&pkcs8).expect("an RSA key"),
                encoding,
                scheme,
            )
        };
        let ec = |signing: &'static EcdsaSigningAlgorithm,
                  scheme: &'static dyn VerificationAlgorithm| {
            let point = [vec![4], member(jwk, "x"), member(jwk, "y")].concat();
            let pair =
                EcdsaKeyPair::from_private_key_and_public_key(signing, &member(jwk, "d"), &point);
            Self::Ec(pair.expect("a curve's key"), scheme)
        };
        let ml_dsa = |signing: &'static PqdsaSigningAlgorithm,
                      scheme: &'static dyn VerificationAlgorithm| {
            let pair = PqdsaKeyPair::from_seed(signing, &member(jwk, "priv"));
            Self::MlDsa(pair.expect("an ML-DSA key"), scheme)
        };
        let hmac = |hash| Self::Hmac(hmac::Key::new(hash, &member(jwk, "k")));
        match algorithm.name() {
            "HS256" => hmac(hmac::HMAC_SHA256),
            "HS384" => hmac(hmac::HMAC_SHA384),
            "HS512" => hmac(hmac::HMAC_SHA512),
            "RS256" => rsa(
                &schemes::RSA_PKCS1_SHA256,
                &schemes::RSA_PKCS1_2048_8192_SHA256,
            ),
            "RS384" => rsa(
                &schemes::RSA_PKCS1_SHA384,
                &schemes::RSA_PKCS1_2048_8192_SHA384,
            ),
            "RS512" => rsa(
                &schemes::RSA_PKCS1_SHA512,
                &schemes::RSA_PKCS1_2048_8192_SHA512,
            ),
            "PS256" => rsa(&schemes::RSA_PSS_SHA256, &schemes::RSA_PSS_2048_8192_SHA256),
            "PS384" => rsa(&schemes::RSA_PSS_SHA384, &schemes::RSA_PSS_2048_8192_SHA384),
            "PS512" => rsa(&schemes::RSA_PSS_SHA512, &schemes::RSA_PSS_2048_8192_SHA512),
            "ES256" => ec(
                &schemes::ECDSA_P256_SHA256_FIXED_SIGNING,
                &schemes::ECDSA_P256_SHA256_FIXED,
            ),
            "ES384" => ec(
                &schemes::ECDSA_P384_SHA384_FIXED_SIGNING,
                &schemes::ECDSA_P384_SHA384_FIXED,
            ),
            "ES512" => ec(
                &schemes::ECDSA_P521_SHA512_FIXED_SIGNING,
                &schemes::ECDSA_P521_SHA512_FIXED,
            ),
            "ES256K" => ec(
                &schemes::ECDSA_P256K1_SHA256_FIXED_SIGNING,
                &schemes::ECDSA_P256K1_SHA256_FIXED,
            ),
            "EdDSA" | "Ed25519" => Self::Ed(
                Ed25519KeyPair::from_seed_and_public_key(&member(jwk, "d"), &member(jwk, "x"))
                    .expect("an Ed25519 key"),
            ),
            "ML-DSA-44" => ml_dsa(&schemes::ML_DSA_44_SIGNING, &schemes::ML_DSA_44),
            "ML-DSA-65" => ml_dsa(&schemes::ML_DSA_65_SIGNING, &schemes::ML_DSA_65),
            "ML-DSA-87" => ml_dsa(&schemes::ML_DSA_87_SIGNING, &schemes::ML_DSA_87),
            other => panic!("no key for {other}: teach it to keys.rs"),
        }
    }
}
