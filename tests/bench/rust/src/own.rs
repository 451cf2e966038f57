//! jotkit, and the plain JSON parse that it is held against.

use std::sync::Arc;

use jotkit::{Key, KeyOptions, Policy, Signer, Verifier};

use crate::Result;
use crate::case::{Case, add, case, refusal};
use crate::work::{ALGORITHMS, Claims, REFUSALS, SIZES, THREE, Work};

const JOTKIT: (&str, &str) = ("jotkit", "jotkit");

pub fn cases(work: &Work) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for algorithm in ALGORITHMS {
        let name = format!("verify-{algorithm}");
        let verifier = verifier(work, algorithm, policy(work))?;
        add(&mut cases, &name, verify(work, &name, &name, verifier));
        let name = format!("sign-{algorithm}");
        add(&mut cases, &name, sign(work, &name, algorithm));
    }
    let hmac = Arc::new(verifier(work, "HS256", policy(work))?);
    add(&mut cases, "verify-HS256 into a struct", typed(work, &hmac));
    for name in REFUSALS {
        let (token, verifier) = (work.token(name)?, Arc::clone(&hmac));
        add(
            &mut cases,
            name,
            refusal(JOTKIT, name, move || Ok(verifier.verify(&token)?)),
        );
    }
    for name in SIZES {
        let (token, verifier) = (work.token(name)?, Arc::clone(&hmac));
        let verified = move || Ok(verifier.verify(&token)?);
        add(
            &mut cases,
            name,
            case(JOTKIT, name, verified, |it| {
                it.payload().contains("\"pad\"")
            }),
        );
    }
    for algorithm in THREE {
        let policy = Policy::from_json(&format!(
            r#"{{"issuer":"{}","audience":"{}","cache":1000}}"#,
            work.issuer, work.audience
        ));
        let (name, token) = (format!("cached-{algorithm}"), format!("verify-{algorithm}"));
        let cached = policy
            .map_err(Into::into)
            .and_then(|policy| verifier(work, algorithm, policy))
            .and_then(|verifier| verify(work, &name, &token, verifier));
        add(&mut cases, &name, cached);
    }
    for algorithm in THREE {
        let (name, token) = (format!("scale-{algorithm}"), format!("verify-{algorithm}"));
        let shared = verify(
            work,
            &name,
            &token,
            verifier(work, algorithm, policy(work))?,
        )?;
        cases.extend([1, 2].map(|threads| shared.on_threads(&name, threads)));
    }
    let (payload, claims) = (work.payload.clone(), work.claims()?);
    let parse = move || Ok(serde_json::from_str::<Claims>(&payload)?);
    let name = ("serde_json", "serde_json");
    add(
        &mut cases,
        "parse",
        case(name, "parse", parse, |parsed| *parsed == claims),
    );
    Ok(cases)
}

pub(crate) fn policy(work: &Work) -> Policy {
    Policy::new().issuer(&work.issuer).audience(&work.audience)
}

pub(crate) fn verifier(work: &Work, algorithm: &str, policy: Policy) -> Result<Verifier> {
    let key = match algorithm {
        "HS256" => Key::hs256(work.secret()?)?,
        _ => {
            let jwk = work.jwk(algorithm, "public_jwk")?;
            Key::from_jwk(&jwk, &KeyOptions::new())?
        }
    };
    Ok(Verifier::new(key, policy)?)
}

fn verify(work: &Work, name: &str, token: &str, verifier: Verifier) -> Result<Case> {
    let token = work.token(token)?;
    let verified = move || Ok(verifier.verify(&token)?);
    case(JOTKIT, name, verified, |it| it.payload() == work.payload)
}

/// A verify whose payload is parsed into the claims' type, as the peers do it.
fn typed(work: &Work, verifier: &Arc<Verifier>) -> Result<Case> {
    let (token, verifier) = (work.token("verify-HS256")?, Arc::clone(verifier));
    let claims = work.claims()?;
    let verified = move || Ok(verifier.verify(&token)?.claims::<Claims>()?);
    let name = ("jotkit, into a struct", "jotkit");
    case(name, "verify-HS256", verified, |it| *it == claims)
}

fn sign(work: &Work, name: &str, algorithm: &str) -> Result<Case> {
    let key = match algorithm {
        "HS256" => Key::hs256(work.secret()?)?,
        _ => {
            let jwk = work.jwk(algorithm, "private_jwk")?;
            Key::from_jwk(&jwk, &KeyOptions::new())?
        }
    };
    let (signer, claims) = (Signer::new(key)?, work.claims()?);
    let signed = move || Ok(signer.sign(&claims)?);
    let check = verifier(work, algorithm, policy(work))?;
    case(JOTKIT, name, signed, |token| check.verify(token).is_ok())
}
