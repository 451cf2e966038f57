//! What is measured: the works, and which library does which of them.

use std::time::{SystemTime, UNIX_EPOCH};

use jotkit::{Algorithm, Key, Policy, Signer, Verifier};
use serde_json::{Map, Value, json};

use crate::Result;
use crate::program::Prepared;

/// A language's program, in the folder of that name.
pub struct Language {
    pub name: &'static str,
    /// For how many batches a just-in-time compiler needs to see a case before it is measured.
    pub warm_up: u32,
    pub libraries: &'static [Library],
}

pub struct Library {
    pub name: &'static str,
    /// How the names of the works begin that the library is asked for.
    works: &'static [&'static str],
}

impl Library {
    pub fn does(&self, work: &str) -> bool {
        self.works.iter().any(|start| work.starts_with(start))
    }
}

const fn peer(name: &'static str) -> Library {
    only(name, &["verify-", "sign-", "refuse-", "size-"])
}

const fn only(name: &'static str, works: &'static [&'static str]) -> Library {
    Library { name, works }
}

const JOTKIT: Library = peer("jotkit");
const JOTKIT_CACHED: Library = only("jotkit", &["cached-"]);
const JOTKIT_THREADS: Library = only("jotkit", &["threads-"]);
/// jotkit without what turns the payload's JSON into the language's natural object.
const JOTKIT_TEXT: Library = only("jotkit (text)", &["verify-HS256"]);

const fn language(name: &'static str, warm_up: u32, libraries: &'static [Library]) -> Language {
    Language {
        name,
        warm_up,
        libraries,
    }
}

/// All languages, in the order of the report. The first also measures the cryptography alone.
#[rustfmt::skip]
pub const LANGUAGES: [Language; 6] = [
    language("rust", 0, &[
        JOTKIT, JOTKIT_CACHED, JOTKIT_THREADS,
        only("raw", &["verify-", "threads-", "sign-", "size-"]),
        only("jotkit, into a struct", &["verify-HS256"]),
        peer("jsonwebtoken"),
    ]),
    language("python", 0, &[
        JOTKIT, JOTKIT_CACHED, JOTKIT_THREADS,
        peer("PyJWT"), peer("python-jose"), peer("joserfc"),
        only("json.loads", &["parse"]),
    ]),
    language("node", 5, &[
        JOTKIT, JOTKIT_CACHED,
        peer("jsonwebtoken"), only("jsonwebtoken (string secret)", &["verify-HS256"]),
        peer("jose"), peer("fast-jwt"), only("fast-jwt", &["cached-"]),
    ]),
    language("jvm", 30, &[
        JOTKIT, JOTKIT_CACHED, JOTKIT_TEXT,
        peer("java-jwt"), peer("nimbus-jose-jwt"), peer("jjwt"),
    ]),
    language("c", 0, &[JOTKIT, JOTKIT_CACHED, peer("libjwt")]),
    language("swift", 0, &[JOTKIT, JOTKIT_CACHED, JOTKIT_TEXT]),
];

const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::Hs256,
    Algorithm::Rs256,
    Algorithm::Es256,
    Algorithm::EdDsa,
];

/// The lengths of tokens in bytes; the last is the longest that the default policy takes.
const SIZES: [(&str, usize); 3] = [
    ("size-4k", 4096),
    ("size-40k", 40_960),
    ("size-256k", 262_144),
];

/// The issuer and the audience, as long as in LikeCoin's published example of an access token.
const HOST: &str = "rinkeby.like.co";
const SECRET: &str = "d42000974f6a4cb1101f213c6a8909ac7967c16935930355cd285933306f94cd";

/// String content without escapes, as most claims are.
const FILLING: &str =
    "A claim that somebody thought was better kept in the token than in a database. ";

/// One work with all that a program needs for it.
pub struct Case {
    pub work: String,
    /// How many threads do it at once.
    pub threads: u32,
    request: Value,
    expected: Expected,
}

enum Expected {
    Claims(Map<String, Value>),
    /// A token that this verifier takes.
    Token(Box<Verifier>),
    Refusal,
}

impl Case {
    fn new(work: String, key: &Key, text: &str, expected: Expected) -> Result<Self> {
        let jwk: Value = serde_json::from_str(&key.to_jwk()?)?;
        let algorithm = key.algorithm().map_or("", Algorithm::name);
        // The forms that libraries read.
        let key = match algorithm {
            "HS256" => json!({"secret": SECRET, "jwk": jwk}),
            _ => json!({"pem": key.to_pem()?.as_str(), "jwk": jwk}),
        };
        let request = json!({
            "op": "prepare",
            "sign": work.starts_with("sign-"),
            "algorithm": algorithm,
            "key": key,
            "text": text,
            "issuer": HOST,
            "audience": HOST,
            "cached": work.starts_with("cached-"),
        });
        let threads = if work.starts_with("threads-") { 2 } else { 1 };
        Ok(Self {
            work,
            threads,
            request,
            expected,
        })
    }

    /// The request to a program to prepare this case.
    pub fn request(&self, library: &str) -> Value {
        let mut request = self.request.clone();
        request["library"] = library.into();
        request
    }

    pub fn is_refusal(&self) -> bool {
        matches!(self.expected, Expected::Refusal)
    }

