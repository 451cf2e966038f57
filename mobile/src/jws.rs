//! Signatures over any bytes.

use jotkit::jws::Verifier;
use jotkit::{Keys, Policy, jws};

use crate::error::Failure;
use crate::key::Key;
use crate::keyset::KeySet;

/// The header and the payload of a signature that held.
#[derive(uniffi::Record)]
pub(crate) struct JwsVerified {
    header: String,
    /// The payload; empty if it is detached.
    payload: Vec<u8>,
}

/// Signs any bytes, with the JSON text of more header members if any.
#[uniffi::export]
fn jws_sign(
    key: &Key,
    payload: &[u8],
    header: Option<String>,
    detached: bool,
) -> Result<String, Failure> {
    let sign = if detached {
        jws::sign_detached
    } else {
        jws::sign
    };
    Ok(sign(&key.0, payload, header.as_deref())?)
}

/// Verifies a signature with one key; `payload` is that of a detached one.
#[uniffi::export]
fn jws_verify(
    key: &Key,
    token: &str,
    payload: Option<Vec<u8>>,
    policy: &str,
) -> Result<JwsVerified, Failure> {
    verify(key.0.clone().into(), token, payload, policy)
}

/// Verifies a signature with a set of keys; `payload` is that of a detached one.
#[uniffi::export]
fn jws_verify_with_key_set(
    keys: &KeySet,
    token: &str,
    payload: Option<Vec<u8>>,
    policy: &str,
) -> Result<JwsVerified, Failure> {
    verify(keys.0.clone().into(), token, payload, policy)
}

fn verify(
    keys: Keys,
    token: &str,
    payload: Option<Vec<u8>>,
    policy: &str,
) -> Result<JwsVerified, Failure> {
    let verifier = Verifier::new(keys, Policy::from_json(policy)?)?;
    let verified = match payload {
        None => verifier.verify(token)?,
        Some(payload) => verifier.verify_detached(token, payload)?,
    };
    Ok(JwsVerified {
        header: verified.header().json().to_owned(),
        payload: verified.into_payload(),
    })
}
