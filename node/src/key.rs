//! Keys.

use jotkit::{Algorithm, Error, Key, KeyOptions};
use napi::bindgen_prelude::{Either, Uint8Array};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// Imports a key: the bytes of a secret or DER, or the text of a secret, PEM or JWK.
#[napi]
pub fn key_import(
    form: String,
    material: Either<Text, Uint8Array>,
    options_json: Text,
) -> Answer<Handle<Key>> {
    guard_object(|| {
        let options = KeyOptions::from_json(&args::read(&options_json)?)?;
        let text = match &material {
            Either::A(text) => args::read(text)?,
            Either::B(bytes) if form == "der" => return Key::from_der(bytes, &options),
            Either::B(bytes) => return Key::from_secret(bytes, &options),
        };
        match form.as_str() {
            "pem" => Key::from_pem(&text, &options),
            "jwk" => Key::from_jwk(&text, &options),
            _ => Key::from_secret(text.as_bytes(), &options),
        }
    })
}

/// Generates a key.
#[napi]
pub fn key_generate(algorithm: Text) -> Answer<Handle<Key>> {
    guard_object(|| {
        let algorithm = Algorithm::from_name(&args::read(&algorithm)?);
        Key::generate(algorithm.ok_or(Error::argument_invalid(
            "There is no algorithm of that name.",
        ))?)
    })
}

/// The key with another id.
#[napi]
pub fn key_with_kid(key: &Handle<Key>, kid: Text) -> Answer<Handle<Key>> {
    guard_object(|| key.with_kid(args::read(&kid)?.as_str()))
}

/// The public half.
#[napi]
pub fn key_public(key: &Handle<Key>) -> Answer<Handle<Key>> {
    guard_object(|| key.public())
}

/// What may be shown of a key.
#[napi(object, object_from_js = false)]
pub struct KeyFacts {
    /// The algorithm's name, if the key has one.
    pub alg: Option<&'static str>,
    /// The key's id, if it has one.
    pub kid: Option<String>,
    /// The key's `kty`.
    pub kty: &'static str,
    /// Whether the key can sign.
    pub private: bool,
}

/// What may be shown of a key.
#[napi]
pub fn key_facts(key: &Handle<Key>) -> Answer<KeyFacts> {
    guard(|| {
        Ok(KeyFacts {
            alg: key.algorithm().map(Algorithm::name),
            kid: key.kid().map(ToOwned::to_owned),
            kty: key.key_type(),
            private: key.is_private(),
        })
    })
}

/// The key's `thumbprint`, its `info` as JSON text, or the key as `jwk` or `pem`.
#[napi]
pub fn key_text(key: &Handle<Key>, form: String) -> Answer<String> {
    guard(|| match form.as_str() {
        "thumbprint" => key.thumbprint().ok_or(Error::argument_invalid(
            "A shared secret has no thumbprint that may be shown.",
        )),
        "info" => key.info(),
        "jwk" => Ok(key.to_jwk()?.to_string()),
        _ => Ok(key.to_pem()?.to_string()),
    })
}

/// The key as DER.
#[napi]
pub fn key_to_der(key: &Handle<Key>) -> Answer<Uint8Array> {
    guard(|| Ok(Uint8Array::new(key.to_der()?.to_vec())))
}
