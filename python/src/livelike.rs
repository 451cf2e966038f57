//! LiveLike profile access tokens, behind `jotkit.livelike`.

use std::sync::Arc;

use jotkit::livelike;
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::callback::{Callback, settle};
use crate::convert::{self, text, wrong_type};
use crate::error::{guard, raise};
use crate::read::read;

/// Mints profile access tokens for one application.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LiveLikeSigner(livelike::Signer);

#[pymethods]
impl LiveLikeSigner {
    #[new]
    fn new(client_id: &Bound<'_, PyAny>, client_secret: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let id = text(client_id, "client_id")?;
            let signer = livelike::Signer::new(id, text(client_secret, "client_secret")?);
            signer.map(Self).map_err(|error| raise(&error))
        })
    }

    /// Mints a token for a user.
    #[pyo3(signature = (custom_profile_id, issued_at=None, lifetime=None))]
    fn sign(
        &self,
        custom_profile_id: &Bound<'_, PyAny>,
        issued_at: Option<&Bound<'_, PyAny>>,
        lifetime: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| {
            let Ok(id) = custom_profile_id.cast::<PyString>() else {
                return Err(not_a_text(custom_profile_id));
            };
            let issued_at = convert::time(issued_at, "issued_at")?;
            let lifetime = convert::duration(lifetime, "lifetime")?;
            self.0
                .sign_with(text(id, "custom_profile_id")?, issued_at, lifetime)
                .map_err(|error| raise(&error))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a Signer is not pickled or copied"))
    }
}

/// LiveLike refuses an id that is a number, and a number is what most user tables have.
fn not_a_text(id: &Bound<'_, PyAny>) -> PyErr {
    match id.get_type().fully_qualified_name() {
        Ok(given) => PyTypeError::new_err(format!(
            "custom_profile_id must be str, not {given}; convert a number with str(id)"
        )),
        Err(error) => error,
    }
}

/// Verifies profile access tokens.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LiveLikeVerifier {
    inner: livelike::Verifier,
    callback: Option<Arc<Callback>>,
}

#[pymethods]
impl LiveLikeVerifier {
    #[new]
    fn new(clients: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let clients = Clients::new(clients)?;
            let (inner, callback) = match clients {
                Clients::Known(pairs) => (livelike::Verifier::new(borrowed(&pairs)?), None),
                Clients::Asked(asked) => {
                    let callback = Arc::clone(&asked);
                    let lookup = move |id: &str| secret_of(&asked, id);
                    (livelike::Verifier::with_lookup(lookup), Some(callback))
                }
            };
            let inner = inner.map_err(|error| raise(&error))?;
            Ok(Self { inner, callback })
        })
    }

    /// Verifies a token.
    #[pyo3(signature = (token, now=None))]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let bytes = convert::token(token)?;
            let profile = match convert::time(now, "now")? {
                None => self.inner.verify(bytes),
                Some(now) => self.inner.verify_at(bytes, now),
            };
            let profile = settle(profile.and_then(|profile| profile.to_json()))?;
            read(py, &profile)
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a Verifier is not pickled or copied"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.callback
            .as_ref()
            .map_or(Ok(()), |callback| callback.traverse(&visit))
    }

    fn __clear__(&self) {
        if let Some(callback) = &self.callback {
            callback.clear();
        }
    }
}

/// Client ids and secrets: all of them, or somebody to ask.
pub(crate) enum Clients<'py> {
    Known(Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>),
    Asked(Arc<Callback>),
}

impl<'py> Clients<'py> {
    pub(crate) fn new(clients: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(mapping) = clients.cast::<pyo3::types::PyMapping>() {
            let items = mapping.items()?;
            let pairs: PyResult<Vec<_>> = items.iter().map(|item| item.extract()).collect();
            return pairs.map(Self::Known);
        }
        if clients.is_callable() {
            return Ok(Self::Asked(Callback::new(clients)));
        }
        Err(wrong_type("clients", "a mapping or a callable", clients))
    }
}

/// The pairs as texts, without copies of the secrets.
pub(crate) fn borrowed<'a>(
    pairs: &'a [(Bound<'_, PyAny>, Bound<'_, PyAny>)],
) -> PyResult<Vec<(&'a str, &'a str)>> {
    let pair = |(id, secret): &'a (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        Ok((text(id, "a client id")?, text(secret, "a client secret")?))
    };
    pairs.iter().map(pair).collect()
}

pub(crate) fn secret_of(asked: &Callback, client_id: &str) -> jotkit::Result<String> {
    asked.ask(
        |py| Ok(PyString::new(py, client_id).into_any().unbind()),
        |given| text(given, "what a client callable returns").map(str::to_owned),
        jotkit::Error::client_unknown(),
    )
}
