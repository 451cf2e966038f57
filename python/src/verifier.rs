//! `Verifier`.

use std::sync::Arc;

use jotkit::Expectations;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args::{self, Given};
use crate::callback::{self, Callback, settle};
use crate::claims;
use crate::error::{Failure, guard, not_pickled};
use crate::json;
use crate::key::{Key, given};
use crate::keyset::KeySet;
use crate::policy::Policy;
use crate::results::{Finding, Verified};

/// Verifies tokens under one policy. Immutable and safe to share between threads.
///
/// `keys` is a `Key` (or a key of the package `cryptography`), a `KeySet`, or a callable that is
/// given a `KeyHint` and returns a `Key`, or `None` if it does not know the key. `verify` raises
/// the exceptions of the callable.
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
        expected: &Given<'_>,
    ) -> Result<jotkit::Verified, Failure> {
        let (bytes, now) = (args::token(token)?, args::time(now, "now")?);
        let expected = match &expected.0 {
            None => None,
            Some(claims) => {
                let json = json::object(claims, "expected")?;
                Some(Expectations::from_json(&json)?)
            }
        };
        let verify = || match &expected {
            None => self.inner.verify_at(bytes, now),
            Some(expected) => self.inner.verify_expecting(bytes, expected, now),
        };
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
            let inner = if let Some(key) = given(keys)? {
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
    ///
    /// `expected` is a non-empty mapping of claims to the values that they must have in this token,
    /// such as a login's `nonce`.
    #[pyo3(signature = (token, now=None, *, expected=Given(None)))]
    fn verify<'py>(
        &self,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        expected: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| claims::verified(token.py(), &self.check(token, now, &expected)?))
    }

    /// Verifies a token and returns its claims, its header and its payload's JSON text.
    #[pyo3(signature = (token, now=None, *, expected=Given(None)))]
    fn verify_full(
        &self,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
        expected: Given<'_>,
    ) -> PyResult<Verified> {
        guard(|| Ok(Verified::new(self.check(token, now, &expected)?)))
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
            let findings = settle(self.inner.explain_at(bytes, now))?;
            Ok(findings.into_iter().map(Finding).collect())
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
