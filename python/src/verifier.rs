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
use crate::clock::{self, Clock};
use crate::error::{Failure, guard, not_pickled};
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
/// The keywords are the fields of `Policy`; or give `policy` alone. `clock` is called for the time
/// at which a token is judged, in seconds since 1970 or as an aware `datetime`; by default it is
/// `time.time`.
// With a dict, so that tests can replace a method of one verifier.
#[pyclass(frozen, dict, module = "jotkit")]
pub(crate) struct Verifier {
    inner: Inner,
    slow: bool,
    callback: Option<Arc<Callback>>,
    clock: Clock,
}

/// What a caller wants of a verified token.
enum Wanted<'py> {
    Claims,
    Full,
    /// An object of a type.
    Typed(Bound<'py, PyAny>),
}

impl<'py> Wanted<'py> {
    fn of(model: Given<'py>) -> Result<Self, Failure> {
        match model.0 {
            None => Ok(Self::Claims),
            Some(none) if none.is_none() => {
                Err(args::wrong_type("type", "a type such as a dataclass", &none).into())
            }
            Some(model) => Ok(Self::Typed(model)),
        }
    }

    fn shown(
        &self,
        py: Python<'py>,
        token: jotkit::Verified,
    ) -> Result<Bound<'py, PyAny>, Failure> {
        match self {
            Self::Claims => claims::verified(py, &token),
            Self::Full => Ok(Bound::new(py, Verified::new(token))?.into_any()),
            Self::Typed(model) => {
                let module = py.import(intern!(py, "jotkit._models"))?;
                Ok(module.call_method1(intern!(py, "read"), (model, Verified::new(token)))?)
            }
        }
    }
}

enum Inner {
    Local(jotkit::Verifier),
    /// With the `RemoteKeys` of Python, which send the requests.
    Remote(RemoteVerifier, Py<PyAny>),
}

impl Verifier {
    fn run<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        wanted: &Wanted<'py>,
        expected: &Given<'py>,
    ) -> Result<Bound<'py, PyAny>, Failure> {
        let this = slf.get();
        match &this.inner {
            Inner::Local(verifier) => {
                wanted.shown(token.py(), this.check(verifier, token, now, expected)?)
            }
            Inner::Remote(verifier, keys) => {
                decide(slf, verifier, keys, token, now, wanted, expected)
            }
        }
    }

    fn check(
        &self,
        verifier: &jotkit::Verifier,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
        expected: &Given<'_>,
    ) -> Result<jotkit::Verified, Failure> {
        let (bytes, now) = (args::token(token)?, self.clock.now(token.py(), now)?);
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
    wanted: &Wanted<'py>,
    expected: &Given<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let keywords = PyDict::new(py);
    if let Some(claims) = &expected.0 {
        keywords.set_item("expected", claims)?;
    }
    match wanted {
        Wanted::Claims => {}
        Wanted::Full => keywords.set_item("full", true)?,
        Wanted::Typed(model) => keywords.set_item("type", model)?,
    }
    let module = py.import("jotkit._remote")?;
    module.getattr(name)?.call(arguments, Some(&keywords))
}

impl Verifier {
    fn turn(
        &self,
        verifier: &RemoteVerifier,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
        clock: Millis,
        expected: &Given<'_>,
    ) -> Result<Turn, Failure> {
        let (bytes, now) = (args::token(token)?, self.clock.now(token.py(), now)?);
        let expected = expectations(expected)?.unwrap_or_default();
        let turn = || verifier.turn_expecting(bytes, &expected, now, clock);
        Ok(token.py().detach(turn))
    }
}

