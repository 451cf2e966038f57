//! The crate jwt-simple, with its default features, which are its fast ones. It takes claims and
//! options by value, so each call copies them.

use jwt_simple::prelude::*;
use serde_json::Value;

use crate::Result;
use crate::operation::{Operation, operation};
use crate::task::Task;

/// The claims that are not the library's own.
#[derive(Clone, Serialize, Deserialize)]
struct Custom {
    user: String,
    scope: Vec<String>,
    azp: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pad: Option<String>,
}

pub fn sign(task: &Task) -> Result<Operation> {
    let claims: JWTClaims<Custom> = task.claims()?;
    let show = |token: String| Ok(token.into());
    macro_rules! signing {
        ($key:expr, $sign:ident) => {{
            let key = $key;
            operation(move || key.$sign(claims.clone()), show)
        }};
    }
    match task.algorithm.as_str() {
        "HS256" => signing!(HS256Key::from_bytes(task.secret()?), authenticate),
        "RS256" => signing!(RS256KeyPair::from_pem(task.pem()?)?, sign),
        "ES256" => signing!(ES256KeyPair::from_pem(task.pem()?)?, sign),
        _ => signing!(Ed25519KeyPair::from_pem(task.pem()?)?, sign),
    }
}

pub fn verify(task: &Task) -> Result<Operation> {
    let options = VerificationOptions {
        allowed_issuers: Some(HashSet::from_strings(&[&task.issuer])),
        allowed_audiences: Some(HashSet::from_strings(&[&task.audience])),
        ..Default::default()
    };
    let token = task.text.clone();
    let show =
        |claims: JWTClaims<Custom>| -> Result<Value> { Ok(serde_json::to_value(claims.custom)?) };
    macro_rules! verifying {
        ($key:expr) => {{
            let key = $key;
            operation(
                move || key.verify_token::<Custom>(&token, Some(options.clone())),
                show,
            )
        }};
    }
    match task.algorithm.as_str() {
        "HS256" => verifying!(HS256Key::from_bytes(task.secret()?)),
        "RS256" => verifying!(RS256PublicKey::from_pem(task.pem()?)?),
        "ES256" => verifying!(ES256PublicKey::from_pem(task.pem()?)?),
        _ => verifying!(Ed25519PublicKey::from_pem(task.pem()?)?),
    }
}
