//! The `Authorization` header's `Bearer` scheme.

use pyo3::prelude::*;

use crate::convert::text;
use crate::error::{guard, raise};

/// Makes an `Authorization` header's value for a token.
#[pyfunction]
pub(crate) fn bearer_format(token: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| {
        let token = text(token, "token")?;
        jotkit::bearer::format(token).map_err(|error| raise(&error))
    })
}

/// Takes the token out of an `Authorization` header's value.
#[pyfunction]
pub(crate) fn bearer_parse(header: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| {
        let header = text(header, "header")?;
        let token = jotkit::bearer::parse(header).map_err(|error| raise(&error))?;
        Ok(token.to_owned())
    })
}
