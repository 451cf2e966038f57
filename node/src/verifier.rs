//! Verifying, and reading without verifying.

use jotkit::{Key, KeySet, Policy, Result, Verified, Verifier, peek};
use napi_derive::napi;

use crate::ask;
use crate::call::{Call, Value};
use crate::failure::{Answer, guard_object};
use crate::handle::Handle;
use crate::pack;
use crate::text::{self, JsText};

fn policy(json: &JsText) -> Result<Policy> {
    Policy::from_json(&text::read(json)?)
}

/// A verifier with one key.
#[napi]
pub fn verifier_with_key(key: &Handle<Key>, policy_json: JsText) -> Answer<Handle<Verifier>> {
    guard_object(|| Verifier::new(Key::clone(key), policy(&policy_json)?))
}

/// A verifier with a key set.
#[napi]
pub fn verifier_with_key_set(
    set: &Handle<KeySet>,
    policy_json: JsText,
) -> Answer<Handle<Verifier>> {
    guard_object(|| Verifier::new(KeySet::clone(set), policy(&policy_json)?))
}

/// A verifier that asks for the key of each token, for [`verify_asking`].
#[napi]
pub fn verifier_with_resolver(policy_json: JsText) -> Answer<Handle<Verifier>> {
    guard_object(|| Verifier::with_resolver(ask::key, policy(&policy_json)?))
}

/// The verdict on a call's token: handle, token, time.
fn verified(call: &Call<'_>) -> Result<Verified> {
    let verifier: &Verifier = call.handle(0)?;
    let now = call.number(2)?;
    call.bytes(1, |token| match now {
        None => verifier.verify(token),
        Some(now) => verifier.verify_at(token, now),
    })
}

fn whole(call: &Call<'_>, verified: &Verified) -> Result<Value> {
    call.strings([verified.header().json(), verified.payload()])
}

/// The claims of a good token, for `unpack`.
pub(crate) fn verify(call: &Call<'_>) -> Result<Value> {
    pack::claims(call, verified(call)?.payload())
}

/// The header's and the payload's text of a good token.
pub(crate) fn verify_full(call: &Call<'_>) -> Result<Value> {
    whole(call, &verified(call)?)
}

/// As [`verify_full`], while a function answers for the key.
pub(crate) fn verify_asking(call: &Call<'_>) -> Result<Value> {
    whole(call, &ask::answering(call, 3, || verified(call))?)
}

/// The header's and the payload's text of any token, unverified.
pub(crate) fn peek_token(call: &Call<'_>) -> Result<Value> {
    let (header, payload) = call.bytes(0, |token| peek(token))?.into_parts();
    call.strings([header.json(), &payload])
}
