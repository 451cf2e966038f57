#[derive(serde::Deserialize)]
struct Session {
    sub: String,
}

pub fn run() -> super::Outcome {
    let secret = "a secret of at least 32 bytes, kept safe";
    let options = jotkit::SignerOptions::new().issuer("https://id.example").audience("api").lifetime(60);
    let signer = jotkit::Signer::with_options(jotkit::Key::hs256(secret)?, options)?;
    let token = &signer.sign_json(r#"{"sub":"u1"}"#)?;

    // README

    assert_eq!(claims.sub, "u1");
    println!("ok verify");
    Ok(())
}
