//! The rules of npm's jsonwebtoken.
//!
//! What is not a plain result is an array whose first item says what it is: `full` (header and
//! payload), `refused` (class and message), or what only JavaScript can find out.

use jotkit::peers::jsonwebtoken::{
    self as rules, Answers, Given, HostKey, Parts, Payload, Purpose, Question, SignInput, Stop,
};
use jotkit::{Error, Result};
use napi::bindgen_prelude::{Either, Uint8Array};
use napi::sys::{ValueType, napi_valuetype};
use napi_derive::napi;
use zeroize::Zeroizing;

use crate::args::{self, Text};
use crate::call::{Call, Value};
use crate::error::{Answer, guard};
use crate::handle::Handle;

/// A string or bytes.
type Material = Either<Text, Uint8Array>;

/// Verifies a token: token, key, options, time, and what JavaScript found out about the signature
/// and the audience. Returns the text of a payload that is JSON.
pub(crate) fn verify(call: &Call<'_>) -> Result<Value> {
    let options = args::read_some(call.read::<Option<Text>>(2)?.as_ref())?;
    let options = options.as_ref().map_or("{}", |options| options.as_str());
    let now: f64 = call.read(3)?;
    let answers = Answers {
        signature: call.read(4)?,
        audience: call.read(5)?,
    };
    let verdict = with_token(call, |token| {
        with_key(call, 1, |key| {
            Ok(rules::verify(token, key, options, now, answers))
        })
    })?;
    match verdict {
        Ok(content) => match content.payload {
            Payload::Json(payload) if !is_complete(options) => call.string(&payload),
            payload => full(call, &content.header, &payload),
        },
        Err(stop) => stopped(call, stop),
    }
}

/// Signs a payload: payload, what its text does not show, key, options, time, and the payload's
/// bytes and the signature if JavaScript made them. Returns the token and the claims added.
pub(crate) fn sign(call: &Call<'_>) -> Result<Value> {
    let payload = args::read_some(call.read::<Option<Text>>(0)?.as_ref())?;
    let facts = args::read_some(call.read::<Option<Text>>(1)?.as_ref())?;
    let options = args::read_some(call.read::<Option<Text>>(3)?.as_ref())?;
    let now: f64 = call.read(4)?;
    let bytes: Option<Uint8Array> = call.read(5)?;
    let signature: Option<Uint8Array> = call.read(6)?;
    let input = SignInput {
        payload: payload.as_ref().map(|payload| payload.as_str()),
        facts: facts.as_ref().map_or("{}", |facts| facts.as_str()),
    };
    let options = options.as_ref().map_or("{}", |options| options.as_str());
    let parts = Parts {
        payload: bytes.as_deref(),
        signature: signature.as_deref(),
    };
    let signed = with_key(call, 2, |key| {
        Ok(rules::sign(input, key, options, now, parts))
    })?;
    match signed {
        Ok(signed) if options.contains("\"mutatePayload\"") => {
            call.value(vec!["signed", &signed.token, &signed.added])
        }
        Ok(signed) => call.string(&signed.token),
        Err(stop) => stopped(call, stop),
    }
}

/// Reads a token without verifying it: token, whether its payload must be JSON. `null` for what is
/// no token.
pub(crate) fn decode(call: &Call<'_>) -> Result<Value> {
    let json: bool = call.read(1)?;
    match call.token(0, usize::MAX, |token| Ok(rules::decode(token, json)))? {
        Ok(None) => call.value(None::<String>),
        Ok(Some(content)) => full(call, &content.header, &content.payload),
        Err(stop) => stopped(call, stop),
    }
}

/// Signs as npm's jws: header, payload, key, and the signature if JavaScript made it.
pub(crate) fn jws_sign(call: &Call<'_>) -> Result<Value> {
    let header = args::read_some(call.read::<Option<Text>>(0)?.as_ref())?;
    let header = header.as_ref().map_or("", |header| header.as_str());
    let payload: Uint8Array = call.read(1)?;
    let signature: Option<Uint8Array> = call.read(3)?;
    let signed = with_key(call, 2, |key| {
        Ok(rules::jws_sign(header, &payload, key, signature.as_deref()))
    })?;
    match signed {
        Ok(token) => call.string(&token),
        Err(stop) => stopped(call, stop),
    }
}

/// Verifies as npm's jws: token, algorithm, key, and whether the signature holds if JavaScript
/// found out.
pub(crate) fn jws_verify(call: &Call<'_>) -> Result<Value> {
    let algorithm = args::read(&call.read(1)?)?;
    let answers = Answers {
        signature: call.read(3)?,
        audience: None,
    };
    let verdict = call.token(0, usize::MAX, |token| {
        with_key(call, 2, |key| {
            Ok(rules::jws_verify(token, &algorithm, key, answers))
        })
    })?;
    match verdict {
        Ok(holds) => call.value(holds),
        Err(stop) => stopped(call, stop),
    }
}

