//! The cryptography alone: aws-lc-rs with parsed keys, over the bytes of the same tokens.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair,
    Ed25519KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
    VerificationAlgorithm,
};
use aws_lc_rs::{error::Unspecified, hmac};
use base64_simd::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

use crate::Result;
use crate::operation::{Operation, operation};
use crate::task::Task;

pub fn verify(task: &Task) -> Result<Operation> {
    let (message, signature) = task.text.rsplit_once('.').ok_or("no token")?;
    let payload = message.split('.').nth(1).ok_or("no token")?;
    let claims: Value = serde_json::from_slice(&BASE64.decode_to_vec(payload)?)?;
    let show = move |()| Ok(claims.clone());
    let (message, signature) = (message.to_owned(), BASE64.decode_to_vec(signature)?);
    if task.algorithm == "HS256" {
        let key = hmac::Key::new(hmac::HMAC_SHA256, task.secret()?);
        return operation(
            move || hmac::verify(&key, message.as_bytes(), &signature),
            show,
        );
    }
    let scheme: &'static dyn VerificationAlgorithm = match task.algorithm.as_str() {
        "RS256" => &RSA_PKCS1_2048_8192_SHA256,
        "ES256" => &ECDSA_P256_SHA256_FIXED,
        _ => &ED25519,
    };
    let key = ParsedPublicKey::new(scheme, &*task.key()?.to_der()?)?;
    operation(move || key.verify_sig(message.as_bytes(), &signature), show)
}

pub fn sign(task: &Task) -> Result<Operation> {
    let header = json!({"alg": task.algorithm, "typ": "JWT"}).to_string();
    let message = format!(
        "{}.{}",
        BASE64.encode_to_string(header),
        BASE64.encode_to_string(&task.text)
    );
    if task.algorithm == "HS256" {
        let key = hmac::Key::new(hmac::HMAC_SHA256, task.secret()?);
        return signing(message, move |message| Ok(hmac::sign(&key, message)));
    }
    let der = task.key()?.to_der()?;
    match task.algorithm.as_str() {
        "RS256" => {
            let pair = RsaKeyPair::from_pkcs8(&der)?;
            signing(message, move |message| {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    message,
                    &mut signature,
                )?;
                Ok(signature)
            })
        }
        "ES256" => {
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der)?;
            signing(message, move |message| {
                pair.sign(&SystemRandom::new(), message)
            })
        }
        _ => {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der)?;
            signing(message, move |message| pair.try_sign(message))
        }
    }
}

/// Shows the signature as that of a token.
fn signing<T: AsRef<[u8]>>(
    message: String,
    sign: impl Fn(&[u8]) -> std::result::Result<T, Unspecified> + Send + Sync + 'static,
) -> Result<Operation> {
    let start = message.clone();
    operation(
        move || sign(message.as_bytes()),
        move |signature| Ok(format!("{start}.{}", BASE64.encode_to_string(signature)).into()),
    )
}
