//! Verifying, and reading without verifying.

use jotkit::{Key, KeySet, MAX_TOKEN_BYTES, Policy, Result, Verified, Verifier};
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

/// Verifies a token: handle, token, time, resolver.
fn verified(call: &Call<'_>) -> Result<Verified> {
    let verifier: &Verifier = call.handle(0)?;
    let now: Option<f64> = call.read(2)?;
    let most = verifier.max_token_bytes();
    callback::answering(call, 3, || {
        call.token(1, most, |token| verifier.verify_at(token, now))
    })
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

/// The header and the payload of any token, as JSON text. **Not verified.**
pub(crate) fn peek(call: &Call<'_>) -> Result<Value> {
    let token = call.token(0, MAX_TOKEN_BYTES, |token| jotkit::peek(token))?;
    call.value(vec![token.header().json(), token.payload()])
}
