//! Signatures over any bytes.

use jotkit::{Error, Key, KeySet, Keys, Policy, Result, jws};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard};
use crate::handle::Handle;

/// Signs bytes.
#[napi]
pub fn jws_sign(
    key: &Handle<Key>,
    payload: Uint8Array,
    header_json: Option<Text>,
    detached: bool,
) -> Answer<String> {
    guard(|| {
        let header = args::read_some(header_json.as_ref())?;
        let header = header.as_ref().map(|header| header.as_str());
        match detached {
            true => jws::sign_detached(key, &*payload, header),
            false => jws::sign(key, &*payload, header),
        }
    })
}

/// What a signature that holds is over.
#[napi(object, object_from_js = false)]
pub struct JwsVerified {
    /// The header as JSON text.
    pub header: String,
    /// The payload; empty for a detached one.
    pub payload: Uint8Array,
}

/// Verifies a signature with a key or a set. `payload` is the detached one.
#[napi]
pub fn jws_verify(
    key: Option<&Handle<Key>>,
    set: Option<&Handle<KeySet>>,
    token: Text,
    payload: Option<Uint8Array>,
    policy_json: Text,
) -> Answer<JwsVerified> {
    guard(|| {
        let verifier = jws::Verifier::new(keys(key, set)?, policy(&policy_json)?)?;
        // A lone surrogate becomes U+FFFD, which no token contains.
        let token = String::from_utf16_lossy(&token);
        let verified = match &payload {
            None => verifier.verify(&token)?,
            Some(payload) => verifier.verify_detached(&token, payload)?,
        };
        Ok(JwsVerified {
            header: verified.header().json().to_owned(),
            payload: verified.into_payload().into(),
        })
    })
}

fn keys(key: Option<&Handle<Key>>, set: Option<&Handle<KeySet>>) -> Result<Keys> {
    match (key, set) {
        (Some(key), _) => Ok(Key::clone(key).into()),
        (None, Some(set)) => Ok(KeySet::clone(set).into()),
        (None, None) => Err(Error::internal()),
    }
}

fn policy(json: &Text) -> Result<Policy> {
    Policy::from_json(&args::read(json)?)
}
