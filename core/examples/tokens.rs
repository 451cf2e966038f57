//! A request with an odd token, from its header to the answer, and a token with members in its
//! header: `cargo run --example tokens`.

use jotkit::{Algorithm, Key, Policy, Signer};

// snippet: request
use jotkit::{Challenge, Error, Expectations, Verifier, bearer};

/// The claims of the user who sends a request.
fn user(verifier: &Verifier, authorization: Option<&str>, nonce: &str) -> jotkit::Result<String> {
    let token = bearer::parse(authorization)?;
    let nonce = Expectations::new().claim("nonce", nonce);
    let verified = verifier.verify_expecting(token, &nonce, None)?;
    Ok(verified.payload().to_owned())
}

/// Status and header of the answer to a request that is refused.
fn answer(error: &Error) -> jotkit::Result<Challenge> {
    error.challenge::<&str>(Some("api"), None)
}
// snippet end

fn signed(key: Key) -> jotkit::Result<String> {
    // snippet: headers
    let jwk = key.public()?.to_jwk()?;
    let header = format!(r#"{{"typ": "dpop+jwt", "jwk": {}}}"#, *jwk);
    let call = jotkit::SignCall::new().header(&*header).lifetime(60);
    let proof = Signer::new(key)?.sign_json_with(r#"{"nonce": "n1"}"#, &call)?;
    // snippet end
    Ok(proof)
}

fn main() -> jotkit::Result<()> {
    let key = Key::generate(Algorithm::Es256)?;
    let verifier = Verifier::new(key.public()?, Policy::new().types(["dpop+jwt"]))?;
    let header = bearer::format(&signed(key)?)?;
    println!("{}", user(&verifier, Some(&header), "n1")?);
    for (authorization, nonce) in [(Some(&*header), "n2"), (None, "n1")] {
        if let Err(error) = user(&verifier, authorization, nonce) {
            let answer = answer(&error)?;
            println!("{} {:?}", answer.status, answer.www_authenticate);
        }
    }
    Ok(())
}
