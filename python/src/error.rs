//! From an error of the core to an exception, and the guard that catches panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::{Code, Error, Kind};
use pyo3::exceptions::{PyBaseException, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// Makes the exception of `jotkit._errors` for an error of the core.
pub(crate) fn raise(error: &Error) -> PyErr {
    Python::attach(|py| match exception(py, error) {
        Ok(exception) => PyErr::from_value(exception),
        // The interpreter is shutting down or out of memory.
        Err(failure) => failure,
    })
}

fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    // The classes keep nothing but their arguments, so `BaseException.__new__` suffices. It takes
    // less time than `__init__`, and a verifier under attack refuses many tokens.
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE.get_or_try_init(py, || {
        let base = py.get_type::<PyBaseException>();
        base.getattr(intern!(py, "__new__")).map(Bound::unbind)
    })?;
    let (code, kind) = (error.code().as_str(), error.kind().as_str());
    let class = class(py, error)?;
    let (claim, status, detail) = (error.claim(), error.status(), error.detail());
    let retry_at = error.retry_at();
    let arguments = (
        class,
        error.to_string(),
        code,
        kind,
        claim,
        status,
        detail,
        retry_at,
    );
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

/// Why an export fails: an exception of Python's, or an error of the core.
pub(crate) enum Failure {
    Python(PyErr),
    Core(Error),
}

impl From<PyErr> for Failure {
    fn from(exception: PyErr) -> Self {
        Self::Python(exception)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Python(exception) => exception,
            Failure::Core(error) => raise(&error),
        }
    }
}

/// Runs the body of an export. Every export calls this, so that a bug of ours becomes the error
/// `internal` and not an exception that `except Exception` lets through.
///
/// `__traverse__` and `__clear__` are no exports: the garbage collector calls them, and they must
/// not raise.
pub(crate) fn guard<T>(body: impl FnOnce() -> Result<T, Failure>) -> PyResult<T> {
    let body = || {
        #[cfg(feature = "test-panic")]
        armed::fire();
        body()
    };
    let result = catch_unwind(AssertUnwindSafe(body));
    result
        .unwrap_or_else(|_| Err(Error::internal().into()))
        .map_err(PyErr::from)
}

/// The answer of `__reduce__` for everything that holds a key or a secret.
pub(crate) fn not_pickled(what: &str) -> PyResult<()> {
    guard(|| {
        let sentence = format!("{what} cannot be pickled or copied: it holds a secret");
        Err(PyTypeError::new_err(sentence).into())
    })
}

/// Panics on demand, for the test that a panic in any export becomes `internal`.
#[cfg(feature = "test-panic")]
pub(crate) mod armed {
    use std::cell::Cell;

    thread_local! {
        static ARMED: Cell<bool> = const { Cell::new(false) };
    }

    /// Makes the next export panic that this thread calls.
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
