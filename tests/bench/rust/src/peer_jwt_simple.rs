//! The crate jwt-simple, with its default features, which are its fast ones.

use jwt_simple::prelude::*;

use crate::Result;
use crate::case::{Case, add, case, refusal};
use crate::own;
use crate::work::{ALGORITHMS, Claims, REFUSALS, SIZES, Work};

const NAME: (&str, &str) = ("jwt-simple", "jwt-simple");

/// The claims that are not the library's own.
#[derive(Clone, Serialize, Deserialize)]
struct Custom {
    user: String,
    scope: Vec<String>,
    azp: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pad: Option<String>,
}

type Verified = JWTClaims<Custom>;
type Operation<T> = Box<dyn Fn() -> Result<T> + Send + Sync>;

pub fn cases(work: &Work) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    let claims = work.claims()?;
    for algorithm in ALGORITHMS {
        let label = format!("{}: {algorithm}", NAME.0);
        let name = format!("verify-{algorithm}");
        let verify = verified(work, algorithm, &name).and_then(|verified| {
            case(NAME, name, verified, |it| {
                is(it, &claims) && it.custom.pad.is_none()
            })
        });
        add(&mut cases, &label, verify);
        let check = own::verifier(work, algorithm, own::policy(work))?;
        let sign = signed(work, algorithm).and_then(|signed| {
            case(NAME, format!("sign-{algorithm}"), signed, |token| {
                check.verify(token).is_ok()
            })
        });
        add(&mut cases, &label, sign);
    }
    for name in REFUSALS {
        let verified = verified(work, "HS256", name)?;
        add(&mut cases, name, refusal(NAME, name, verified));
    }
    for name in SIZES {
        let verified = verified(work, "HS256", name)?;
        let check = |it: &Verified| is(it, &claims) && it.custom.pad.is_some();
        add(&mut cases, name, case(NAME, name, verified, check));
    }
    Ok(cases)
}

fn is(verified: &Verified, claims: &Claims) -> bool {
    verified.custom.user == claims.user && verified.jwt_id.as_ref() == Some(&claims.jti)
}

/// An operation that verifies the work's token. Options are handed over by value, so each call
/// copies them.
fn verified(work: &Work, algorithm: &str, token: &str) -> Result<Operation<Verified>> {
    let options = VerificationOptions {
        allowed_issuers: Some(HashSet::from_strings(&[&work.issuer])),
        allowed_audiences: Some(HashSet::from_strings(&[&work.audience])),
        ..Default::default()
    };
    let token = work.token(token)?;
    let pem = || work.key(algorithm, "public_pem");
    macro_rules! verifying {
        ($key:expr) => {{
            let key = $key;
            Box::new(move || Ok(key.verify_token(&token, Some(options.clone()))?))
        }};
    }
    Ok(match algorithm {
        "HS256" => verifying!(HS256Key::from_bytes(work.secret()?.as_bytes())),
        "RS256" => verifying!(RS256PublicKey::from_pem(pem()?)?),
        "PS256" => verifying!(PS256PublicKey::from_pem(pem()?)?),
        "ES256" => verifying!(ES256PublicKey::from_pem(pem()?)?),
        "ES384" => verifying!(ES384PublicKey::from_pem(pem()?)?),
        "EdDSA" => verifying!(Ed25519PublicKey::from_pem(pem()?)?),
        _ => verifying!(MLDSA44PublicKey::from_jwk(
            &work.jwk(algorithm, "public_jwk")?
        )?),
    })
}

/// An operation that signs the claims. They too are handed over by value.
fn signed(work: &Work, algorithm: &str) -> Result<Operation<String>> {
    let claims: Verified = serde_json::from_str(&work.payload)?;
    let pem = || work.key(algorithm, "private_pem");
    macro_rules! signing {
        ($key:expr) => {{
            let key = $key;
            Box::new(move || Ok(key.sign(claims.clone())?))
        }};
    }
    Ok(match algorithm {
        "HS256" => {
            let key = HS256Key::from_bytes(work.secret()?.as_bytes());
            Box::new(move || Ok(key.authenticate(claims.clone())?))
        }
        "RS256" => signing!(RS256KeyPair::from_pem(pem()?)?),
        "PS256" => signing!(PS256KeyPair::from_pem(pem()?)?),
        "ES256" => signing!(ES256KeyPair::from_pem(pem()?)?),
        "ES384" => signing!(ES384KeyPair::from_pem(pem()?)?),
        "EdDSA" => signing!(Ed25519KeyPair::from_pem(pem()?)?),
        _ => signing!(MLDSA44KeyPair::from_jwk(
            &work.jwk(algorithm, "private_jwk")?
        )?),
    })
}
