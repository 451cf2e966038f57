//! `Verifier`, and what it and `peek` give back.

use std::sync::Arc;

use jotkit::{Algorithm, Error};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::callback::{self, Callback, settle};
use crate::convert;
use crate::error::{guard, not_pickled, raise};
use crate::key::Key;
use crate::keyset::KeySet;
use crate::policy::Policy;
use crate::read::read;

/// Verifies tokens under one policy. Immutable and safe to share between threads.
///
/// `keys` is a `Key`, a `KeySet`, or a callable that is given a `KeyHint` and returns a `Key`, or `None`
/// for one it does not know. An exception that the callable raises comes out of `verify`.
///
/// The keywords are the fields of `Policy`; or give `policy` alone.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Verifier {
    inner: jotkit::Verifier,
    slow: bool,
    callback: Option<Arc<Callback>>,
}

impl Verifier {
    fn check(
        &self,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<jotkit::Verified> {
        let (bytes, now) = (convert::token(token)?, convert::time(now, "now")?);
        let verify = || match now {
            None => self.inner.verify(bytes),
            Some(now) => self.inner.verify_at(bytes, now),
        };
        // A verifier that asks Python for its keys would only take the lock back at once.
        let result = if self.slow {
            token.py().detach(verify)
        } else {
            verify()
        };
        settle(result)
    }
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (keys, **policy))]
    fn new(keys: &Bound<'_, PyAny>, policy: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let policy = Policy::of_keywords(policy)?;
            let mut callback = None;
            let (inner, slow) = if let Ok(key) = keys.cast::<Key>() {
                let key = key.get().0.clone();
                let slow = Key::is_slow(&key);
                (jotkit::Verifier::new(key, policy), slow)
            } else if let Ok(set) = keys.cast::<KeySet>() {
                let set = set.get().0.clone();
                let slow = set.keys().iter().any(Key::is_slow);
                (jotkit::Verifier::new(set, policy), slow)
            } else if keys.is_callable() {
                let asked = Callback::new(keys);
                callback = Some(Arc::clone(&asked));
                let resolver = move |hint: &jotkit::KeyHint<'_>| {
                    let argument = |py: Python<'_>| Ok(Py::new(py, KeyHint::new(hint))?.into_any());
                    let answer = |given: &Bound<'_, PyAny>| match given.cast::<Key>() {
                        Ok(key) => Ok(key.get().0.clone()),
                        Err(_) => Err(convert::wrong_type(
                            "what a key callable returns",
                            "a Key or None",
                            given,
                        )),
                    };
                    asked.ask(argument, answer, Error::key_unknown())
                };
                (jotkit::Verifier::with_resolver(resolver, policy), false)
            } else {
                return Err(convert::wrong_type(
                    "keys",
                    "a Key, a KeySet or a callable",
                    keys,
                ));
            };
            let inner = inner.map_err(|error| raise(&error))?;
            Ok(Self {
                inner,
                slow,
                callback,
            })
        })
    }

    /// Verifies a token and returns its claims. `now` is seconds since 1970 or an aware `datetime`.
    #[pyo3(signature = (token, now=None))]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| read(py, self.check(token, now)?.payload()))
    }

    /// Verifies a token and returns its claims, its header and its payload's text.
    #[pyo3(signature = (token, now=None))]
    fn verify_full(
        &self,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Verified> {
        guard(|| {
            Ok(Verified {
                inner: self.check(token, now)?,
                claims: PyOnceLock::new(),
                header: PyOnceLock::new(),
            })
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Verifier")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        callback::traverse(self.callback.as_ref(), &visit)
    }

    fn __clear__(&self) {
        callback::clear(self.callback.as_ref());
    }
}

/// What a callable may look at to find a key. All of it is unverified: it selects, it proves nothing.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct KeyHint {
    algorithm: &'static str,
    kid: Option<String>,
    issuer: Option<String>,
    authorized_party: Option<String>,
}

#[pymethods]
impl KeyHint {
    /// The name of the algorithm that the token's header names.
    #[getter]
    fn algorithm(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.algorithm))
    }

    /// The header's `kid`, or `None`.
    #[getter]
    fn kid(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.kid.as_deref()))
    }

    /// The payload's `iss` where it is a text, or `None`.
    #[getter]
    fn issuer(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.issuer.as_deref()))
    }

    /// The payload's `azp` where it is a text, or `None`.
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

/// A token that was verified: its signature held and its claims passed the policy.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Verified {
    inner: jotkit::Verified,
    claims: PyOnceLock<Py<PyAny>>,
    header: PyOnceLock<Py<PyAny>>,
}

#[pymethods]
impl Verified {
    /// The claims, as a dict. Whole numbers are exact.
    #[getter]
    fn claims<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.claims, self.inner.payload()))
    }

    /// The header, as a dict.
    #[getter]
    fn header<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.header, self.inner.header().json()))
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[getter]
    fn payload(&self) -> PyResult<&str> {
        guard(|| Ok(self.inner.payload()))
    }
}

/// What a token says, unverified: anybody may have written it.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Unverified {
    inner: jotkit::Unverified,
    claims: PyOnceLock<Py<PyAny>>,
    header: PyOnceLock<Py<PyAny>>,
}

#[pymethods]
impl Unverified {
    /// The claims, as a dict. Not verified.
    #[getter]
    fn unverified_claims<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.claims, self.inner.payload()))
    }

    /// The header, as a dict.
    #[getter]
    fn header<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.header, self.inner.header().json()))
    }

    /// The payload's JSON text.
    #[getter]
    fn payload(&self) -> PyResult<&str> {
        guard(|| Ok(self.inner.payload()))
    }
}

fn once<'py>(
    py: Python<'py>,
    cell: &'py PyOnceLock<Py<PyAny>>,
    json: &str,
) -> PyResult<&'py Bound<'py, PyAny>> {
    let objects = cell.get_or_try_init(py, || read(py, json).map(Bound::unbind))?;
    Ok(objects.bind(py))
}

/// Reads a token without verifying it, for display and for finding a key; never to decide anything.
#[pyfunction]
pub(crate) fn peek(token: &Bound<'_, PyAny>) -> PyResult<Unverified> {
    guard(|| {
        let inner = jotkit::peek(convert::token(token)?).map_err(|error| raise(&error))?;
        Ok(Unverified {
            inner,
            claims: PyOnceLock::new(),
            header: PyOnceLock::new(),
        })
    })
}