/// Reads a token as npm's jws: token, whether its payload must be JSON.
pub(crate) fn jws_decode(call: &Call<'_>) -> Result<Value> {
    let json: bool = call.read(1)?;
    match call.token(0, usize::MAX, |token| Ok(rules::jws_decode(token, json)))? {
        Ok(None) => call.value(None::<String>),
        Ok(Some(content)) => full(call, &content.header, &content.payload),
        Err(stop) => stopped(call, stop),
    }
}

/// Keeps the key that JavaScript read from text, bytes or a description, and returns it.
#[napi]
pub fn jsonwebtoken_key(
    signs: bool,
    given: Option<Material>,
    described: bool,
    facts: Text,
    material: Uint8Array,
) -> Answer<Handle<HostKey>> {
    guard(|| {
        let facts = args::read(&facts)?;
        let key = match given {
            None => HostKey::new(&facts, &material)?,
            Some(given) => {
                let given = bytes_of(&given)?;
                rules::key(purpose(signs), &given, described, &facts, &material)?
            }
        };
        Ok(Handle::new(key))
    })
}

/// The key that was read from the same description before.
#[napi]
pub fn jsonwebtoken_kept(signs: bool, given: Text) -> Answer<Option<Handle<HostKey>>> {
    guard(|| {
        let given = args::read(&given)?;
        Ok(rules::kept(purpose(signs), given.as_bytes(), true).map(Handle::new))
    })
}

fn purpose(signs: bool) -> Purpose {
    match signs {
        true => Purpose::Sign,
        false => Purpose::Verify,
    }
}

fn bytes_of(material: &Material) -> Result<Zeroizing<Vec<u8>>> {
    match material {
        Either::A(text) => Ok(Zeroizing::new(args::read(text)?.as_bytes().to_vec())),
        Either::B(bytes) => Ok(Zeroizing::new(bytes.to_vec())),
    }
}

fn with_token<R>(call: &Call<'_>, work: impl FnOnce(Given<'_>) -> Result<R>) -> Result<R> {
    match call.kind(0)? {
        ValueType::napi_string => call.token(0, usize::MAX, |token| match token.is_empty() {
            true => work(Given::Absent),
            false => work(Given::Bytes(token)),
        }),
        kind => work(other(kind)),
    }
}

/// Works on a key: a handle, a string or bytes.
fn with_key<R>(
    call: &Call<'_>,
    place: usize,
    work: impl FnOnce(Given<'_>) -> Result<R>,
) -> Result<R> {
    match call.kind(place)? {
        ValueType::napi_external => work(Given::Key(call.handle(place)?)),
        ValueType::napi_string => match args::read(&call.read(place)?) {
            Ok(text) if text.is_empty() => work(Given::Absent),
            Ok(text) => work(Given::Bytes(text.as_bytes())),
            // A lone surrogate: two different secrets must not become equal.
            Err(_) => work(Given::Wrong),
        },
        ValueType::napi_object => {
            let bytes: Uint8Array = call.read(place)?;
            work(Given::Bytes(&bytes))
        }
        ValueType::napi_boolean if call.read(place)? => work(Given::Unknown),
        kind => work(other(kind)),
    }
}

/// 0 means a value that is false in JavaScript, `false` for what is of a wrong type, and as a key
/// `true` for one that a function finds.
fn other(kind: napi_valuetype) -> Given<'static> {
    match kind {
        ValueType::napi_number => Given::False,
        ValueType::napi_boolean => Given::Wrong,
        _ => Given::Absent,
    }
}

fn is_complete(options: &str) -> bool {
    options.contains("\"complete\":true")
}

fn full(call: &Call<'_>, header: &str, payload: &Payload) -> Result<Value> {
    let (kind, text) = match payload {
        Payload::Json(text) => ("json", text),
        Payload::Text(text) => ("text", text),
    };
    call.value(vec!["full", header, text, kind])
}

fn stopped(call: &Call<'_>, stop: Stop) -> Result<Value> {
    match stop {
        Stop::Refused(refusal) => {
            let date = refusal.date.map(|date| date.to_string());
            let class = refusal.class.as_str().to_owned();
            let said = [
                Some("refused".to_owned()),
                Some(class),
                Some(refusal.message),
                date,
            ];
            call.value(said.into_iter().flatten().collect::<Vec<String>>())
        }
        Stop::Asks(question) => match question {
            Question::Key => call.value(vec!["key"]),
            Question::Signature(input) => call.value(vec!["signature", &input]),
            Question::Audience(payload) => call.value(vec!["audience", &payload]),
            Question::Encoding(payload) => call.value(vec!["encoding", &payload]),
            _ => Err(Error::internal()),
        },
    }
}
