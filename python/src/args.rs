//! Arguments: from Python's types to what the core takes. A wrong type is a `TypeError`.

use jotkit::Error;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyString};

use crate::error::raise;

/// The exception for an argument of the wrong type.
pub(crate) fn wrong_type(what: &str, wanted: &str, value: &Bound<'_, PyAny>) -> PyErr {
    match must_be(wanted, value) {
        Ok(sentence) => PyTypeError::new_err(format!("{what} {sentence}")),
        Err(error) => error,
    }
}

/// The end of a sentence about a value of the wrong type.
pub(crate) fn must_be(wanted: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    // Names the type, never the value: it may be a secret.
    let given = value.get_type().fully_qualified_name()?;
    Ok(format!("must be {wanted}, not {given}"))
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

/// A list of `str`. A `str` is iterable, too, and its letters are no list.
pub(crate) fn texts(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Vec<String>> {
    if value.cast::<PyString>().is_ok() {
        return Err(wrong_type(what, "a list of str", value));
    }
    let items = value.try_iter()?;
    items
        .map(|item| text(&item?, what).map(str::to_owned))
        .collect()
}

/// A `bytes` argument, without a copy.
pub(crate) fn only_bytes<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a [u8]> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.as_bytes()),
        Err(_) => Err(wrong_type(what, "bytes", value)),
    }
}

/// Text that may be given as `bytes`, as files are read. Bytes that are not UTF-8 become a
/// character that neither PEM nor JSON allows, so the core refuses them.
pub(crate) fn text_or_bytes<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a str> {
    bytes(value, what).map(|bytes| std::str::from_utf8(bytes).unwrap_or("\u{fffd}"))
}

/// A token.
pub(crate) fn token<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    /// Placeholder for a `str` with lone surrogates: invalid UTF-8, so the core answers
    /// `token_malformed`.
    const NOT_UTF8: &[u8] = b"\xff";
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_str().map_or(NOT_UTF8, str::as_bytes)),
        Err(_) => bytes(value, "token"),
    }
}

fn utf8<'a>(text: &'a Bound<'_, PyString>) -> PyResult<&'a str> {
    // Python's own exception would contain the string.
    text.to_str().map_err(|_| {
        raise(&Error::argument_invalid(
            "A string contains a lone surrogate; decode it from valid UTF-8.",
        ))
    })
}

/// Seconds since 1970 or an aware `datetime`; `None` is absent.
pub(crate) fn time(value: Option<&Bound<'_, PyAny>>, what: &str) -> PyResult<Option<f64>> {
    let Some(value) = value else {
        return Ok(None);
    };
    if !is_date(value)? {
        return number(value, what, "int, float or datetime").map(Some);
    }
    match is_aware(value)? {
        true => value.call_method0("timestamp")?.extract().map(Some),
        false => Err(PyTypeError::new_err(format!("{what} {AWARE}"))),
    }
}

/// A time in whole seconds: those of a number as they are, those of a `datetime` cut.
pub(crate) fn whole_time(value: Option<&Bound<'_, PyAny>>, what: &str) -> PyResult<Option<f64>> {
    let seconds = time(value, what)?;
    match value {
        Some(value) if is_date(value)? => Ok(seconds.map(f64::floor)),
        _ => Ok(seconds),
    }
}

/// The end of a sentence about a `datetime` without a time zone, which is a different time on each
/// machine.
pub(crate) const AWARE: &str =
    "must be a datetime with a time zone, such as datetime.now(timezone.utc)";

/// Whether a value is a `datetime`, by what it can do: while a test has frozen the clock, the class
/// in `datetime` may be another one.
pub(crate) fn is_date(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    if value.cast::<PyFloat>().is_ok() || value.cast::<PyInt>().is_ok() {
        return Ok(false);
    }
    let py = value.py();
    Ok(value.hasattr(intern!(py, "utcoffset"))? && value.hasattr(intern!(py, "timestamp"))?)
}

fn is_aware(date: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(!date.call_method0("utcoffset")?.is_none())
}

/// The whole seconds since 1970 of a `datetime`, cut and not rounded; `None` if it is not aware.
pub(crate) fn whole_date(date: &Bound<'_, PyAny>) -> PyResult<Option<i64>> {
    if !is_aware(date)? {
        return Ok(None);
    }
    let cut = PyDict::new(date.py());
    cut.set_item("microsecond", 0)?;
    // Cut first: near the year 9999 a double would round 0.999999 seconds up.
    let date = date.call_method("replace", (), Some(&cut))?;
    let seconds: f64 = date.call_method0("timestamp")?.extract()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "years 1 to 9999 fit, and a conversion saturates"
    )]
    Ok(Some(seconds.floor() as i64))
}

/// An argument whose absence is not `None`: a setting that came back empty is refused.
pub(crate) struct Given<'py>(pub(crate) Option<Bound<'py, PyAny>>);

impl<'py> FromPyObject<'_, 'py> for Given<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Some(value.to_owned())))
    }
}

/// A length of time in whole seconds. What is none becomes one that the core refuses.
pub(crate) fn whole_seconds(value: &Given<'_>, what: &str) -> PyResult<Option<u64>> {
    let Some(value) = &value.0 else {
        return Ok(None);
    };
    if value.is_none() {
        return Err(wrong_type(what, "int or timedelta", value));
    }
    let seconds = duration(Some(value), what)?.unwrap_or(f64::NAN);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was compared"
    )]
    Ok(Some(match seconds.fract() == 0.0 && seconds >= 0.0 {
        // A conversion to a whole number saturates.
        true => seconds as u64,
        false => u64::MAX,
    }))
}

/// A length of time: seconds or a `timedelta`; `None` is absent.
pub(crate) fn duration(value: Option<&Bound<'_, PyAny>>, what: &str) -> PyResult<Option<f64>> {
    let Some(value) = value else {
        return Ok(None);
    };
    if is_delta(value)? {
        return value.call_method0("total_seconds")?.extract().map(Some);
    }
    number(value, what, "int, float or timedelta").map(Some)
}

/// Whether a value is a `timedelta`, by what it can do.
pub(crate) fn is_delta(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.hasattr(intern!(value.py(), "total_seconds"))
}

/// The value of an `int` or `float`; `True` is not 1.
fn number(value: &Bound<'_, PyAny>, what: &str, wanted: &str) -> PyResult<f64> {
    let float = value.cast::<PyFloat>().is_ok() || value.cast::<PyInt>().is_ok();
    if !float || value.cast::<PyBool>().is_ok() {
        return Err(wrong_type(what, wanted, value));
    }
    match value.extract::<f64>() {
        // Too large for a double: the core refuses infinity.
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => Ok(f64::INFINITY),
        other => other,
    }
}

/// An HTTP status.
pub(crate) fn http_status(value: &Bound<'_, PyAny>) -> PyResult<u16> {
    if value.cast::<PyBool>().is_ok() || value.cast::<PyInt>().is_err() {
        return Err(wrong_type("status", "int", value));
    }
    // The core refuses what is not a status.
    Ok(value.extract().unwrap_or(0))
}