/// A turn as `jotkit._remote` takes it.
fn told<'py>(
    py: Python<'py>,
    turn: Turn,
    wanted: &Wanted<'py>,
) -> Result<Bound<'py, PyAny>, Failure> {
    let told = match turn {
        Turn::Decided { verdict, fetch } => {
            // A failure is handed on, too: the request must be sent.
            let shown = verdict.map_err(Failure::from);
            let (value, failure) = match shown.and_then(|token| wanted.shown(py, token)) {
                Err(failure) => (None, Some(PyErr::from(failure).into_value(py))),
                Ok(value) => (Some(value), None),
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

/// Takes the first turn. `jotkit._remote` does what it leaves to do, and takes the others.
fn decide<'py>(
    slf: &Bound<'py, Verifier>,
    verifier: &RemoteVerifier,
    keys: &Py<PyAny>,
    token: &Bound<'py, PyAny>,
    now: Option<&Bound<'py, PyAny>>,
    wanted: &Wanted<'py>,
    expected: &Given<'py>,
) -> Result<Bound<'py, PyAny>, Failure> {
    let (py, keys) = (slf.py(), keys.bind(slf.py()));
    // Counted before the turn, so that no answer after it is missed.
    let seen = keys.getattr(intern!(py, "_answers"))?;
    let turn = slf
        .get()
        .turn(verifier, token, now, millis(py)?, expected)?;
    match turn {
        Turn::Decided {
            verdict,
            fetch: None,
        } if keys.getattr(intern!(py, "_on_event"))?.is_none() => wanted.shown(py, verdict?),
        turn => {
            let arguments = (slf, keys, told(py, turn, wanted)?, seen, token, now);
            Ok(remote(py, "go_on", arguments, wanted, expected)?)
        }
    }
}

/// Python's `time.time()` in milliseconds, by which keys are judged.
fn millis(py: Python<'_>) -> PyResult<Millis> {
    let seconds: f64 = clock::system(py)?.extract()?;
    #[expect(clippy::cast_possible_truncation, reason = "a conversion saturates")]
    Ok((seconds * 1000.0) as Millis)
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (keys, **policy))]
    fn new(keys: &Bound<'_, PyAny>, policy: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let clock = Clock::of_keywords(policy)?;
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
                clock,
            })
        })
    }

    /// Verifies a token and returns its claims. `now` is seconds since 1970 or an aware `datetime`.
    ///
    /// `expected` is a non-empty mapping of claims to the values that they must have in this token,
    /// such as a login's `nonce`; as `scope` a list, each of which must be granted.
    ///
    /// `type` is a dataclass, a `TypedDict`, a pydantic model or a msgspec `Struct`: the result is
    /// of this type. Claims of another shape are `MalformedToken` with the code `claim_malformed`,
    /// whose `claim` is the place, such as `address.city`.
    #[pyo3(signature = (token, now=None, *, expected=Given(None), r#type=Given(None)))]
    fn verify<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        expected: Given<'py>,
        r#type: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| Self::run(slf, token, now, &Wanted::of(r#type)?, &expected))
    }

    /// Verifies a token and returns its claims, without blocking the event loop for keys behind a
    /// URL. With other keys it does what `verify` does, at once.
    #[pyo3(signature = (token, now=None, *, expected=Given(None), r#type=Given(None)))]
    fn verify_async<'py>(
        slf: &Bound<'py, Self>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        expected: Given<'py>,
        r#type: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let keys = match &slf.get().inner {
                Inner::Local(_) => None,
                Inner::Remote(_, keys) => Some(keys),
            };
            let (wanted, arguments) = (Wanted::of(r#type)?, (slf, keys, token, now));
            let py = slf.py();
            Ok(remote(py, "verify_async", arguments, &wanted, &expected)?)
        })
    }

    /// One turn of a verifier with keys behind a URL: `("decided", claims, exception, fetch)`,
    /// `("fetch", fetch)` or `("wait", until)`.
    #[pyo3(signature = (
        token, now, clock, *, full=false, expected=Given(None), r#type=Given(None)
    ))]
    fn _turn<'py>(
        &self,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        clock: Millis,
        full: bool,
        expected: Given<'py>,
        r#type: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let Inner::Remote(verifier, _) = &self.inner else {
                return Err(Error::internal().into());
            };
            let wanted = match full {
                true => Wanted::Full,
                false => Wanted::of(r#type)?,
            };
            let turn = self.turn(verifier, token, now, clock, &expected)?;
            told(token.py(), turn, &wanted)
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
        guard(|| Self::run(slf, token, now, &Wanted::Full, &expected))
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
            let (bytes, now) = (args::token(token)?, self.clock.now(token.py(), now)?);
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
        self.clock.traverse(&visit)?;
        callback::traverse(self.callback.as_ref(), &visit)
    }

    fn __clear__(&self) {
        callback::clear(self.callback.as_ref());
    }
}
