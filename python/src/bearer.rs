//! The `Authorization` header's `Bearer` scheme.

use jotkit::{Grants, bearer};
use pyo3::prelude::*;

use crate::args::text;
use crate::error::guard;

/// Makes an `Authorization` header's value for a token.
#[pyfunction]
pub(crate) fn bearer_format(token: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(bearer::format(text(token, "token")?)?))
}

/// Cuts the token out of an `Authorization` header's value; `None` is an absent header.
#[pyfunction]
pub(crate) fn bearer_parse(header: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
    guard(|| {
        let header = header.map(|header| text(header, "header")).transpose()?;
        Ok(bearer::parse(header)?.to_owned())
    })
}

/// What the payload of a verified access token grants, as JSON text: `scopes` and `client_id`.
#[pyfunction]
pub(crate) fn grants(payload: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(Grants::read(text(payload, "payload")?).to_json()))
}
