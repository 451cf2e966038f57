//! Calls from the core back into Python, for keys and client secrets.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use jotkit::Error;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use crate::error::raise;

thread_local! {
    /// What the callback of this thread's verify raised. The core carries only its own errors, so the
    /// exception waits here until the core has come back.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// A Python callable that a verifier asks.
pub(crate) struct Callback(Mutex<Option<Py<PyAny>>>);

impl Callback {
    pub(crate) fn new(callable: &Bound<'_, PyAny>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(callable.clone().unbind()))))
    }

    /// Calls it and reads the answer; `None` is the answer for what it does not know.
    pub(crate) fn ask<T>(
        &self,
        argument: impl FnOnce(Python<'_>) -> PyResult<Py<PyAny>>,
        answer: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>,
        unknown: Error,
    ) -> jotkit::Result<T> {
        let asked = Python::attach(|py| {
            // Held no longer than it takes to copy: the callable may verify tokens itself.
            let callable = self
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .map(|callable| callable.clone_ref(py))
                .ok_or_else(|| raise(&Error::internal()))?;
            let given = callable.bind(py).call1((argument(py)?,))?;
            if given.is_none() {
                return Ok(None);
            }
            answer(&given).map(Some)
        });
        match asked {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(unknown),
            Err(exception) => {
                RAISED.set(Some(exception));
                Err(Error::internal())
            }
        }
    }
}

/// Shows the garbage collector a verifier's callable.
pub(crate) fn traverse(
    callback: Option<&Arc<Callback>>,
    visit: &PyVisit<'_>,
) -> Result<(), PyTraverseError> {
    match callback.map(|callback| callback.0.try_lock()) {
        Some(Ok(callable)) => visit.call(&*callable),
        // In use, and so alive.
        Some(Err(_)) | None => Ok(()),
    }
}

/// Lets go of a verifier's callable, which leads back to the verifier.
pub(crate) fn clear(callback: Option<&Arc<Callback>>) {
    let Some(callback) = callback else { return };
    let mut held = callback.0.lock().unwrap_or_else(PoisonError::into_inner);
    let callable = held.take();
    // Dropping it may run Python code, which may come back here.
    drop(held);
    drop(callable);
}

/// The result of a verify: the exception of its callback goes before what the core made of it.
pub(crate) fn settle<T>(result: jotkit::Result<T>) -> PyResult<T> {
    match RAISED.take() {
        Some(exception) => Err(exception),
        None => result.map_err(|error| raise(&error)),
    }
}
