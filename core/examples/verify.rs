//! Signs a token and verifies it: `cargo run --example verify`.

// snippet: verify import
use jotkit::{Key, Policy, Verifier};
// snippet end
use jotkit::{Signer, SignerOptions};

/// What the token says about its user.
#[derive(serde::Serialize, serde::Deserialize)]
struct Session {
    sub: String,
}

fn verified(token: &str, secret: &str) -> jotkit::Result<Session> {
    // snippet: verify
    let policy = Policy::new().issuer("https://id.example").audience("api");
    let verifier = Verifier::new(Key::hs256(secret)?, policy)?;
    let claims: Session = verifier.verify(token)?.claims()?; // any Deserialize type
    // snippet end
    Ok(claims)
}

fn main() -> jotkit::Result<()> {
    let secret = "a made-up secret of at least 32 bytes";
    let options = SignerOptions::new()
        .issuer("https://id.example")
        .audience("api")
        .lifetime(3600);
    let claims = Session {
        sub: "u1".to_owned(),
    };
    let token = Signer::with_options(Key::hs256(secret)?, options)?.sign(&claims)?;
    println!("{}", verified(&token, secret)?.sub);
    Ok(())
}
