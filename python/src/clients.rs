//! The verifiers whose keys are clients' secrets.

use std::sync::Arc;

use jotkit::clients::VerifyToJson;
use jotkit::{likecoin, livelike};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};

use crate::args::{self, Given};
use crate::callback::{self, Callback, settle};
use crate::claims::objects;
use crate::clock::Clock;
use crate::error::{Failure, guard, not_pickled};
use crate::json;

/// Verifies LiveLike's or LikeCoin's tokens, whose keys are client secrets.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct ClientVerifier {
    inner: Box<dyn VerifyToJson>,
    callback: Option<Arc<Callback>>,
    clock: Clock,
}

impl ClientVerifier {
    fn make(
        clients: &Bound<'_, PyAny>,
        clock: Clock,
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
            return Ok(Self {
                inner: known(texts.collect::<PyResult<_>>()?)?,
                callback: None,
                clock,
            });
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
            clock,
        })
    }
}

type Pair<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);
type Lookup = Box<dyn Fn(&str) -> jotkit::Result<String> + Send + Sync>;

#[pymethods]
impl ClientVerifier {
    /// Verifies LiveLike's profile access tokens.
    #[staticmethod]
    #[pyo3(signature = (clients, *, clock=Given(None)))]
    fn livelike(clients: &Bound<'_, PyAny>, clock: Given<'_>) -> PyResult<Self> {
        guard(|| {
            Self::make(
                clients,
                Clock::of(clock)?,
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
            let clock = Clock::of_keywords(options)?;
            let options = likecoin::VerifierOptions::from_json(&json::options(options)?)?;
            Self::make(
                clients,
                clock,
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
            let (bytes, now) = (args::token(token)?, self.clock.now(token.py(), now)?);
            let content = settle(self.inner.verify_to_json(bytes, now.into()))?;
            objects(token.py(), &content)
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Verifier")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.traverse(&visit)?;
        callback::traverse(self.callback.as_ref(), &visit)
    }

    fn __clear__(&self) {
        callback::clear(self.callback.as_ref());
    }
}
