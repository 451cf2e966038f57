//! Arguments: from Python's types to what the core takes. A wrong type is a `TypeError`.

use jotkit::Error;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDateTime, PyDelta, PyFloat, PyInt, PyString, PyTzInfoAccess};

use crate::error::raise;

/// The exception for an argument of a type that is not taken.
pub(crate) fn wrong_type(what: &str, wanted: &str, value: &Bound<'_, PyAny>) -> PyErr {
    match value.get_type().fully_qualified_name() {
        // The type is named, never the value: it may be a secret.
        Ok(given) => PyTypeError::new_err(format!("{what} must be {wanted}, not {given}")),
        Err(error) => error,
    }
}

/// A `str` argument, without a copy.
pub(crate) fn text<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a str> {
    match value.cast::<PyString>() {
        Ok(text) => utf8(text),
        Err(_) => Err(wrong_type(what, "str", value)),
    }
}

/// A `str` or `bytes` argument as bytes, without a copy.
pub(crate) fn bytes<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a [u8]> {
    if let Ok(text) = value.cast::<PyString>() {
        return utf8(text).map(str::as_bytes);
    }
    match value.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.as_bytes()),
        Err(_) => Err(wrong_type(what, "str or bytes", value)),
    }
}

/// A token. One that has characters no UTF-8 can carry is left for the core to refuse.
pub(crate) fn token<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    /// Stands for text that is no Unicode, and is as little a token.
    const NOT_UTF8: &[u8] = b"\xff";
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_str().map_or(NOT_UTF8, str::as_bytes)),
        Err(_) => bytes(value, "token"),
    }
}

fn utf8<'a>(text: &'a Bound<'_, PyString>) -> PyResult<&'a str> {
    // Python's own exception would carry the text.
    text.to_str().map_err(|_| {
        raise(&Error::argument_invalid(
            "A text has a surrogate that is not one of a pair.",
        ))
    })
}

/// A `now`: seconds since 1970 or an aware `datetime`; `None` is the system's clock.
pub(crate) fn time(value: Option<&Bound<'_, PyAny>>, what: &str) -> PyResult<Option<f64>> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(None);
    };
    if let Ok(date) = value.cast::<PyDateTime>() {
        if date.get_tzinfo().is_none() {
            let hint = "must be a datetime with a time zone, such as datetime.now(timezone.utc)";
            return Err(PyTypeError::new_err(format!("{what} {hint}")));
        }
        return date.call_method0("timestamp")?.extract().map(Some);
    }
    number(value)
        .unwrap_or_else(|| Err(wrong_type(what, "int, float or datetime", value)))
        .map(Some)
}

/// A length of time: seconds or a `timedelta`; `None` is absent.
pub(crate) fn duration(value: Option<&Bound<'_, PyAny>>, what: &str) -> PyResult<Option<f64>> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(None);
    };
    if value.cast::<PyDelta>().is_ok() {
        return value.call_method0("total_seconds")?.extract().map(Some);
    }
    number(value)
        .unwrap_or_else(|| Err(wrong_type(what, "int, float or timedelta", value)))
        .map(Some)
}

/// The value of an `int` or `float`; `True` is not 1.
fn number(value: &Bound<'_, PyAny>) -> Option<PyResult<f64>> {
    if value.cast::<PyBool>().is_ok() {
        return None;
    }
    if value.cast::<PyFloat>().is_err() && value.cast::<PyInt>().is_err() {
        return None;
    }
    Some(match value.extract::<f64>() {
        // Beyond every double, and beyond every time: the core refuses it.
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => Ok(f64::INFINITY),
        other => other,
    })
}

/// An HTTP status.
pub(crate) fn http_status(value: &Bound<'_, PyAny>) -> PyResult<u16> {
    if value.cast::<PyBool>().is_ok() || value.cast::<PyInt>().is_err() {
        return Err(wrong_type("status", "int", value));
    }
    value.extract().map_err(|_| {
        raise(&Error::argument_invalid(
            "An HTTP status is a whole number of three digits.",
        ))
    })
}
