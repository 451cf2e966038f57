//! Keys.

use jotkit::{Algorithm, Error, Key, KeyOptions, Result};
use napi::bindgen_prelude::{Either, Uint8Array};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// Imports a key from text or bytes in one of the forms.
#[napi]
pub fn key_import(
    form: String,
    material: Either<Text, Uint8Array>,
    options_json: Text,
) -> Answer<Handle<Key>> {
    guard_object(|| {
        let options = KeyOptions::from_json(&args::read(&options_json)?)?;
        match &material {
            Either::A(text) => from_text(&form, &args::read(text)?, &options),
            Either::B(bytes) => from_bytes(&form, bytes, &options),
        }
    })
}

fn from_text(form: &str, text: &str, options: &KeyOptions) -> Result<Key> {
    match form {
        "pem" => Key::from_pem(text, options),
        "jwk" => Key::from_jwk(text, options),
        _ => Key::from_secret(text.as_bytes(), options),
    }
}

fn from_bytes(form: &str, bytes: &[u8], options: &KeyOptions) -> Result<Key> {
    match form {
        "pem" => {
            let text = str::from_utf8(bytes).map_err(|_| {
                Error::argument_invalid(
                    "The bytes of a PEM must be UTF-8; import DER with `Key.fromDer`.",
                )
            })?;
            Key::from_pem(text, options)
        }
        "der" => Key::from_der(bytes, options),
        "ec_point" => Key::from_ec_point(bytes, options),
        "ec_scalar" => Key::from_ec_scalar(bytes, options),
        "ed25519_public" => Key::from_ed25519_public(bytes, options),
        "ed25519_private" => Key::from_ed25519_private(bytes, options),
        _ => Key::from_secret(bytes, options),
    }
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

/// The key's thumbprint; a shared secret has none.
#[napi]
pub fn key_thumbprint(key: &Handle<Key>) -> Answer<Option<String>> {
    guard(|| Ok(key.thumbprint()))
}

/// The key's `info` as JSON text, or the key as `jwk` or `pem`.
#[napi]
pub fn key_text(key: &Handle<Key>, form: String) -> Answer<String> {
    guard(|| match form.as_str() {
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
