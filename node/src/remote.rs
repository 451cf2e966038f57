//! Keys behind a URL: what to ask for, and verifying with what has come. JavaScript sends the
//! requests.

use std::sync::Arc;

use jotkit::remote::{Ask, Fetch, Millis, Reply, Step, events_to_json};
use jotkit::{
    Code, Error, Expectations, KeySet, Policy, RemoteKeys, RemoteVerifier, Result, Turn, Verified,
};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::call::{Call, Value};
use crate::error::{Answer, Failure, guard, guard_object};
use crate::handle::Handle;

/// Keys that verifiers share.
type Keys = Handle<Arc<RemoteKeys>>;

/// What to do after or before a verdict. A verdict alone is returned as it is.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub(crate) struct RemoteTurn {
    /// What the call returns or throws.
    pub verdict: Option<Value>,
    /// A request to send, as JSON text. With a verdict, no call waits for it.
    pub fetch: Option<String>,
    /// When to take another turn if no request was answered before, in milliseconds since 1970.
    pub until: Option<Millis>,
}

/// A request has to be sent before there is a verdict.
fn fetch(call: &Call<'_>, fetch: &Fetch) -> Result<Value> {
    call.value(RemoteTurn {
        fetch: Some(fetch.to_json()),
        ..RemoteTurn::default()
    })
}

/// Somebody else's request has to be answered before there is a verdict.
fn wait(call: &Call<'_>, until: Millis) -> Result<Value> {
    call.value(RemoteTurn {
        until: Some(until),
        ..RemoteTurn::default()
    })
}

/// There is a verdict, and perhaps a request to send.
fn decided(call: &Call<'_>, verdict: Result<Value>, fetch: Option<&Fetch>) -> Result<Value> {
    let Some(fetch) = fetch else { return verdict };
    let failed = |error| call.value(Failure::from(error));
    call.value(RemoteTurn {
        verdict: Some(verdict.or_else(failed)?),
        fetch: Some(fetch.to_json()),
        until: None,
    })
}

/// Keys whose options are JSON text.
#[napi]
pub fn remote_keys_new(options_json: Text) -> Answer<Keys> {
    guard_object(|| RemoteKeys::from_json(&args::read(&options_json)?).map(Arc::new))
}

/// What to do about a token that names a key like this, as JSON text.
#[napi]
pub fn remote_keys_ask(keys: &Keys, ask_json: Text, clock: Millis) -> Answer<String> {
    guard(|| {
        let ask = Ask::from_json(&args::read(&ask_json)?)?;
        Ok(keys.ask(&ask, clock).to_json())
    })
}

/// Hands in the reply to a request; the headers are JSON text. What it changed, as JSON text.
#[napi]
pub fn remote_keys_answer(
    keys: &Keys,
    lease: i64,
    status: u16,
    headers_json: Text,
    body: Uint8Array,
    clock: Millis,
    jitter: u32,
) -> Answer<String> {
    guard(|| {
        let headers = args::read(&headers_json)?;
        let reply = Reply::with_json_headers(status, &headers, body.to_vec())?;
        Ok(keys.answer(number(lease), &reply, clock, jitter).to_json())
    })
}

/// Hands in why a request got no reply. What it changed, as JSON text.
#[napi]
pub fn remote_keys_failed(
    keys: &Keys,
    lease: i64,
    cause: String,
    clock: Millis,
    jitter: u32,
) -> Answer<String> {
    guard(|| {
        let reply = Reply::Failed(cause.parse()?);
        Ok(keys.answer(number(lease), &reply, clock, jitter).to_json())
    })
}

/// A lease. None has the number 0.
fn number(lease: i64) -> u64 {
    lease.try_into().unwrap_or(0)
}

/// When to ask again to refresh in the background.
#[napi]
pub fn remote_keys_wake_at(keys: &Keys, clock: Millis) -> Answer<Option<Millis>> {
    guard(|| Ok(keys.wake_at(clock)))
}

/// The keys that are held, as text.
#[napi]
pub fn remote_keys_export(keys: &Keys) -> Answer<String> {
    guard(|| Ok(keys.export()))
}

