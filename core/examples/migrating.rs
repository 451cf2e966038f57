//! Moves a program from the crate jsonwebtoken: `cargo test --example migrating`.

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

const SECRET: &[u8] = b"a secret of at least 32 bytes, kept safe";

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Claims {
    sub: String,
    iss: String,
    exp: u64,
}

fn moved(claims: &Claims) -> Result<Claims, Box<dyn std::error::Error>> {
    // snippet: install
    jotkit::jsonwebtoken::install()?; // first of all, where the program starts

    let token = encode(
        &Header::default(),
        claims,
        &EncodingKey::from_secret(SECRET),
    )?;
    let key = DecodingKey::from_secret(SECRET);
    let data = decode::<Claims>(&token, &key, &Validation::new(Algorithm::HS256))?;
    // snippet end
    Ok(data.claims)
}

fn own(claims: &Claims) -> jotkit::Result<Claims> {
    // snippet: own
    use jotkit::{Key, Policy, Signer, Verifier};

    let key = Key::hs256(SECRET)?;
    let token = Signer::new(&key)?.sign(claims)?;
    let verifier = Verifier::new(&key, Policy::new().issuer("https://id.example"))?;
    let claims: Claims = verifier.verify(&token)?.claims()?;
    // snippet end
    Ok(claims)
}

fn converted(jwk: &Jwk, validation: &Validation) -> jotkit::Result<jotkit::Verifier> {
    // snippet: convert
    use jotkit::{Key, Policy, Verifier};

    let verifier = Verifier::new(Key::try_from(jwk)?, Policy::try_from(validation)?)?;
    // snippet end
    Ok(verifier)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let claims = Claims {
        sub: "u1".to_owned(),
        iss: "https://id.example".to_owned(),
        exp: 4_000_000_000,
    };
    assert_eq!(moved(&claims)?, claims);
    assert_eq!(own(&claims)?, claims);

    let pair = jotkit::Key::generate(jotkit::Algorithm::Es256)?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_issuer(&["https://id.example"]);
    let verifier = converted(&Jwk::try_from(&pair)?, &validation)?;
    let token = jotkit::Signer::new(&pair)?.sign(&claims)?;
    assert_eq!(verifier.verify(&token)?.claims::<Claims>()?, claims);
    Ok(())
}

#[test]
fn runs() {
    assert!(main().is_ok());
}
