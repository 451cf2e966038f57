//! Key sets.

use jotkit::{Key, KeyOptions, KeySet};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// Reads a JWK Set.
#[napi]
pub fn key_set_from_jwks(jwks: Text, options_json: Text) -> Answer<Handle<KeySet>> {
    guard_object(|| {
        let options = KeyOptions::from_json(&args::read(&options_json)?)?;
        KeySet::from_jwks(&args::read(&jwks)?, &options)
    })
}

/// A set of keys.
#[napi]
pub fn key_set_new(keys: Vec<&Handle<Key>>) -> Answer<Handle<KeySet>> {
    guard_object(|| Ok(KeySet::new(keys.iter().map(|key| Key::clone(key)))))
}

/// Reads PEMs: a JSON object of `kid` and PEM, or an array of PEMs.
#[napi]
pub fn key_set_from_pems(pems_json: Text, options_json: Text) -> Answer<Handle<KeySet>> {
    guard_object(|| {
        let options = KeyOptions::from_json(&args::read(&options_json)?)?;
        KeySet::from_pems(&args::read(&pems_json)?, &options)
    })
}

/// The keys.
#[napi]
pub fn key_set_keys(set: &Handle<KeySet>) -> Answer<Vec<Handle<Key>>> {
    guard(|| Ok(set.keys().cloned().map(Handle::new).collect()))
}

/// The key of this id, if there is one.
#[napi]
pub fn key_set_get(set: &Handle<KeySet>, kid: Text) -> Answer<Option<Handle<Key>>> {
    guard(|| Ok(set.get(&args::read(&kid)?).cloned().map(Handle::new)))
}

/// The keys and the skipped entries, as JSON text.
#[napi]
pub fn key_set_info(set: &Handle<KeySet>) -> Answer<String> {
    guard(|| Ok(set.info()))
}

/// The public halves as a JWK Set, in JSON text.
#[napi]
pub fn key_set_to_public_jwks(set: &Handle<KeySet>) -> Answer<String> {
    guard(|| set.to_public_jwks())
}