/// Takes keys that were exported.
#[napi]
pub fn remote_keys_seed(keys: &Keys, text: Text, clock: Millis) -> Answer<()> {
    guard(|| keys.seed(&args::read(&text)?, clock))
}

/// How the keys are, as JSON text.
#[napi]
pub fn remote_keys_status(keys: &Keys, issuer: Option<Text>, clock: Millis) -> Answer<String> {
    guard(|| {
        let issuer = args::read_some(issuer.as_ref())?;
        let issuer = issuer.as_ref().map(|issuer| issuer.as_str());
        Ok(keys.status(issuer, clock)?.to_json())
    })
}

/// The set that is in use, if there is one.
#[napi]
pub fn remote_keys_key_set(
    keys: &Keys,
    issuer: Option<Text>,
    clock: Millis,
) -> Answer<Option<Handle<KeySet>>> {
    guard(|| {
        let issuer = args::read_some(issuer.as_ref())?;
        let issuer = issuer.as_ref().map(|issuer| issuer.as_str());
        let set = keys.status(issuer, clock)?.keys;
        Ok(set.map(|set| Handle::new(KeySet::clone(&set))))
    })
}

/// Takes what has happened since the last call, as JSON text.
#[napi]
pub fn remote_keys_events(keys: &Keys) -> Answer<String> {
    guard(|| Ok(events_to_json(&keys.events())))
}

/// The error of a call that cannot wait for keys.
#[napi]
pub fn remote_unavailable() -> Answer<()> {
    guard(|| Err(Error::from(Code::KeysUnavailable)))
}

/// A verifier with keys behind a URL.
#[napi]
pub fn remote_verifier_new(keys: &Keys, policy_json: Text) -> Answer<Handle<RemoteVerifier>> {
    guard_object(|| {
        let policy = Policy::from_json(&args::read(&policy_json)?)?;
        RemoteVerifier::new(Arc::clone(keys), policy)
    })
}

/// Takes a turn to have keys of an issuer, or of all sources: keys, clock, issuer. The verdict
/// is `true`.
pub(crate) fn warm(call: &Call<'_>) -> Result<Value> {
    let keys: &Arc<RemoteKeys> = call.handle(0)?;
    let clock = call.read(1)?;
    let issuer = args::read_some(call.read::<Option<Text>>(2)?.as_ref())?;
    match keys.warm(issuer.as_ref().map(|issuer| issuer.as_str()), clock) {
        Step::Use(_) => decided(call, call.value(true), None),
        Step::UseAndFetch(_, request) => decided(call, call.value(true), Some(&request)),
        Step::Fetch(request) => fetch(call, &request),
        Step::Wait { until, .. } => wait(call, until),
        Step::Refuse(error) => Err(error),
        _ => Err(Error::internal()),
    }
}

/// Takes a turn to verify a token: verifier, token, time, clock, expectations. The verdict is the
/// claims, as JSON text.
pub(crate) fn verify(call: &Call<'_>) -> Result<Value> {
    turn(call, |verified| call.string(verified.payload()))
}

/// As [`verify`]. The verdict is the header and the payload, as JSON text.
pub(crate) fn verify_full(call: &Call<'_>) -> Result<Value> {
    turn(call, |verified| {
        call.value(vec![verified.header().json(), verified.payload()])
    })
}

fn turn(call: &Call<'_>, good: impl FnOnce(&Verified) -> Result<Value>) -> Result<Value> {
    let verifier: &RemoteVerifier = call.handle(0)?;
    let now: Option<f64> = call.read(2)?;
    let clock = call.read(3)?;
    let expected = args::read_some(call.read::<Option<Text>>(4)?.as_ref())?;
    let expected = match &expected {
        Some(json) => Expectations::from_json(json)?,
        None => Expectations::new(),
    };
    let turn = call.token(1, verifier.max_token_bytes(), |token| {
        Ok(verifier.turn_expecting(token, &expected, now, clock))
    })?;
    match turn {
        Turn::Decided {
            verdict,
            fetch: request,
        } => {
            let verdict = verdict.and_then(|verified| good(&verified));
            decided(call, verdict, request.as_ref())
        }
        Turn::Fetch(request) => fetch(call, &request),
        Turn::Wait { until, .. } => wait(call, until),
        _ => Err(Error::internal()),
    }
}
