//! What the verifiers of the two built-in token systems share: clients whose secrets make the keys.

use std::sync::Arc;

use jotkit::{likecoin, livelike};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};

use crate::callback::{self, Callback, settle};
use crate::convert::{self, text, wrong_type};
use crate::error::raise;
use crate::read::read;

/// A verifier of the core that finds its key by a client's id, and what it makes of a token as JSON.
pub(crate) trait Content {
    fn content(&self, token: &[u8], now: Option<f64>) -> jotkit::Result<String>;
}

impl Content for livelike::Verifier {
    fn content(&self, token: &[u8], now: Option<f64>) -> jotkit::Result<String> {
        let profile = match now {
            None => self.verify(token),
            Some(now) => self.verify_at(token, now),
        };
        profile?.to_json()
    }
}

impl Content for likecoin::Verifier {
    fn content(&self, token: &[u8], now: Option<f64>) -> jotkit::Result<String> {
        let token = match now {
            None => self.verify(token),
            Some(now) => self.verify_at(token, now),
        };
        token?.to_json()
    }
}

/// The secret of a client, by its id, from a callable.
pub(crate) type Lookup = Box<dyn Fn(&str) -> jotkit::Result<String> + Send + Sync>;

/// A verifier that was given its clients as a mapping or as a callable.
pub(crate) struct ClientVerifier<V> {
    inner: V,
    callback: Option<Arc<Callback>>,
}

impl<V: Content> ClientVerifier<V> {
    pub(crate) fn new(
        clients: &Bound<'_, PyAny>,
        known: impl FnOnce(Vec<(&str, &str)>) -> jotkit::Result<V>,
        asking: impl FnOnce(Lookup) -> jotkit::Result<V>,
    ) -> PyResult<Self> {
        let (inner, callback) = if let Ok(mapping) = clients.cast::<PyMapping>() {
            let items = mapping.items()?;
            let pairs: PyResult<Vec<_>> = items.iter().map(|item| item.extract()).collect();
            (known(borrowed(&pairs?)?), None)
        } else if clients.is_callable() {
            let callback = Callback::new(clients);
            let asked = Arc::clone(&callback);
            (
                asking(Box::new(move |id| secret_of(&asked, id))),
                Some(callback),
            )
        } else {
            return Err(wrong_type("clients", "a mapping or a callable", clients));
        };
        let inner = inner.map_err(|error| raise(&error))?;
        Ok(Self { inner, callback })
    }

    pub(crate) fn verify<'py>(
        &self,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (bytes, now) = (convert::token(token)?, convert::time(now, "now")?);
        read(token.py(), &settle(self.inner.content(bytes, now))?)
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        callback::traverse(self.callback.as_ref(), visit)
    }

    pub(crate) fn clear(&self) {
        callback::clear(self.callback.as_ref());
    }
}

type Pair<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// The pairs as texts, without copies of the secrets.
fn borrowed<'a>(pairs: &'a [Pair<'_>]) -> PyResult<Vec<(&'a str, &'a str)>> {
    let pair = |(id, secret): &'a Pair<'_>| {
        Ok((text(id, "a client id")?, text(secret, "a client secret")?))
    };
    pairs.iter().map(pair).collect()
}

fn secret_of(asked: &Callback, client_id: &str) -> jotkit::Result<String> {
    asked.ask(
        |py| Ok(PyString::new(py, client_id).into_any().unbind()),
        |given| text(given, "what a client callable returns").map(str::to_owned),
        jotkit::Error::client_unknown(),
    )
}
