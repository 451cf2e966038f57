//! `Verifier`.

use std::sync::Arc;

use jotkit::remote::Millis;
use jotkit::{Error, Expectations, RemoteVerifier, Turn};
use pyo3::call::PyCallArgs;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args::{self, Given};
use crate::callback::{self, Callback, settle};
use crate::claims;
use crate::error::{Failure, guard, not_pickled, raise};
use crate::json;
use crate::key::{Key, given};
use crate::keyset::KeySet;
use crate::policy::Policy;
use crate::remote::RemoteCore;
use crate::results::{Finding, Verified};

/// The core's part of `RemoteKeys`.
fn remote_core<'py>(keys: &Bound<'py, PyAny>) -> Option<Bound<'py, RemoteCore>> {
    let core = keys.getattr("_core").ok()?;
    core.cast_into::<RemoteCore>().ok()
}

/// Verifies tokens under one policy. Immutable and safe to share between threads.
///
/// `keys` is a `Key` (or a key of the package `cryptography`), a `KeySet`, `RemoteKeys`, or a
/// callable that is given a `KeyHint` and returns a `Key`, or `None` if it does not know the key.
/// `verify` raises the exceptions of the callable.
///
/// The keywords are the fields of `Policy`; or give `policy` alone.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Verifier {
    inner: Inner,
    slow: bool,
    callback: Option<Arc<Callback>>,
}

enum Inner {
    Local(jotkit::Verifier),
    /// With the `RemoteKeys` of Python, which send the requests.
    Remote(RemoteVerifier, Py<PyAny>),
}

impl Verifier {
    fn check(
        &self,
        verifier: &jotkit::Verifier,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
        expected: &Given<'_>,
    ) -> Result<jotkit::Verified, Failure> {
        let (bytes, now) = (args::token(token)?, args::time(now, "now")?);
        let expected = expectations(expected)?;
        let verify = || match &expected {
            None => verifier.verify_at(bytes, now),
            Some(expected) => verifier.verify_expecting(bytes, expected, now),
        };
        // A verifier with a callback does not release the interpreter's lock: it needs it at once.
        settle(match self.slow {
            true => token.py().detach(verify),
            false => verify(),
        })
    }
}

fn expectations(expected: &Given<'_>) -> Result<Option<Expectations>, Failure> {
    let Some(claims) = &expected.0 else {
        return Ok(None);
    };
    let json = json::object(claims, "expected")?;
    Ok(Some(Expectations::from_json(&json)?))
}

/// A function of `jotkit._remote`, called with the keywords that are given.
fn remote<'py, A: PyCallArgs<'py>>(
    py: Python<'py>,
    name: &str,
    arguments: A,
    full: bool,
    expected: &Given<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let keywords = PyDict::new(py);
    if let Some(claims) = &expected.0 {
        keywords.set_item("expected", claims)?;
    }
    if full {
        keywords.set_item("full", true)?;
    }
    let module = py.import("jotkit._remote")?;
    module.getattr(name)?.call(arguments, Some(&keywords))
}

fn turn(
    verifier: &RemoteVerifier,
    token: &Bound<'_, PyAny>,
    now: Option<&Bound<'_, PyAny>>,
    clock: Millis,
    expected: &Given<'_>,
) -> Result<Turn, Failure> {
    let (bytes, now) = (args::token(token)?, args::time(now, "now")?);
    let expected = expectations(expected)?.unwrap_or_default();
    let turn = || verifier.turn_expecting(bytes, &expected, now, clock);
    Ok(token.py().detach(turn))
}

/// A turn as `jotkit._remote` takes it.
fn told(py: Python<'_>, turn: Turn, full: bool) -> Result<Bound<'_, PyAny>, Failure> {
    let told = match turn {
        Turn::Decided { verdict, fetch } => {
            let (value, failure) = match verdict {
                Err(error) => (None, Some(raise(&error).into_value(py))),
                Ok(token) => (Some(shown(py, token, full)?), None),
            };
            let fetch = fetch.map(|fetch| fetch.to_json());
            ("decided", value, failure, fetch)
                .into_pyobject(py)?
                .into_any()
        }
        Turn::Fetch(fetch) => ("fetch", fetch.to_json()).into_pyobject(py)?.into_any(),
        Turn::Wait { until, .. } => ("wait", until).into_pyobject(py)?.into_any(),
        _ => return Err(Error::internal().into()),
    };
    Ok(told)
}

fn shown(py: Python<'_>, token: jotkit::Verified, full: bool) -> Result<Bound<'_, PyAny>, Failure> {
    if full {
        return Ok(Bound::new(py, Verified::new(token))?.into_any());
    }
    claims::verified(py, &token)
}

/// Takes the first turn. `jotkit._remote` does what it leaves to do, and takes the others.
fn decide<'py>(
    slf: &Bound<'py, Verifier>,
    verifier: &RemoteVerifier,
    keys: &Py<PyAny>,
    token: &Bound<'py, PyAny>,
    now: Option<&Bound<'py, PyAny>>,
    full: bool,
    expected: &Given<'py>,
) -> Result<Bound<'py, PyAny>, Failure> {
    let (py, keys) = (slf.py(), keys.bind(slf.py()));
    // Counted before the turn, so that no answer after it is missed.
    let seen = keys.getattr(intern!(py, "_answers"))?;
    let turn = turn(verifier, token, now, clock(py)?, expected)?;
    match turn {
        Turn::Decided {
            verdict,
            fetch: None,
        } if keys.getattr(intern!(py, "_on_event"))?.is_none() => shown(py, verdict?, full),
        turn => {
            let arguments = (slf, keys, told(py, turn, full)?, seen, token, now);
            Ok(remote(py, "go_on", arguments, full, expected)?)
        }
    }
}

