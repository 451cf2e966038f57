//! The core's keys behind a URL. `jotkit._remote` sends the requests.

use std::sync::Arc;

use jotkit::remote::{Ask, Millis, Reply, Step, events_to_json};
use pyo3::prelude::*;

use crate::args;
use crate::error::guard;
use crate::keyset::KeySet;

/// The core's part of `RemoteKeys`. Times are milliseconds since 1970; the rest is JSON text.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct RemoteCore(pub(crate) Arc<jotkit::RemoteKeys>);

#[pymethods]
impl RemoteCore {
    #[new]
    fn new(options: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let options = args::text(options, "options")?;
            Ok(Self(Arc::new(jotkit::RemoteKeys::from_json(options)?)))
        })
    }

    fn ask(&self, hint: &str, now: Millis) -> PyResult<String> {
        guard(|| Ok(self.0.ask(&Ask::from_json(hint)?, now).to_json()))
    }

    /// What to do so that there are keys. Raises what is refused.
    fn warm(&self, issuer: Option<&str>, now: Millis) -> PyResult<String> {
        guard(|| match self.0.warm(issuer, now) {
            Step::Refuse(error) => Err(error.into()),
            step => Ok(step.to_json()),
        })
    }

    fn answer(
        &self,
        lease: u64,
        status: u16,
        headers_json: &str,
        body: &[u8],
        now: Millis,
        jitter: u32,
    ) -> PyResult<String> {
        guard(|| {
            let reply = Reply::with_json_headers(status, headers_json, body.to_vec())?;
            Ok(self.0.answer(lease, &reply, now, jitter).to_json())
        })
    }

    fn failed(&self, lease: u64, cause: &str, now: Millis, jitter: u32) -> PyResult<String> {
        guard(|| {
            let reply = Reply::Failed(cause.parse()?);
            Ok(self.0.answer(lease, &reply, now, jitter).to_json())
        })
    }

    fn wake_at(&self, now: Millis) -> PyResult<Option<Millis>> {
        guard(|| Ok(self.0.wake_at(now)))
    }

    fn export(&self) -> PyResult<String> {
        guard(|| Ok(self.0.export()))
    }

    fn seed(&self, text: &Bound<'_, PyAny>, now: Millis) -> PyResult<()> {
        guard(|| Ok(self.0.seed(args::text(text, "text")?, now)?))
    }

    fn status(&self, issuer: Option<&str>, now: Millis) -> PyResult<String> {
        guard(|| Ok(self.0.status(issuer, now)?.to_json()))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| Ok(format!("{:?}", self.0)))
    }

    fn events(&self) -> PyResult<String> {
        guard(|| Ok(events_to_json(&self.0.events())))
    }

    fn key_set(&self, issuer: Option<&str>, now: Millis) -> PyResult<Option<KeySet>> {
        guard(|| {
            let keys = self.0.status(issuer, now)?.keys;
            Ok(keys.map(|keys| KeySet((*keys).clone())))
        })
    }
}
