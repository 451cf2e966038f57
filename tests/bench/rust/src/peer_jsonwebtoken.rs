//! The crate jsonwebtoken on the same crypto library, with keys, header and validation made once.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};

use crate::Result;
use crate::case::{Case, add, case, refusal};
use crate::own;
use crate::work::{ALGORITHMS, Claims, REFUSALS, SIZES, Work};

const NAME: (&str, &str) = ("jsonwebtoken", "jsonwebtoken");

pub fn cases(work: &Work) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    let claims = work.claims()?;
    for name in ALGORITHMS {
        let label = format!("{}: {name}", NAME.0);
        match name.parse() {
            Ok(algorithm) => {
                add(&mut cases, &label, verify(work, name, algorithm));
                add(&mut cases, &label, sign(work, name, algorithm));
            }
            Err(error) => add(&mut cases, &label, Err(Box::new(error))),
        }
    }
    for name in REFUSALS {
        let decoded = decoded(work, "HS256", Algorithm::HS256, name)?;
        add(&mut cases, name, refusal(NAME, name, decoded));
    }
    for name in SIZES {
        let decoded = decoded(work, "HS256", Algorithm::HS256, name)?;
        let check = |it: &Claims| it.pad.is_some() && it.user == claims.user;
        add(&mut cases, name, case(NAME, name, decoded, check));
    }
    Ok(cases)
}

fn verify(work: &Work, name: &str, algorithm: Algorithm) -> Result<Case> {
    let work_name = format!("verify-{name}");
    let decoded = decoded(work, name, algorithm, &work_name)?;
    let claims = work.claims()?;
    case(NAME, work_name, decoded, |it| *it == claims)
}

/// An operation that verifies the work's token into claims.
fn decoded(
    work: &Work,
    name: &str,
    algorithm: Algorithm,
    token: &str,
) -> Result<impl Fn() -> Result<Claims> + Send + Sync + use<>> {
    let public = || work.key(name, "public_pem").map(str::as_bytes);
    let key = match name {
        "HS256" => DecodingKey::from_secret(work.secret()?.as_bytes()),
        "RS256" | "PS256" => DecodingKey::from_rsa_pem(public()?)?,
        "EdDSA" => DecodingKey::from_ed_pem(public()?)?,
        _ => DecodingKey::from_ec_pem(public()?)?,
    };
    let mut validation = Validation::new(algorithm);
    validation.set_issuer(&[&work.issuer]);
    validation.set_audience(&[&work.audience]);
    let token = work.token(token)?;
    Ok(move || Ok(decode::<Claims>(&token, &key, &validation)?.claims))
}

fn sign(work: &Work, name: &str, algorithm: Algorithm) -> Result<Case> {
    let private = || work.key(name, "private_pem").map(str::as_bytes);
    let key = match name {
        "HS256" => EncodingKey::from_secret(work.secret()?.as_bytes()),
        "RS256" | "PS256" => EncodingKey::from_rsa_pem(private()?)?,
        "EdDSA" => EncodingKey::from_ed_pem(private()?)?,
        _ => EncodingKey::from_ec_pem(private()?)?,
    };
    let (header, claims) = (Header::new(algorithm), work.claims()?);
    let signed = move || Ok(encode(&header, &claims, &key)?);
    let check = own::verifier(work, name, own::policy(work))?;
    case(NAME, format!("sign-{name}"), signed, |token| {
        check.verify(token).is_ok()
    })
}
