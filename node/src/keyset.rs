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

/// The number of keys, and of entries that could not be used.
#[napi]
pub fn key_set_sizes(set: &Handle<KeySet>) -> Answer<Vec<u32>> {
    let size = |size| u32::try_from(size).unwrap_or(u32::MAX);
    guard(|| Ok(vec![size(set.len()), size(set.skipped().len())]))
}

/// The public halves as a JWK Set, in JSON text.
#[napi]
pub fn key_set_to_public_jwks(set: &Handle<KeySet>) -> Answer<String> {
    guard(|| set.to_public_jwks())
}