    /// Whether a program did what the case is about.
    pub fn check(&self, prepared: &Prepared) -> Result<()> {
        let right = match (&self.expected, prepared) {
            (Expected::Refusal, Prepared::Refused(_)) => true,
            // Not every library shows all claims, but whose the token is.
            (Expected::Claims(claims), Prepared::Given(Value::Object(given))) => {
                given.contains_key("user")
                    && given
                        .iter()
                        .all(|(name, value)| claims.get(name) == Some(value))
            }
            (Expected::Token(verifier), Prepared::Given(Value::String(token))) => {
                verifier.verify(token).is_ok()
            }
            _ => false,
        };
        match prepared {
            _ if right => Ok(()),
            Prepared::Given(value) => Err(format!("it did something else: {value:.200}").into()),
            Prepared::Refused(why) | Prepared::Unable(why) => Err(format!("{why:.200}").into()),
        }
    }
}

/// Makes all cases in the order in which they are measured, with tokens whose times count from now.
pub fn make() -> Result<Vec<Case>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    // A long run must not outlive its tokens.
    let payload = claims(now - 60, now + 86_400);
    let parsed: Map<String, Value> = serde_json::from_str(&payload)?;
    let holds = || Expected::Claims(parsed.clone());
    let mut cases = Vec::new();
    for algorithm in ALGORITHMS {
        let key = match algorithm {
            Algorithm::Hs256 => Key::hs256(SECRET)?,
            _ => Key::generate(algorithm)?,
        };
        let verifying = match algorithm {
            Algorithm::Hs256 => key.clone(),
            _ => key.public()?,
        };
        let token = Signer::new(key.clone())?.sign_json(&payload)?;
        let verify =
            |work: &str| Case::new(format!("{work}-{algorithm}"), &verifying, &token, holds());
        cases.push(verify("verify")?);
        if algorithm != Algorithm::EdDsa {
            cases.push(verify("cached")?);
            cases.push(verify("threads")?);
        }
        let verifier = Verifier::new(verifying.clone(), policy())?;
        let expected = Expected::Token(Box::new(verifier));
        cases.push(Case::new(
            format!("sign-{algorithm}"),
            &key,
            &payload,
            expected,
        )?);
    }

    let key = Key::hs256(SECRET)?;
    let signer = Signer::new(key.clone())?;
    let good = signer.sign_json(&payload)?;
    let expired = signer.sign_json(&claims(now - 172_800, now - 86_400))?;
    for (work, token) in [
        ("refuse-expired", expired),
        ("refuse-signature", forged(&good)),
        ("refuse-garbage", garbage(good.len())),
    ] {
        cases.push(Case::new(work.to_owned(), &key, &token, Expected::Refusal)?);
    }
    for (work, bytes) in SIZES {
        let padded = padded(&payload, bytes);
        let expected = Expected::Claims(serde_json::from_str(&padded)?);
        cases.push(Case::new(
            work.to_owned(),
            &key,
            &signer.sign_json(&padded)?,
            expected,
        )?);
    }
    cases.push(Case::new("parse".to_owned(), &key, &payload, holds())?);
    Ok(cases)
}

fn policy() -> Policy {
    Policy::new().issuer(HOST).audience(HOST)
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

/// The token with one character of its signature changed.
fn forged(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap_or_default();
    let (first, rest) = signature.split_at(1);
    let other = if first == "A" { "B" } else { "A" };
    format!("{message}.{other}{rest}")
}

/// Letters and dots in the form of a token.
fn garbage(bytes: usize) -> String {
    let letters = || FILLING.chars().filter(char::is_ascii_alphabetic).cycle();
    // The last letter means six zero bits, so that the segment is valid base64url.
    let segment = |length: usize| letters().take(length - 1).chain(['A']).collect::<String>();
    format!("{}.{}.{}", segment(36), segment(bytes - 81), segment(43))
}

/// The claims with another, `pad`, so long that an HS256 token of them has this many bytes.
fn padded(payload: &str, token_bytes: usize) -> String {
    // The header segment, two dots, and the signature's 43 characters.
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
    use jotkit::Code;

    #[test]
    fn tokens_are_what_the_works_are_named_after() {
        let cases = make().unwrap();
        let token = |work: &str| {
            let case = cases.iter().find(|case| case.work == work).unwrap();
            case.request["text"].as_str().unwrap()
        };
        assert_eq!(token("verify-HS256").len(), 388);
        let verifier = Verifier::new(Key::hs256(SECRET).unwrap(), policy()).unwrap();
        for (work, bytes) in SIZES {
            assert_eq!(token(work).len(), bytes, "{work}");
            verifier.verify(token(work)).unwrap();
        }
        for (work, code) in [
            ("refuse-expired", Code::TokenExpired),
            ("refuse-signature", Code::SignatureInvalid),
            ("refuse-garbage", Code::HeaderMalformed),
        ] {
            assert_eq!(
                verifier.verify(token(work)).unwrap_err().code(),
                code,
                "{work}"
            );
        }
    }

    #[test]
    fn a_result_that_is_not_the_work_s_is_found() {
        let cases = make().unwrap();
        let check = |work: &str, prepared| {
            let case = cases.iter().find(|case| case.work == work).unwrap();
            case.check(&prepared).is_ok()
        };
        let given = |value| Prepared::Given(value);
        assert!(check(
            "verify-HS256",
            given(json!({"user": "williamchonggoogle"}))
        ));
        assert!(!check("verify-HS256", given(json!({"user": "another"}))));
        assert!(!check("verify-HS256", given(json!({}))));
        assert!(!check("sign-HS256", given(json!("a.b.c"))));
        assert!(!check(
            "refuse-expired",
            given(json!({"user": "williamchonggoogle"}))
        ));
        assert!(check("refuse-expired", Prepared::Refused(String::new())));
        assert!(!check("refuse-expired", Prepared::Unable(String::new())));
    }
}
