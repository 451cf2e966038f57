//! `Policy` and `Verifier`, and the results of `verify_full` and `peek`.

use std::sync::Arc;

use jotkit::clients::VerifyToJson;
use jotkit::{likecoin, livelike};
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyMapping};

use crate::args;
use crate::callback::{self, Callback, settle};
use crate::claims::{self, objects};
use crate::error::{Failure, guard, not_pickled};
use crate::key::Key;
use crate::keyset::KeySet;

/// What a verifier demands of a token.
///
/// The keywords are the policy's fields. One that is left out has its strict default; `None`, an
/// empty list or an unknown name is a `UsageError` with the code `policy_invalid`, so that an unset
/// environment variable never disables a check.
///
/// `leeway` and `max_age` are whole seconds or a `timedelta`.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Policy {
    inner: jotkit::Policy,
    json: String,
}

impl Policy {
    fn read(json: &str) -> Result<Self, Failure> {
        let (inner, json) = (jotkit::Policy::from_json(json)?, json.to_owned());
        Ok(Self { inner, json })
    }

    /// The policy of a verifier's keywords: the fields of one, or `policy` alone.
    fn of_keywords(fields: Option<&Bound<'_, PyDict>>) -> Result<jotkit::Policy, Failure> {
        let given = fields.map(|fields| fields.get_item("policy")).transpose()?;
        let (Some(given), Some(fields)) = (given.flatten(), fields) else {
            return Ok(jotkit::Policy::from_json(&args::options(fields)?)?);
        };
        let Ok(policy) = given.cast::<Self>() else {
            return Err(args::wrong_type("policy", "a Policy", &given).into());
        };
        if fields.len() > 1 {
            return Err(PyTypeError::new_err("give either policy or its fields").into());
        }
        Ok(policy.get().inner.clone())
    }
}

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (**fields))]
    fn new(fields: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| Self::read(&args::options(fields)?))
    }

    /// Reads a policy from JSON text: one object, with the same fields in every language.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::read(args::text(text, "text")?))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| Ok(format!("Policy({})", self.json)))
    }
}

/// Verifies tokens under one policy. Immutable and safe to share between threads.
///
/// `keys` is a `Key`, a `KeySet`, or a callable that is given a `KeyHint` and returns a `Key`, or
/// `None` if it does not know the key. `verify` raises the exceptions of the callable.
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
    ) -> Result<jotkit::Verified, Failure> {
        let (bytes, now) = (args::token(token)?, args::time(now, "now")?);
        let verify = || self.inner.verify_at(bytes, now);
        // A verifier with a callback does not release the interpreter's lock: it needs it at once.
        settle(match self.slow {
            true => token.py().detach(verify),
            false => verify(),
        })
    }
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (keys, **policy))]
    fn new(keys: &Bound<'_, PyAny>, policy: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let policy = Policy::of_keywords(policy)?;
            let (mut slow, mut callback) = (false, None);
            let inner = if let Ok(key) = keys.cast::<Key>() {
                let key = key.get().0.clone();
                slow = Key::is_slow(&key);
                jotkit::Verifier::new(key, policy)
            } else if let Ok(set) = keys.cast::<KeySet>() {
                let set = set.get().0.clone();
                slow = set.keys().any(Key::is_slow);
                jotkit::Verifier::new(set, policy)
            } else if keys.is_callable() {
                let asked = Callback::new(keys);
                callback = Some(Arc::clone(&asked));
                jotkit::Verifier::with_resolver(move |hint| asked.key(hint), policy)
            } else {
                let wanted = "a Key, a KeySet or a callable";
                return Err(args::wrong_type("keys", wanted, keys).into());
            }?;
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
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| claims::verified(token.py(), &self.check(token, now)?))
    }

    /// Verifies a token and returns its claims, its header and its payload's JSON text.
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

/// The result of verifying a token: its signature and its claims passed the policy.
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
        guard(|| once(py, &self.claims, || claims::verified(py, &self.inner)))
    }

    /// The header, as a dict.
    #[getter]
    fn header<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.header, || objects(py, self.inner.header().json())))
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[getter]
    fn payload(&self) -> PyResult<&str> {
        guard(|| Ok(self.inner.payload()))
    }
}

