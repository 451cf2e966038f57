//! Errors on their way to Python: the one conversion, and the one guard that catches panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::{Code, Error, Kind};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// Turns an error of the core into the exception that the package's `_errors` has for it.
pub(crate) fn raise(error: &Error) -> PyErr {
    Python::attach(|py| match exception(py, error) {
        Ok(exception) => PyErr::from_value(exception),
        // Only an interpreter that is shutting down or out of memory gets here.
        Err(failure) => failure,
    })
}

fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static ERRORS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let name = match (error.code(), error.kind()) {
        (Code::TokenExpired, _) => "ExpiredToken",
        (_, Kind::Malformed) => "MalformedToken",
        (_, Kind::Refused) => "RefusedToken",
        (_, Kind::Key) => "InvalidKey",
        (_, Kind::Usage) => "UsageError",
        (_, Kind::Flow) => "FlowError",
        _ => "JotkitError",
    };
    let errors = ERRORS.get_or_try_init(py, || py.import("jotkit._errors").map(Bound::unbind))?;
    let (code, kind) = (error.code().as_str(), error.kind().as_str());
    let arguments = (error.to_string(), code, kind, error.claim());
    errors.bind(py).getattr(name)?.call1(arguments)
}

/// Runs the body of an export. Every export goes through here, so that a bug of ours becomes an
/// exception with the code `internal` and not one that `except Exception` lets through.
pub(crate) fn guard<T>(body: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(raise(&Error::internal())))
}

/// Runs the body of an export that only asks the core.
pub(crate) fn core<T>(body: impl FnOnce() -> jotkit::Result<T>) -> PyResult<T> {
    guard(|| body().map_err(|error| raise(&error)))
}

/// Panics inside an export, for the test that it arrives as `internal`.
#[cfg(feature = "test-panic")]
#[pyfunction]
pub(crate) fn panic_for_tests() -> PyResult<()> {
    #[expect(clippy::panic, reason = "this is what it is for")]
    guard(|| panic!("asked for"))
}
