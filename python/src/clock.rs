//! The time at which a token is signed or verified.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::args::{self, Given};

/// The clock of a verifier or a signer: a callable, or Python's `time.time`, which is asked at each
/// call, so that the frozen clocks of test suites work.
pub(crate) struct Clock(Option<Py<PyAny>>);

impl Clock {
    /// The clock that a caller gave, or Python's.
    pub(crate) fn of(given: Given<'_>) -> PyResult<Self> {
        match given.0 {
            Some(given) => Ok(Self(Some(called(given, "clock")?))),
            None => Ok(Self(None)),
        }
    }

    /// Takes the keyword `clock` from the options.
    pub(crate) fn of_keywords(options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        Ok(Self(callable(options, "clock")?))
    }

    /// The seconds since 1970: those that the caller gave, or those of the clock.
    pub(crate) fn now(&self, py: Python<'_>, given: Option<&Bound<'_, PyAny>>) -> PyResult<f64> {
        if let Some(seconds) = args::time(given, "now")? {
            return Ok(seconds);
        }
        let (told, what) = match &self.0 {
            Some(clock) => (clock.bind(py).call0()?, "the result of clock"),
            None => (system(py)?, "the result of time.time"),
        };
        Ok(args::time(Some(&told), what)?.unwrap_or(f64::NAN))
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.0)
    }
}

/// Takes an option that is a callable, which the core knows nothing of.
pub(crate) fn callable(
    options: Option<&Bound<'_, PyDict>>,
    name: &str,
) -> PyResult<Option<Py<PyAny>>> {
    let Some(options) = options else {
        return Ok(None);
    };
    let Some(given) = options.get_item(name)? else {
        return Ok(None);
    };
    options.del_item(name)?;
    called(given, name).map(Some)
}

fn called(given: Bound<'_, PyAny>, name: &str) -> PyResult<Py<PyAny>> {
    match given.is_callable() {
        true => Ok(given.unbind()),
        false => Err(args::wrong_type(name, "a callable", &given)),
    }
}

/// What `time.time()` returns now. It is looked up each time: a test may have replaced it.
pub(crate) fn system(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    static TIME: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let time = TIME.get_or_try_init(py, || py.import("time").map(Bound::unbind))?;
    time.bind(py).getattr(intern!(py, "time"))?.call0()
}
