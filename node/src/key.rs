//! Keys and key sets.

use jotkit::{Algorithm, Error, Key, KeyOptions, KeySet};
use napi::bindgen_prelude::{Either, Uint8Array};
use napi_derive::napi;

use crate::failure::{Answer, guard, guard_object};
use crate::handle::Handle;
use crate::text::{self, JsText};

fn options(json: &JsText) -> jotkit::Result<KeyOptions> {
    KeyOptions::from_json(&text::read(json)?)
}

/// A key of a shared secret.
#[napi]
pub fn key_from_secret(
    secret: Either<JsText, Uint8Array>,
    options_json: JsText,
) -> Answer<Handle<Key>> {
    guard_object(|| {
        let options = options(&options_json)?;
        match &secret {
            Either::A(secret) => Key::from_secret(text::read(secret)?.as_bytes(), &options),
            Either::B(secret) => Key::from_secret(secret, &options),
        }
    })
}

/// A key of a PEM text.
#[napi]
pub fn key_from_pem(pem: JsText, options_json: JsText) -> Answer<Handle<Key>> {
    guard_object(|| Key::from_pem(&text::read(&pem)?, &options(&options_json)?))
}

/// A key of DER.
#[napi]
pub fn key_from_der(der: Uint8Array, options_json: JsText) -> Answer<Handle<Key>> {
    guard_object(|| Key::from_der(&der, &options(&options_json)?))
}

/// A key of a JWK's text.
#[napi]
pub fn key_from_jwk(jwk: JsText, options_json: JsText) -> Answer<Handle<Key>> {
    guard_object(|| Key::from_jwk(&text::read(&jwk)?, &options(&options_json)?))
}

/// A fresh key.
#[napi]
pub fn key_generate(algorithm: JsText) -> Answer<Handle<Key>> {
    guard_object(|| {
        let algorithm = Algorithm::from_name(&text::read(&algorithm)?);
        Key::generate(algorithm.ok_or(Error::argument_invalid(
            "There is no algorithm of that name.",
        ))?)
    })
}

/// The key under another id.
#[napi]
pub fn key_with_kid(key: &Handle<Key>, kid: JsText) -> Answer<Handle<Key>> {
    guard_object(|| key.with_kid(text::read(&kid)?.as_str()))
}

/// The public half.
#[napi]
pub fn key_public(key: &Handle<Key>) -> Answer<Handle<Key>> {
    guard_object(|| key.public())
}

/// The algorithm's name, where there is one.
#[napi]
pub fn key_algorithm(key: &Handle<Key>) -> Answer<Option<&'static str>> {
    guard(|| Ok(key.algorithm().map(Algorithm::name)))
}

/// The key's id, where there is one.
#[napi]
pub fn key_kid(key: &Handle<Key>) -> Answer<Option<String>> {
    guard(|| Ok(key.kid().map(ToOwned::to_owned)))
}

/// The key's `kty`.
#[napi]
pub fn key_type(key: &Handle<Key>) -> Answer<&'static str> {
    guard(|| Ok(key.key_type()))
}

/// Whether the key can sign.
#[napi]
pub fn key_private(key: &Handle<Key>) -> Answer<bool> {
    guard(|| Ok(key.is_private()))
}

/// The key's thumbprint.
#[napi]
pub fn key_thumbprint(key: &Handle<Key>) -> Answer<String> {
    guard(|| Ok(key.thumbprint()))
}

/// The key's description as JSON text.
#[napi]
pub fn key_info(key: &Handle<Key>) -> Answer<String> {
    guard(|| key.info())
}

/// The key as a JWK's text.
#[napi]
pub fn key_to_jwk(key: &Handle<Key>) -> Answer<String> {
    guard(|| Ok(key.to_jwk()?.to_string()))
}

/// The key as PEM.
#[napi]
pub fn key_to_pem(key: &Handle<Key>) -> Answer<String> {
    guard(|| Ok(key.to_pem()?.to_string()))
}

/// The key as DER.
#[napi]
pub fn key_to_der(key: &Handle<Key>) -> Answer<Uint8Array> {
    guard(|| Ok(Uint8Array::new(key.to_der()?.to_vec())))
}

/// A set of the text of a JWK Set.
#[napi]
pub fn key_set_from_jwks(jwks: JsText, options_json: JsText) -> Answer<Handle<KeySet>> {
    guard_object(|| KeySet::from_jwks(&text::read(&jwks)?, &options(&options_json)?))
}

/// A set of keys.
#[napi]
pub fn key_set_new(keys: Vec<&Handle<Key>>) -> Answer<Handle<KeySet>> {
    guard_object(|| Ok(KeySet::new(keys.iter().map(|key| Key::clone(key)))))
}

/// The number of keys in a set.
#[napi]
pub fn key_set_size(set: &Handle<KeySet>) -> Answer<u32> {
    guard(|| Ok(u32::try_from(set.len()).unwrap_or(u32::MAX)))
}

/// The number of entries that could not be used.
#[napi]
pub fn key_set_skipped(set: &Handle<KeySet>) -> Answer<u32> {
    guard(|| Ok(u32::try_from(set.skipped().len()).unwrap_or(u32::MAX)))
}

/// The public halves as the text of a JWK Set.
#[napi]
pub fn key_set_to_public_jwks(set: &Handle<KeySet>) -> Answer<String> {
    guard(|| set.to_public_jwks())
}
