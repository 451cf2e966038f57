//! The work file: one set of claims, keys and tokens that every program is given.

use std::time::{SystemTime, UNIX_EPOCH};

use jotkit::{Algorithm, Key, KeyOptions, Signer};
use serde_json::{Map, Value, json};

use crate::Result;

/// The algorithms that are measured, each a name in `sign-NAME` and `verify-NAME`.
pub const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::Hs256,
    Algorithm::Rs256,
    Algorithm::Ps256,
    Algorithm::Es256,
    Algorithm::Es384,
    Algorithm::EdDsa,
    Algorithm::MlDsa44,
];

/// What LikeCoin's published example of an access token names, so that its length is that of a real
/// one.
const HOST: &str = "rinkeby.like.co";
const SECRET: &str = "d42000974f6a4cb1101f213c6a8909ac7967c16935930355cd285933306f94cd";

/// The sizes of tokens in bytes; the last is the longest that the default policy takes.
const SIZES: [(&str, usize); 4] = [
    ("size-0.4k", 400),
    ("size-4k", 4096),
    ("size-40k", 40_960),
    ("size-256k", 262_144),
];

/// Text without escapes, as most claims are.
const FILLING: &str =
    "A claim that somebody thought was better kept in the token than in a database. ";

/// Makes the work file's object with times counted from now.
///
/// # Errors
/// If the core does: a bug.
pub fn make() -> Result<Value> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    // A long run must not outlive its tokens.
    let payload = claims(now - 60, now + 86_400);
    let mut keys = Map::new();
    let mut tokens = Map::new();
    let rsa = Key::generate(Algorithm::Rs256)?.to_pem()?;
    for algorithm in ALGORITHMS {
        let key = match algorithm {
            Algorithm::Hs256 => Key::hs256(SECRET)?,
            Algorithm::Rs256 | Algorithm::Ps256 => {
                Key::from_pem(&rsa, &KeyOptions::new().algorithm(algorithm))?
            }
            _ => Key::generate(algorithm)?,
        };
        let token = Signer::new(key.clone())?.sign_json(&payload)?;
        tokens.insert(format!("verify-{algorithm}"), token.into());
        keys.insert(algorithm.to_string(), forms(&key, algorithm)?);
    }

    let signer = Signer::new(Key::hs256(SECRET)?)?;
    let expired = signer.sign_json(&claims(now - 172_800, now - 86_400))?;
    tokens.insert("refuse-expired".to_owned(), expired.into());
    let good = signer.sign_json(&payload)?;
    tokens.insert("refuse-signature".to_owned(), forged(&good).into());
    tokens.insert("refuse-garbage".to_owned(), garbage(good.len()).into());
    for (name, bytes) in SIZES {
        let token = signer.sign_json(&padded(&payload, bytes))?;
        debug_assert_eq!(token.len(), bytes);
        tokens.insert(name.to_owned(), token.into());
    }
    Ok(json!({
        "now": now,
        "issuer": HOST,
        "audience": HOST,
        "payload": payload,
        "keys": keys,
        "tokens": tokens,
    }))
}

/// The claims of a LikeCoin access token; under HS256 the token has 388 bytes.
fn claims(issued_at: u64, expires_at: u64) -> String {
    format!(
        concat!(
            r#"{{"user":"williamchonggoogle","scope":["profile","read:like","write:like"],"#,
            r#""azp":"2f551d5fe1ad65773a17","iat":{},"exp":{},"aud":"{host}","iss":"{host}","#,
            r#""jti":"0bc7d54f-9eba-4873-abae-375e73c11e30"}}"#
        ),
        issued_at,
        expires_at,
        host = HOST,
    )
}

fn forms(key: &Key, algorithm: Algorithm) -> Result<Value> {
    let jwk = |key: &Key| -> Result<Value> { Ok(serde_json::from_str(&key.to_jwk()?)?) };
    if algorithm == Algorithm::Hs256 {
        return Ok(json!({"secret": SECRET, "jwk": jwk(key)?}));
    }
    let public = key.public()?;
    Ok(json!({
        "private_pem": key.to_pem()?.as_str(),
        "public_pem": public.to_pem()?.as_str(),
        "private_jwk": jwk(key)?,
        "public_jwk": jwk(&public)?,
    }))
}

/// The token with one letter of its signature changed.
fn forged(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap_or_default();
    let (first, rest) = signature.split_at(1);
    let other = if first == "A" { "B" } else { "A" };
    format!("{message}.{other}{rest}")
}

/// Letters and dots in the shape of a token that say nothing.
fn garbage(bytes: usize) -> String {
    let letters = || FILLING.chars().filter(char::is_ascii_alphabetic).cycle();
    // Ends in the letter of six zeros, so that it is base64url to its last bit.
    let segment = |length: usize| letters().take(length - 1).chain(['A']).collect::<String>();
    format!("{}.{}.{}", segment(36), segment(bytes - 81), segment(43))
}

/// The claims with one more, `pad`, so long that an HS256 token of them has this many bytes.
fn padded(payload: &str, token_bytes: usize) -> String {
    // The header segment, two dots, and the signature's 43 letters.
    let segment = token_bytes - 36 - 2 - 43;
    let open = payload.trim_end_matches('}');
    let frame = format!(r#"{open},"pad":""}}"#).len();
    let length = segment * 3 / 4 - frame;
    let filling: String = FILLING.chars().cycle().take(length).collect();
    format!(r#"{open},"pad":"{filling}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jotkit::{Code, Policy, Verifier};

    #[test]
    fn tokens_are_what_their_names_say() {
        let work = make().unwrap();
        let token = |name: &str| work["tokens"][name].as_str().unwrap();
        assert_eq!(token("verify-HS256").len(), 388);
        for (name, bytes) in SIZES {
            assert_eq!(token(name).len(), bytes, "{name}");
        }
        let policy = Policy::new().issuer(HOST).audience(HOST);
        let hmac = Verifier::new(Key::hs256(SECRET).unwrap(), policy.clone()).unwrap();
        for (name, code) in [
            ("refuse-expired", Code::TokenExpired),
            ("refuse-signature", Code::SignatureInvalid),
            ("refuse-garbage", Code::HeaderMalformed),
        ] {
            assert_eq!(hmac.verify(token(name)).unwrap_err().code(), code, "{name}");
        }
        for (name, _) in SIZES {
            hmac.verify(token(name)).unwrap();
        }
        for algorithm in ALGORITHMS {
            let form = match algorithm {
                Algorithm::Hs256 => "jwk",
                _ => "public_jwk",
            };
            let jwk = work["keys"][algorithm.name()][form].to_string();
            let key = Key::from_jwk(&jwk, &KeyOptions::new().algorithm(algorithm)).unwrap();
            let verified = Verifier::new(key, policy.clone())
                .unwrap()
                .verify(token(&format!("verify-{algorithm}")))
                .unwrap();
            assert_eq!(verified.payload(), work["payload"].as_str().unwrap());
        }
    }
}
