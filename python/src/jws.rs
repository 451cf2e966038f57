//! Signatures over any bytes.

use jotkit::{Keys, jws};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::args;
use crate::claims::objects;
use crate::error::guard;
use crate::json;
use crate::key::{given, one};
use crate::keyset::KeySet;
use crate::policy::Policy;

/// Signs any bytes.
#[pyfunction]
#[pyo3(signature = (key, payload, header=None, detached=false))]
pub(crate) fn jws_sign(
    key: &Bound<'_, PyAny>,
    payload: &Bound<'_, PyAny>,
    header: Option<&Bound<'_, PyAny>>,
    detached: bool,
) -> PyResult<String> {
    guard(|| {
        let (key, payload) = (one(key, "key")?, args::only_bytes(payload, "payload")?);
        let header = header.map(|header| json::text_or_object(header, "header"));
        let header = header.transpose()?;
        let header = header.as_deref().map(String::as_str);
        Ok(match detached {
            true => jws::sign_detached(&key, payload, header)?,
            false => jws::sign(&key, payload, header)?,
        })
    })
}

/// Verifies a signature over any bytes: the header and the payload.
#[pyfunction]
#[pyo3(signature = (keys, token, payload=None, **policy))]
pub(crate) fn jws_verify<'py>(
    keys: &Bound<'py, PyAny>,
    token: &Bound<'py, PyAny>,
    payload: Option<&Bound<'py, PyAny>>,
    policy: Option<&Bound<'py, PyDict>>,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyBytes>)> {
    guard(|| {
        let py = token.py();
        let trusted: Keys = match (given(keys)?, keys.cast::<KeySet>()) {
            (Some(key), _) => key.into(),
            (None, Ok(set)) => set.get().0.clone().into(),
            _ => return Err(args::wrong_type("keys", "a Key or a KeySet", keys).into()),
        };
        let verifier = jws::Verifier::new(trusted, Policy::of_keywords(policy)?)?;
        let token = args::token(token)?;
        let Some(payload) = payload else {
            let verified = verifier.verify(token)?;
            let header = objects(py, verified.header().json())?;
            return Ok((header, PyBytes::new(py, verified.payload())));
        };
        let payload = args::only_bytes(payload, "payload")?;
        let verified = verifier.verify_detached(token, payload)?;
        let header = objects(py, verified.header().json())?;
        Ok((header, PyBytes::new(py, payload)))
    })
}
