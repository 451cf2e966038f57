//! Verifying, and reading without verifying.

use jotkit::{Key, KeySet, Policy, Result, Verified, Verifier, peek};
use napi::Env;
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::ask::{self, AskKey};
use crate::failure::{Answer, guard, guard_object};
use crate::text::{self, JsText};

fn policy(json: &JsText) -> Result<Policy> {
    Policy::from_json(&text::read(json)?)
}

/// A verifier with one key.
#[napi]
pub fn verifier_with_key(key: &External<Key>, policy_json: JsText) -> Answer<External<Verifier>> {
    guard_object(|| Verifier::new(Key::clone(key), policy(&policy_json)?))
}

/// A verifier with a key set.
#[napi]
pub fn verifier_with_key_set(
    set: &External<KeySet>,
    policy_json: JsText,
) -> Answer<External<Verifier>> {
    guard_object(|| Verifier::new(KeySet::clone(set), policy(&policy_json)?))
}

/// A verifier that asks for the key of each token, for [`verifier_ask`].
#[napi]
pub fn verifier_with_resolver(policy_json: JsText) -> Answer<External<Verifier>> {
    guard_object(|| Verifier::with_resolver(ask::key, policy(&policy_json)?))
}

fn verify(verifier: &Verifier, token: &str, now: Option<f64>) -> Result<Verified> {
    match now {
        None => verifier.verify(token),
        Some(now) => verifier.verify_at(token, now),
    }
}

fn whole(verified: Verified) -> Vec<String> {
    vec![verified.header().json().to_owned(), verified.into_payload()]
}

/// The payload's text of a good token.
#[napi]
pub fn verifier_verify(
    verifier: &External<Verifier>,
    token: String,
    now: Option<f64>,
) -> Answer<String> {
    guard(|| verify(verifier, &token, now).map(Verified::into_payload))
}

/// The header's and the payload's text of a good token.
#[napi]
pub fn verifier_verify_full(
    verifier: &External<Verifier>,
    token: String,
    now: Option<f64>,
) -> Answer<Vec<String>> {
    guard(|| verify(verifier, &token, now).map(whole))
}

/// As [`verifier_verify_full`], while a function answers for the key.
#[napi]
pub fn verifier_ask(
    env: Env,
    verifier: &External<Verifier>,
    token: String,
    now: Option<f64>,
    key: AskKey<'_>,
) -> Answer<Vec<String>> {
    guard(|| ask::answering(env, &key, || verify(verifier, &token, now)).map(whole))
}

/// The header's and the payload's text of any token, unverified.
#[napi(js_name = "peek")]
pub fn peek_token(token: String) -> Answer<Vec<String>> {
    guard(|| {
        let (header, payload) = peek(&token)?.into_parts();
        Ok(vec![header.json().to_owned(), payload])
    })
}
