//! What an installed package must do: sign, verify and refuse, in every algorithm.

use jotkit::{Algorithm, Key, Policy, SignCall, Signer, SignerOptions, Verifier};

fn code_of(verifier: &Verifier, token: &str) -> String {
    match verifier.verify(token) {
        Ok(_) => "accepted".to_owned(),
        Err(error) => error.code().as_str().to_owned(),
    }
}

fn main() -> jotkit::Result<()> {
    let policy = || Policy::new().issuer("https://id.example");
    for &algorithm in Algorithm::ALL {
        let key = Key::generate(algorithm)?;
        let half = match algorithm {
            Algorithm::Hs256 | Algorithm::Hs384 | Algorithm::Hs512 => key.clone(),
            _ => key.public()?,
        };
        let options = SignerOptions::new()
            .issuer("https://id.example")
            .audience("api")
            .lifetime(60);
        let signer = Signer::with_options(key, options)?;
        let verifier = Verifier::new(half.clone(), policy().audience("api"))?;
        let token = signer.sign_json(r#"{"sub":"u1"}"#)?;
        assert!(verifier.verify(&token)?.payload().contains(r#""sub":"u1""#));

        let at = token.rfind('.').map_or(0, |dot| dot + 1);
        let other = if token[at..].starts_with('A') {
            "B"
        } else {
            "A"
        };
        let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
        assert_eq!(code_of(&verifier, &changed), "signature_invalid");
        let late = signer.sign_json_with(r#"{"sub":"u1"}"#, &SignCall::new().at(1e9))?;
        assert_eq!(code_of(&verifier, &late), "token_expired");
        let elsewhere = Verifier::new(half, policy().audience("other"))?;
        assert_eq!(code_of(&elsewhere, &token), "audience_refused");
    }
    println!(
        "{} algorithms: signed, verified, refused",
        Algorithm::ALL.len()
    );
    Ok(())
}
