//! Prints `tests/vectors/library-jsonwebtoken-rust.json`: tokens that the Rust jsonwebtoken 11 has signed.
//!
//! The keys are fresh and the signatures of some algorithms random, so each run prints other tokens; the
//! committed file is one such run.

use jotkit::{Algorithm, Key};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

fn main() {
    let claims = json!({
        "iss": "https://id.example",
        "aud": ["web", "api"],
        "sub": "用户-1",
        "iat": 1_750_000_000,
        "exp": 1_750_003_600,
    });
    let mut vectors = Vec::new();
    for name in [
        "HS256", "HS384", "HS512", "RS256", "RS512", "PS256", "PS384", "ES256", "ES384", "EdDSA",
    ] {
        let key = Key::generate(Algorithm::from_name(name).expect("a name")).expect("a key");
        let pem = key.to_pem().map(|pem| pem.to_string()).unwrap_or_default();
        let secret =
            format!("a made-up secret that is long enough for every hash there is, {name}");
        let (signing, verifying) = match &name[..2] {
            "HS" => (
                EncodingKey::from_secret(secret.as_bytes()),
                json!({ "secret": secret, "alg": name }),
            ),
            family => {
                let signing = match family {
                    "ES" => EncodingKey::from_ec_pem(pem.as_bytes()),
                    "Ed" => EncodingKey::from_ed_pem(pem.as_bytes()),
                    _ => EncodingKey::from_rsa_pem(pem.as_bytes()),
                };
                let public = key
                    .public()
                    .and_then(|key| key.to_pem())
                    .expect("a public key");
                (
                    signing.expect("a signing key"),
                    json!({ "pem": public.as_str(), "alg": name }),
                )
            }
        };
        let algorithm = name.parse().expect("an algorithm of theirs");
        let header = Header {
            kid: Some("k1".to_owned()),
            ..Header::new(algorithm)
        };
        let token = jsonwebtoken::encode(&header, &claims, &signing).expect("a token");
        let payload = jotkit::peek(&token).expect("a token").payload().to_owned();
        let shown: Value = json!({ "typ": "JWT", "alg": name, "kid": "k1" });
        let request = |now: u64| {
            json!({
                "op": "verify",
                "token": token,
                "key": verifying,
                "policy": { "issuer": "https://id.example", "audience": "api" },
                "now": now,
            })
        };
        let lower = name.to_lowercase();
        vectors.push(json!({
            "name": format!("jsonwebtoken-rust-{lower}"),
            "why": format!("A token that the Rust jsonwebtoken signed with {name} is a token here."),
            "rule": "RFC 7515 §5.2; interoperability",
            "request": request(1_750_000_000),
            "answer": { "ok": { "header": shown, "payload": payload } },
        }));
        vectors.push(json!({
            "name": format!("jsonwebtoken-rust-{lower}-expired"),
            "why": "At the very second of exp it is over, without the minute that jsonwebtoken adds.",
            "rule": "RFC 7519 §4.1.4; verdict rule: exp",
            "request": request(1_750_003_600),
            "answer": { "error": { "code": "token_expired", "claim": "exp" } },
        }));
    }
    let file = json!({
        "about": "Tokens signed by the Rust jsonwebtoken 11 (tests/vectors/mint/from_jsonwebtoken.rs).",
        "vectors": vectors,
    });
    println!("{file:#}");
}