/// Python's `time.time()`, which tests may have set, in milliseconds.
fn clock(py: Python<'_>) -> PyResult<Millis> {
    let seconds: f64 = py
        .import(intern!(py, "time"))?
        .call_method0(intern!(py, "time"))?
        .extract()?;
    #[expect(clippy::cast_possible_truncation, reason = "a conversion saturates")]
    Ok((seconds * 1000.0) as Millis)
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (keys, **policy))]
    fn new(keys: &Bound<'_, PyAny>, policy: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let policy = Policy::of_keywords(policy)?;
            let (mut slow, mut callback) = (false, None);
            let inner = if let Some(key) = given(keys)? {
                slow = Key::is_slow(&key);
                Inner::Local(jotkit::Verifier::new(key, policy)?)
            } else if let Ok(set) = keys.cast::<KeySet>() {
                let set = set.get().0.clone();
                slow = set.keys().any(Key::is_slow);
                Inner::Local(jotkit::Verifier::new(set, policy)?)
            } else if let Some(core) = remote_core(keys) {
                let core = Arc::clone(&core.get().0);
                Inner::Remote(RemoteVerifier::new(core, policy)?, keys.clone().unbind())
            } else if keys.is_callable() {
                let asked = Callback::new(keys);
                callback = Some(Arc::clone(&asked));
                let resolver = move |hint: &jotkit::KeyHint<'_>| asked.key(hint);
                Inner::Local(jotkit::Verifier::with_resolver(resolver, policy)?)
            } else {
                let wanted = "a Key, a KeySet, RemoteKeys or a callable";
                return Err(args::wrong_type("keys", wanted, keys).into());
            };
            Ok(Self {
                inner,
                slow,
                callback,
            })
        })
    }

    /// Verifies a token and returns its claims. `now` is seconds since 1970 or an aware `datetime`.
    ///
    /// `expected` is a non-empty mapping of claims to the values that they must have in this token,
    /// such as a login's `nonce`.
    #[pyo3(signature = (token, now=None, *, expected=Given(None)))]
    fn verify<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        expected: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        guard(|| match &this.inner {
            Inner::Local(verifier) => {
                let verified = this.check(verifier, token, now, &expected)?;
                claims::verified(token.py(), &verified)
            }
            Inner::Remote(verifier, keys) => {
                decide(slf, verifier, keys, token, now, false, &expected)
            }
        })
    }

    /// Verifies a token and returns its claims, without blocking the event loop for keys behind a
    /// URL. With other keys it does what `verify` does, at once.
    #[pyo3(signature = (token, now=None, *, expected=Given(None)))]
    fn verify_async<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        expected: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let keys = match &slf.get().inner {
                Inner::Local(_) => None,
                Inner::Remote(_, keys) => Some(keys),
            };
            let arguments = (slf, keys, token, now);
            Ok(remote(
                slf.py(),
                "verify_async",
                arguments,
                false,
                &expected,
            )?)
        })
    }

    /// One turn of a verifier with keys behind a URL: `("decided", claims, exception, fetch)`,
    /// `("fetch", fetch)` or `("wait", until)`.
    #[pyo3(signature = (token, now, clock, *, full=false, expected=Given(None)))]
    fn _turn<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        clock: Millis,
        full: bool,
        expected: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        guard(|| {
            let Inner::Remote(verifier, _) = &slf.get().inner else {
                return Err(Error::internal().into());
            };
            told(py, turn(verifier, token, now, clock, &expected)?, full)
        })
    }

    /// Verifies a token and returns its claims, its header and its payload's JSON text.
    #[pyo3(signature = (token, now=None, *, expected=Given(None)))]
    fn verify_full<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        expected: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        guard(|| match &this.inner {
            Inner::Local(verifier) => {
                let verified = this.check(verifier, token, now, &expected)?;
                Ok(Bound::new(slf.py(), Verified::new(verified))?.into_any())
            }
            Inner::Remote(verifier, keys) => {
                decide(slf, verifier, keys, token, now, true, &expected)
            }
        })
    }

    /// Lists every check that a token fails; none if it is good. For logs and for support, never
    /// for the answer to a client, and never to decide anything.
    #[pyo3(signature = (token, now=None))]
    fn explain(
        &self,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Finding>> {
        guard(|| {
            let (bytes, now) = (args::token(token)?, args::time(now, "now")?);
            let Inner::Local(verifier) = &self.inner else {
                return Err(Error::argument_invalid(
                    "Keys behind a URL change; explain with a Verifier of their `key_set()`.",
                )
                .into());
            };
            let findings = settle(verifier.explain_at(bytes, now))?;
            Ok(findings.into_iter().map(Finding).collect())
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Verifier")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if let Inner::Remote(_, keys) = &self.inner {
            visit.call(keys)?;
        }
        callback::traverse(self.callback.as_ref(), &visit)
    }

    fn __clear__(&self) {
        callback::clear(self.callback.as_ref());
    }
}
