//! The cryptography alone: aws-lc-rs with parsed keys, over the bytes of the same tokens.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
    ECDSA_P384_SHA384_FIXED_SIGNING, ED25519, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    ML_DSA_44, ML_DSA_44_SIGNING, ParsedPublicKey, PqdsaKeyPair, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair,
    VerificationAlgorithm,
};
use aws_lc_rs::{error::Unspecified, hmac};
use jotkit::{Key, KeyOptions};

use crate::Result;
use crate::case::{Case, add, case};
use crate::work::{ALGORITHMS, SIZES, THREE, Work};

const NAME: (&str, &str) = ("raw", "aws-lc-rs");

pub fn cases(work: &Work) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for algorithm in ALGORITHMS {
        let name = format!("verify-{algorithm}");
        add(
            &mut cases,
            &format!("raw: {name}"),
            verify(work, algorithm, &name),
        );
        add(
            &mut cases,
            &format!("raw: sign-{algorithm}"),
            sign(work, algorithm),
        );
    }
    for name in SIZES {
        add(
            &mut cases,
            &format!("raw: {name}"),
            verify(work, "HS256", name),
        );
    }
    for algorithm in THREE {
        let shared = verify(work, algorithm, &format!("verify-{algorithm}"))?;
        let name = format!("scale-{algorithm}");
        cases.extend([1, 2].map(|threads| shared.on_threads(&name, threads)));
    }
    Ok(cases)
}

/// A token's signed bytes and its signature.
fn halves(token: &str) -> Result<(Vec<u8>, Vec<u8>)> {
    let (message, signature) = token.rsplit_once('.').ok_or("no token")?;
    let signature = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(signature)?;
    Ok((message.as_bytes().to_vec(), signature))
}

fn verify(work: &Work, algorithm: &str, name: &str) -> Result<Case> {
    let (message, signature) = halves(&work.token(name)?)?;
    if algorithm == "HS256" {
        let key = hmac::Key::new(hmac::HMAC_SHA256, work.secret()?.as_bytes());
        let verified = move || Ok(hmac::verify(&key, &message, &signature).map_err(told)?);
        return case(NAME, name, verified, |_| true);
    }
    let scheme: &'static dyn VerificationAlgorithm = match algorithm {
        "RS256" => &RSA_PKCS1_2048_8192_SHA256,
        "PS256" => &RSA_PSS_2048_8192_SHA256,
        "ES256" => &ECDSA_P256_SHA256_FIXED,
        "ES384" => &ECDSA_P384_SHA384_FIXED,
        "EdDSA" => &ED25519,
        _ => &ML_DSA_44,
    };
    let key = ParsedPublicKey::new(scheme, der(work, algorithm, "public_jwk")?)?;
    let verified = move || Ok(key.verify_sig(&message, &signature).map_err(told)?);
    case(NAME, name, verified, |_| true)
}

fn sign(work: &Work, algorithm: &str) -> Result<Case> {
    let name = format!("sign-{algorithm}");
    let (message, signature) = halves(&work.token(&format!("verify-{algorithm}"))?)?;
    let length = signature.len();
    let whole = |signature: &Vec<u8>| signature.len() == length;
    if algorithm == "HS256" {
        let key = hmac::Key::new(hmac::HMAC_SHA256, work.secret()?.as_bytes());
        let signed = move || Ok(hmac::sign(&key, &message));
        return case(NAME, name, signed, |tag| tag.as_ref() == signature);
    }
    let pkcs8 = der(work, algorithm, "private_jwk")?;
    let rsa = |encoding: &'static dyn RsaEncoding| {
        let pair = RsaKeyPair::from_pkcs8(&pkcs8)?;
        let message = message.clone();
        let signed = move || {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(encoding, &SystemRandom::new(), &message, &mut signature)
                .map_err(told)?;
            Ok(signature)
        };
        case(NAME, name.as_str(), signed, whole)
    };
    let ecdsa = |scheme: &'static EcdsaSigningAlgorithm| {
        let pair = EcdsaKeyPair::from_pkcs8(scheme, &pkcs8)?;
        let message = message.clone();
        let signed = move || Ok(pair.sign(&SystemRandom::new(), &message).map_err(told)?);
        case(NAME, name.as_str(), signed, |signature| {
            signature.as_ref().len() == length
        })
    };
    match algorithm {
        "RS256" => rsa(&RSA_PKCS1_SHA256),
        "PS256" => rsa(&RSA_PSS_SHA256),
        "ES256" => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING),
        "ES384" => ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING),
        "EdDSA" => {
            let pair = Arc::new(Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8)?);
            let signed = move || Ok(pair.try_sign(&message).map_err(told)?);
            case(NAME, name, signed, |tag| tag.as_ref() == signature)
        }
        _ => {
            let pair = PqdsaKeyPair::from_pkcs8(&ML_DSA_44_SIGNING, &pkcs8)?;
            let signed = move || {
                let mut signature = vec![0; pair.algorithm().signature_len()];
                pair.sign(&message, &mut signature).map_err(told)?;
                Ok(signature)
            };
            case(NAME, name, signed, whole)
        }
    }
}

/// A key as SubjectPublicKeyInfo or PKCS#8.
fn der(work: &Work, algorithm: &str, form: &str) -> Result<Vec<u8>> {
    let key = Key::from_jwk(&work.jwk(algorithm, form)?, &KeyOptions::new())?;
    Ok(key.to_der()?.to_vec())
}

fn told(_: Unspecified) -> &'static str {
    "the signature does not hold, or could not be made"
}
