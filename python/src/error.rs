//! Errors on their way to Python: the one conversion, and the one guard that catches panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::{Code, Error, Kind};
use pyo3::exceptions::{PyBaseException, PyTypeError};
use pyo3::intern;
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
    // A verifier refuses many tokens where people try many. The classes keep all that they are given as
    // arguments, so the exceptions are made as BaseException makes them, without running `__init__`.
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE.get_or_try_init(py, || {
        let base = py.get_type::<PyBaseException>();
        base.getattr(intern!(py, "__new__")).map(Bound::unbind)
    })?;
    let (code, kind) = (error.code().as_str(), error.kind().as_str());
    let class = class(py, error)?;
    let arguments = (class, error.to_string(), code, kind, error.claim());
    make.bind(py).call1(arguments)
}

fn class<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static ERRORS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let name = match (error.code(), error.kind()) {
        (Code::TokenExpired, _) => intern!(py, "ExpiredToken"),
        (_, Kind::Malformed) => intern!(py, "MalformedToken"),
        (_, Kind::Refused) => intern!(py, "RefusedToken"),
        (_, Kind::Key) => intern!(py, "InvalidKey"),
        (_, Kind::Usage) => intern!(py, "UsageError"),
        (_, Kind::Flow) => intern!(py, "FlowError"),
        _ => intern!(py, "JotkitError"),
    };
    let errors = ERRORS.get_or_try_init(py, || py.import("jotkit._errors").map(Bound::unbind))?;
    errors.bind(py).getattr(name)
}

/// Runs the body of an export. Every export goes through here, so that a bug of ours becomes an
/// exception with the code `internal` and not one that `except Exception` lets through.
///
/// What the interpreter's garbage collector calls (`__traverse__`, `__clear__`) is no export: it may
/// not raise.
pub(crate) fn guard<T>(body: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let body = || {
        #[cfg(feature = "test-panic")]
        armed::fire();
        body()
    };
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(raise(&Error::internal())))
}

/// Runs the body of an export that only asks the core.
pub(crate) fn core<T>(body: impl FnOnce() -> jotkit::Result<T>) -> PyResult<T> {
    guard(|| body().map_err(|error| raise(&error)))
}

/// What `__reduce__` answers for everything that holds a key or a secret.
pub(crate) fn not_pickled(what: &str) -> PyResult<()> {
    guard(|| {
        let text = format!("{what} is not pickled or copied");
        Err(PyTypeError::new_err(text))
    })
}

/// Panics on demand, for the test that one in any export arrives as `internal`.
#[cfg(feature = "test-panic")]
pub(crate) mod armed {
    use std::cell::Cell;

    thread_local! {
        static ARMED: Cell<bool> = const { Cell::new(false) };
    }

    /// Lets the next export panic that this thread calls.
    #[pyo3::pyfunction]
    pub(crate) fn arm_panic() {
        ARMED.set(true);
    }

    #[expect(clippy::panic, reason = "this is what it is for")]
    pub(super) fn fire() {
        if ARMED.take() {
            panic!("asked for");
        }
    }
}
