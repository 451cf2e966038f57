//! Verifying, and reading without verifying.

use jotkit::{
    Expectations, Key, KeySet, MAX_TOKEN_BYTES, Policy, Result, Verified, Verifier,
    findings_to_json,
};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::call::{Call, Value};
use crate::callback;
use crate::error::{Answer, guard_object};
use crate::handle::Handle;

/// A verifier with one key, with a key set, or with a function that finds the key.
#[napi]
pub fn verifier_new(
    key: Option<&Handle<Key>>,
    set: Option<&Handle<KeySet>>,
    policy_json: Text,
) -> Answer<Handle<Verifier>> {
    guard_object(|| {
        let policy = Policy::from_json(&args::read(&policy_json)?)?;
        match (key, set) {
            (Some(key), _) => Verifier::new(Key::clone(key), policy),
            (None, Some(set)) => Verifier::new(KeySet::clone(set), policy),
            (None, None) => Verifier::with_resolver(callback::key, policy),
        }
    })
}

/// Verifies a token: handle, token, time, resolver, expectations.
fn verified(call: &Call<'_>) -> Result<Verified> {
    let verifier: &Verifier = call.handle(0)?;
    let now: Option<f64> = call.read(2)?;
    let expected = args::read_some(call.read::<Option<Text>>(4)?.as_ref())?;
    let expected = match &expected {
        Some(json) => Expectations::from_json(json)?,
        None => Expectations::new(),
    };
    let most = verifier.max_token_bytes();
    callback::answering(call, 3, || {
        call.token(1, most, |token| {
            verifier.verify_expecting(token, &expected, now)
        })
    })
}

/// What is wrong with a token, as JSON text: handle, token, time, resolver.
pub(crate) fn explain(call: &Call<'_>) -> Result<Value> {
    let verifier: &Verifier = call.handle(0)?;
    let now: Option<f64> = call.read(2)?;
    let most = verifier.max_token_bytes();
    let findings = callback::answering(call, 3, || {
        call.token(1, most, |token| verifier.explain_at(token, now))
    })?;
    call.string(&findings_to_json(&findings))
}

/// The claims of a good token, as JSON text.
pub(crate) fn verify(call: &Call<'_>) -> Result<Value> {
    call.string(verified(call)?.payload())
}

/// The header and the payload of a good token, as JSON text.
pub(crate) fn verify_full(call: &Call<'_>) -> Result<Value> {
    let verified = verified(call)?;
    call.value(vec![verified.header().json(), verified.payload()])
}

/// The header and the payload of any token, as JSON text: token, policy. **Not verified.**
pub(crate) fn peek(call: &Call<'_>) -> Result<Value> {
    let policy = args::read_some(call.read::<Option<Text>>(1)?.as_ref())?;
    let token = match &policy {
        None => call.token(0, MAX_TOKEN_BYTES, |token| jotkit::peek(token))?,
        Some(json) => {
            let policy = Policy::from_json(json)?;
            call.token(0, usize::MAX, |token| policy.peek(token))?
        }
    };
    call.value(vec![token.header().json(), token.payload()])
}