/// The content of a token that was not verified: anybody may have written it.
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
        guard(|| once(py, &self.claims, || objects(py, self.inner.payload())))
    }

    /// The header, as a dict.
    #[getter]
    fn header<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.header, || objects(py, self.inner.header().json())))
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
    build: impl FnOnce() -> Result<Bound<'py, PyAny>, Failure>,
) -> Result<&'py Bound<'py, PyAny>, Failure> {
    let objects = cell.get_or_try_init(py, || build().map(Bound::unbind))?;
    Ok(objects.bind(py))
}

/// Reads a token without verifying it, to display it or to find a key; never to decide anything.
#[pyfunction]
pub(crate) fn peek(token: &Bound<'_, PyAny>) -> PyResult<Unverified> {
    guard(|| {
        Ok(Unverified {
            inner: jotkit::peek(args::token(token)?)?,
            claims: PyOnceLock::new(),
            header: PyOnceLock::new(),
        })
    })
}

/// Verifies LiveLike's or LikeCoin's tokens, whose keys are client secrets.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct ClientVerifier {
    inner: Box<dyn VerifyToJson>,
    callback: Option<Arc<Callback>>,
}

impl ClientVerifier {
    fn make(
        clients: &Bound<'_, PyAny>,
        known: impl FnOnce(Vec<(&str, &str)>) -> jotkit::Result<Box<dyn VerifyToJson>>,
        asking: impl FnOnce(Lookup) -> jotkit::Result<Box<dyn VerifyToJson>>,
    ) -> Result<Self, Failure> {
        if let Ok(mapping) = clients.cast::<PyMapping>() {
            let items = mapping.items()?;
            let pairs: PyResult<Vec<Pair>> = items.iter().map(|item| item.extract()).collect();
            let pairs = pairs?;
            let texts = pairs.iter().map(|(id, secret)| {
                Ok((
                    args::text(id, "a client id")?,
                    args::text(secret, "a client secret")?,
                ))
            });
            let (inner, callback) = (known(texts.collect::<PyResult<_>>()?)?, None);
            return Ok(Self { inner, callback });
        }
        if !clients.is_callable() {
            return Err(args::wrong_type("clients", "a mapping or a callable", clients).into());
        }
        let callback = Callback::new(clients);
        let asked = Arc::clone(&callback);
        let inner = asking(Box::new(move |id| asked.secret(id)))?;
        Ok(Self {
            inner,
            callback: Some(callback),
        })
    }
}

type Pair<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);
type Lookup = Box<dyn Fn(&str) -> jotkit::Result<String> + Send + Sync>;

#[pymethods]
impl ClientVerifier {
    /// Verifies LiveLike's profile access tokens.
    #[staticmethod]
    fn livelike(clients: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            Self::make(
                clients,
                |pairs| Ok(Box::new(livelike::Verifier::new(pairs)?)),
                |lookup| Ok(Box::new(livelike::Verifier::with_lookup(lookup)?)),
            )
        })
    }

    /// Verifies LikeCoin's access tokens.
    #[staticmethod]
    #[pyo3(signature = (common_secret, clients, **options))]
    fn likecoin(
        common_secret: &Bound<'_, PyAny>,
        clients: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(|| {
            let secret = args::text(common_secret, "common_secret")?;
            let options = likecoin::VerifierOptions::from_json(&args::options(options)?)?;
            Self::make(
                clients,
                |pairs| Ok(Box::new(likecoin::Verifier::new(secret, pairs, &options)?)),
                |lookup| {
                    Ok(Box::new(likecoin::Verifier::with_lookup(
                        secret, lookup, &options,
                    )?))
                },
            )
        })
    }

    /// Verifies a token and returns a dict of its content.
    #[pyo3(signature = (token, now=None))]
    fn verify<'py>(
        &self,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let (bytes, now) = (args::token(token)?, args::time(now, "now")?);
            let content = settle(self.inner.verify_to_json(bytes, now.into()))?;
            objects(token.py(), &content)
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
