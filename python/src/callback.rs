//! Calls from the core back into Python, for keys and client secrets.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use jotkit::{Algorithm, Error};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::args;
use crate::error::{Failure, guard, raise};
use crate::key::Key;

thread_local! {
    /// The exception that a callback raised during this thread's verify. The core carries only its
    /// own errors, so `settle` takes the exception from here after the core has returned.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// A Python callable that a verifier or a signer asks.
pub(crate) struct Callback(Mutex<Option<Py<PyAny>>>);

impl Callback {
    pub(crate) fn new(callable: &Bound<'_, PyAny>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(callable.clone().unbind()))))
    }

    /// The key that it returns for a hint.
    pub(crate) fn key(&self, hint: &jotkit::KeyHint<'_>) -> jotkit::Result<jotkit::Key> {
        self.ask(
            |py| Ok(Py::new(py, KeyHint::new(hint))?.into_any()),
            |given| match given.cast::<Key>() {
                Ok(key) => Ok(key.get().0.clone()),
                Err(_) => {
                    let what = "the result of a key callable";
                    Err(args::wrong_type(what, "a Key or None", given))
                }
            },
            Error::key_unknown(),
        )
    }

    /// The secret that it returns for a client id.
    pub(crate) fn secret(&self, client_id: &str) -> jotkit::Result<String> {
        self.ask(
            |py| Ok(PyString::new(py, client_id).into_any().unbind()),
            |given| args::text(given, "the result of a client callable").map(str::to_owned),
            Error::client_unknown(),
        )
    }

    /// The signature that it returns for the bytes to sign.
    pub(crate) fn signature(&self, input: &[u8]) -> jotkit::Result<Vec<u8>> {
        kept(Python::attach(|py| {
            let given = self.callable(py)?.call1((PyBytes::new(py, input),))?;
            match given.cast::<PyBytes>() {
                Ok(signature) => Ok(signature.as_bytes().to_vec()),
                Err(_) => {
                    let what = "the result of a sign callable";
                    let wanted = "bytes (an awaitable is for sign_async)";
                    Err(args::wrong_type(what, wanted, &given))
                }
            }
        }))
    }

    /// Calls it and reads the answer. `None` becomes the error `unknown`.
    fn ask<T>(
        &self,
        argument: impl FnOnce(Python<'_>) -> PyResult<Py<PyAny>>,
        answer: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>,
        unknown: Error,
    ) -> jotkit::Result<T> {
        let asked = Python::attach(|py| {
            let given = self.callable(py)?.call1((argument(py)?,))?;
            if given.is_none() {
                return Ok(None);
            }
            answer(&given).map(Some)
        });
        kept(asked)?.ok_or(unknown)
    }

    /// The callable, unlocked: it may verify or sign tokens itself.
    pub(crate) fn callable<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let callable = held.as_ref().map(|callable| callable.bind(py).clone());
        callable.ok_or_else(|| raise(&Error::internal()))
    }
}

/// Keeps an exception for `settle`.
fn kept<T>(asked: PyResult<T>) -> jotkit::Result<T> {
    asked.map_err(|exception| {
        RAISED.set(Some(exception));
        Error::internal()
    })
}

/// Shows a verifier's or signer's callable to the garbage collector.
pub(crate) fn traverse(
    callback: Option<&Arc<Callback>>,
    visit: &PyVisit<'_>,
) -> Result<(), PyTraverseError> {
    match callback.map(|callback| callback.0.try_lock()) {
        Some(Ok(callable)) => visit.call(&*callable),
        // Locked: in use, and so not garbage.
        Some(Err(_)) | None => Ok(()),
    }
}

/// Drops a callable, which may refer to its verifier or signer.
pub(crate) fn clear(callback: Option<&Arc<Callback>>) {
    let Some(callback) = callback else { return };
    let mut held = callback.0.lock().unwrap_or_else(PoisonError::into_inner);
    let callable = held.take();
    // Unlocked first: dropping the callable may run Python code, which may come back here.
    drop(held);
    drop(callable);
}

/// The result of a verify or sign. An exception that its callback raised takes precedence.
pub(crate) fn settle<T>(result: jotkit::Result<T>) -> Result<T, Failure> {
    match RAISED.take() {
        Some(exception) => Err(exception.into()),
        None => Ok(result?),
    }
}

/// What a callable may use to find a key. It is not verified: it selects a key and proves nothing.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct KeyHint {
    algorithm: &'static str,
    kid: Option<String>,
    issuer: Option<String>,
    authorized_party: Option<String>,
}

#[pymethods]
impl KeyHint {
    /// The name of the algorithm in the token's header.
    #[getter]
    fn algorithm(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.algorithm))
    }

    /// The header's `kid`, or `None`.
    #[getter]
    fn kid(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.kid.as_deref()))
    }

    /// The payload's `iss` if it is a string, or `None`.
    #[getter]
    fn issuer(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.issuer.as_deref()))
    }

    /// The payload's `azp` if it is a string, or `None`.
    #[getter]
    fn authorized_party(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.authorized_party.as_deref()))
    }
}

impl KeyHint {
    fn new(hint: &jotkit::KeyHint<'_>) -> Self {
        Self {
            algorithm: Algorithm::name(hint.algorithm()),
            kid: hint.kid().map(str::to_owned),
            issuer: hint.issuer().map(str::to_owned),
            authorized_party: hint.authorized_party().map(str::to_owned),
        }
    }
}
