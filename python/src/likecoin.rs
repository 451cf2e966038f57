//! LikeCoin access tokens: the native half of `jotkit.likecoin`.

use jotkit::likecoin::replies::Refusal;
use jotkit::{Code, likecoin};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::args::{self, Given, text};
use crate::claims::objects;
use crate::clock::Clock;
use crate::error::{guard, not_pickled};
use crate::json;

/// Issues access tokens.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LikeCoinIssuer {
    inner: likecoin::Issuer,
    clock: Clock,
}

#[pymethods]
impl LikeCoinIssuer {
    #[new]
    #[pyo3(signature = (common_secret, host, *, clock=Given(None)))]
    fn new(
        common_secret: &Bound<'_, PyAny>,
        host: &Bound<'_, PyAny>,
        clock: Given<'_>,
    ) -> PyResult<Self> {
        guard(|| {
            let secret = text(common_secret, "common_secret")?;
            let inner = likecoin::Issuer::new(secret, text(host, "host")?)?;
            let clock = Clock::of(clock)?;
            Ok(Self { inner, clock })
        })
    }

    /// Issues a token for the grant that the keywords describe.
    #[pyo3(signature = (now=None, **grant))]
    fn sign(
        &self,
        py: Python<'_>,
        now: Option<&Bound<'_, PyAny>>,
        grant: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        guard(|| {
            let grant = likecoin::Grant::from_json(&json::options(grant)?)?;
            Ok(self.inner.sign_at(&grant, self.clock.now(py, now)?)?)
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("an Issuer")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.traverse(&visit)
    }
}

/// Reads an access token without verifying it.
#[pyfunction]
pub(crate) fn likecoin_peek<'py>(token: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let content = likecoin::peek(args::token(token)?)?.to_json()?;
        objects(token.py(), &content)
    })
}

/// Derives the key of one client's access tokens. The 64 characters are the key, not its hex.
#[pyfunction]
pub(crate) fn signing_key(
    common_secret: &Bound<'_, PyAny>,
    client_secret: &Bound<'_, PyAny>,
) -> PyResult<String> {
    guard(|| {
        let common_secret = text(common_secret, "common_secret")?;
        let client_secret = text(client_secret, "client_secret")?;
        Ok(likecoin::signing_key(common_secret, client_secret)?.to_string())
    })
}

/// Returns whether held scopes cover a demanded one.
///
/// Raises `UsageError` if the demand is malformed.
#[pyfunction]
pub(crate) fn scope_allows(held: &Bound<'_, PyAny>, demanded: &Bound<'_, PyAny>) -> PyResult<bool> {
    guard(|| {
        // A str is iterable, too, and its letters are not scopes.
        if held.is_instance_of::<PyString>() {
            return Err(args::wrong_type("held", "an iterable of str", held).into());
        }
        let held: Vec<_> = held.try_iter()?.collect::<PyResult<_>>()?;
        let words = held.iter().map(|word| text(word, "a scope"));
        let words: Vec<&str> = words.collect::<PyResult<_>>()?;
        Ok(likecoin::scope::allows(
            &words,
            text(demanded, "demanded")?,
        )?)
    })
}

/// The reply of an API that refuses a token with this error code: status and body; `None` if the
/// failure is the server's own.
#[pyfunction]
pub(crate) fn refusal(code: &Bound<'_, PyAny>) -> PyResult<Option<(u16, &'static str)>> {
    guard(|| {
        let name = text(code, "code")?;
        let code = Code::ALL.iter().copied().find(|code| code.as_str() == name);
        let refusal = code.and_then(Refusal::of_code);
        Ok(refusal.map(|refusal| (refusal.status, refusal.body)))
    })
}
