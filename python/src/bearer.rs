//! The `Authorization` header's `Bearer` scheme.

use jotkit::bearer;
use pyo3::prelude::*;

use crate::args::text;
use crate::error::guard;

/// Makes an `Authorization` header's value for a token.
#[pyfunction]
pub(crate) fn bearer_format(token: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(bearer::format(text(token, "token")?)?))
}

/// Cuts the token out of an `Authorization` header's value.
#[pyfunction]
pub(crate) fn bearer_parse(header: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| Ok(bearer::parse(text(header, "header")?)?.to_owned()))
}
