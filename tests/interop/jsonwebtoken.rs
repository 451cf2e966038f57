//! The Rust jsonwebtoken verifies tokens of jotkit, and jotkit its tokens.

use jotkit::{Algorithm, Key, KeyOptions, Policy, Signer, Verifier};
use jsonwebtoken::{Algorithm as Theirs, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

const ALGORITHMS: [Theirs; 12] = [
    Theirs::HS256,
    Theirs::HS384,
    Theirs::HS512,
    Theirs::RS256,
    Theirs::RS384,
    Theirs::RS512,
    Theirs::PS256,
    Theirs::PS384,
    Theirs::PS512,
    Theirs::ES256,
    Theirs::ES384,
    Theirs::EdDSA,
];

fn claims() -> Value {
    json!({
        "iss": "https://id.example",
        "aud": "api",
        "sub": "用户-1",
        "exp": 4_102_444_800_u64,
        "nested": { "list": [1, 2.5, null, true, "\n"] },
    })
}

fn policy() -> Policy {
    Policy::new().issuer("https://id.example").audience("api")
}

fn validation(algorithm: Theirs) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&["https://id.example"]);
    validation.set_audience(&["api"]);
    validation
}

fn keys(algorithm: Theirs, key: &Key) -> (EncodingKey, DecodingKey) {
    let name = format!("{algorithm:?}");
    if name.starts_with("HS") {
        let jwk: Value = serde_json::from_str(&key.to_jwk().unwrap()).unwrap();
        // It reads base64url with padding only.
        let mut secret = jwk["k"].as_str().unwrap().to_owned();
        secret.push_str(&"=".repeat((4 - secret.len() % 4) % 4));
        let encoding = EncodingKey::from_urlsafe_base64_secret(&secret).unwrap();
        let decoding = DecodingKey::from_secret(encoding.as_bytes());
        return (encoding, decoding);
    }
    let private = key.to_pem().unwrap();
    let public = key.public().unwrap().to_pem().unwrap();
    match &name[..2] {
        "ES" => (
            EncodingKey::from_ec_pem(private.as_bytes()).unwrap(),
            DecodingKey::from_ec_pem(public.as_bytes()).unwrap(),
        ),
        "Ed" => (
            EncodingKey::from_ed_pem(private.as_bytes()).unwrap(),
            DecodingKey::from_ed_pem(public.as_bytes()).unwrap(),
        ),
        _ => (
            EncodingKey::from_rsa_pem(private.as_bytes()).unwrap(),
            DecodingKey::from_rsa_pem(public.as_bytes()).unwrap(),
        ),
    }
}

#[test]
fn each_verifies_the_others_tokens() {
    for algorithm in ALGORITHMS {
        let name = format!("{algorithm:?}");
        let key = Key::generate(Algorithm::from_name(&name).unwrap()).unwrap();
        let (encoding, decoding) = keys(algorithm, &key);

        let ours = Signer::new(key.clone()).unwrap().sign(&claims()).unwrap();
        let read = jsonwebtoken::decode::<Value>(&ours, &decoding, &validation(algorithm))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.claims, claims(), "{name}");

        let theirs = jsonwebtoken::encode(&Header::new(algorithm), &claims(), &encoding).unwrap();
        let verified = Verifier::new(key, policy()).unwrap().verify(&theirs);
        let verified = verified.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(verified.claims::<Value>().unwrap(), claims(), "{name}");
    }
}

#[test]
fn a_secret_means_the_same_bytes() {
    let secret = "用户 secret of at least 32 bytes, kept safe";
    let theirs = EncodingKey::from_secret(secret.as_bytes());
    let token = jsonwebtoken::encode(&Header::default(), &claims(), &theirs).unwrap();
    let options = KeyOptions::new().algorithm(Algorithm::Hs256);
    let key = Key::from_secret(secret.as_bytes(), &options).unwrap();
    assert!(Verifier::new(key, policy()).unwrap().verify(token).is_ok());
}
