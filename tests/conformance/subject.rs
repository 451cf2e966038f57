//! The subject in Rust: answers requests through the public API of the crate.

mod jws;
mod keys;
mod provider;
mod remote;
mod session;
mod systems;

use jotkit::{Code, Error, Expectations, Policy, SignCall, Signer, SignerOptions, Verifier, peek};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use self::keys::{KeyRequest, Source};

/// What is wrong with a request: the library refused it, or it makes no sense.
enum Failure {
    Refused(Error),
    NotUnderstood,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        Self::NotUnderstood
    }
}

type Answer = Result<Value, Failure>;

/// Answers one line; the answer has no line break.
pub fn answer(line: &str) -> String {
    let id = serde_json::from_str::<Map<String, Value>>(line)
        .ok()
        .and_then(|request| request.get("id").cloned())
        .unwrap_or(Value::Null);
    match respond(line) {
        Ok(ok) => json!({ "id": id, "ok": ok }),
        Err(failure) => json!({ "id": id, "error": describe(&failure) }),
    }
    .to_string()
}

/// The core's errors, with their texts: the refusal of a line, or those among a session's results.
pub fn refusals(line: &str) -> Vec<Error> {
    match respond(line) {
        Err(Failure::Refused(error)) => vec![error],
        Ok(_) => session::refusals(line),
        Err(Failure::NotUnderstood) => Vec::new(),
    }
}

fn describe(failure: &Failure) -> Value {
    match failure {
        Failure::NotUnderstood => json!({ "code": "argument_invalid", "kind": "usage" }),
        Failure::Refused(error) => {
            let mut members = json!({
                "code": error.code().as_str(),
                "kind": error.kind().as_str(),
            });
            if let Some(claim) = error.claim() {
                members["claim"] = claim.into();
            }
            if let Some(status) = error.status() {
                members["status"] = status.into();
            }
            if let Some(detail) = error.detail() {
                members["detail"] = detail.into();
            }
            members
        }
    }
}

fn respond(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Operation {
        op: String,
    }
    let Operation { op } = serde_json::from_str(line)?;
    match op.as_str() {
        "verify" => verify(line),
        "sign" => sign(line),
        "peek" => look(line),
        "explain" => explain(line),
        "challenge" => challenge(line),
        "jws_sign" => jws::sign(line),
        "jws_verify" => jws::verify(line),
        "keyset_info" => keys::set_info(line),
        "key_info" => keys::info(line),
        "key_export" => keys::export(line),
        "oauth_session" => session::respond(line),
        "remote_keys" => remote::respond(line),
        "provider" => provider::respond(line),
        op => systems::respond(op, line).unwrap_or(Err(Failure::NotUnderstood)),
    }
}

fn read<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, Failure> {
    Ok(serde_json::from_str(line)?)
}

/// A member that is there is read, even if it is null.
fn there<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

fn parsed<T: DeserializeOwned>(json: &str) -> Result<T, Failure> {
    Ok(serde_json::from_str(json)?)
}

/// One verification, ready to be made.
pub struct Verification {
    /// The verifier that the request describes.
    pub verifier: Verifier,
    /// The token.
    pub token: String,
    /// The time to judge by, in seconds since 1970.
    pub now: Option<f64>,
    /// What the request expects beyond the policy.
    pub expected: Expectations,
}

/// The verification that a `verify` request asks for, where its key and policy are good.
pub fn verification(line: &str) -> Option<Verification> {
    prepare(line).ok()
}

fn prepare(line: &str) -> Result<Verification, Failure> {
    #[derive(Deserialize)]
    struct Request<'a> {
        token: String,
        key: KeyRequest,
        #[serde(borrow, default, deserialize_with = "there")]
        policy: Option<&'a RawValue>,
        #[serde(default, deserialize_with = "there")]
        now: Option<f64>,
        #[serde(borrow, default, deserialize_with = "there")]
        expected: Option<&'a RawValue>,
    }
    let request: Request<'_> = read(line)?;
    let source = request.key.read()?;
    let policy = match request.policy {
        Some(policy) => Policy::from_json(policy.get())?,
        None => Policy::new(),
    };
    Ok(Verification {
        verifier: match source {
            Source::Key(key) => Verifier::new(key, policy)?,
            Source::Set(set) => Verifier::new(set, policy)?,
        },
        token: request.token,
        now: request.now,
        expected: match request.expected {
            Some(expected) => Expectations::from_json(expected.get())?,
            None => Expectations::new(),
        },
    })
}

fn verify(line: &str) -> Answer {
    let Verification {
        verifier,
        token,
        now,
        expected,
    } = prepare(line)?;
    let verified = verifier.verify_expecting(token, &expected, now)?;
    Ok(
        json!({ "header": parsed::<Value>(verified.header().json())?, "payload": verified.payload() }),
    )
}

fn look(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request<'a> {
        token: String,
        #[serde(borrow, default, deserialize_with = "there")]
        policy: Option<&'a RawValue>,
    }
    let request: Request<'_> = read(line)?;
    let unverified = match request.policy {
        None => peek(request.token)?,
        Some(policy) => Policy::from_json(policy.get())?.peek(request.token)?,
    };
    Ok(json!({
        "header": parsed::<Value>(unverified.header().json())?,
        "payload": unverified.payload(),
    }))
}

fn explain(line: &str) -> Answer {
    let Verification {
        verifier,
        token,
        now,
        ..
    } = prepare(line)?;
    let findings = verifier.explain_at(token, now)?;
    let findings = findings.iter().map(|finding| {
        let mut row = json!({
            "check": finding.check.as_str(),
            "code": finding.error.code().as_str(),
        });
        if let Some(claim) = finding.error.claim() {
            row["claim"] = claim.into();
        }
        row
    });
    Ok(json!({ "findings": findings.collect::<Vec<_>>() }))
}

fn challenge(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        code: String,
        #[serde(default, deserialize_with = "there")]
        realm: Option<String>,
        #[serde(default, deserialize_with = "there")]
        scope: Option<Vec<String>>,
    }
    let request: Request = read(line)?;
    let mut codes = Code::ALL.iter();
    let code = codes.find(|code| code.as_str() == request.code);
    let code = *code.ok_or(Failure::NotUnderstood)?;
    let scope = request.scope.as_deref();
    let challenge = Error::from(code).challenge(request.realm.as_deref(), scope)?;
    let mut answer = json!({ "status": challenge.status });
    if let Some(header) = challenge.www_authenticate {
        answer["www_authenticate"] = header.into();
    }
    Ok(answer)
}

fn sign(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request<'a> {
        key: KeyRequest,
        claims_json: String,
        #[serde(default, deserialize_with = "there")]
        header_json: Option<String>,
        #[serde(borrow, default, deserialize_with = "there")]
        options: Option<&'a RawValue>,
        #[serde(default, deserialize_with = "there")]
        now: Option<f64>,
    }
    let request: Request<'_> = read(line)?;
    let key = request.key.read_one()?;
    let signer = match request.options {
        None => Signer::new(key)?,
        Some(options) => Signer::with_options(key, SignerOptions::from_json(options.get())?)?,
    };
    let call = SignCall::new()
        .header(request.header_json.as_deref())
        .at(request.now);
    Ok(json!({ "token": signer.sign_json_with(&request.claims_json, &call)? }))
}
