//! LikeCoin's provider: the native half of `jotkit.provider`, which runs the statements and sends
//! the replies.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jotkit::likecoin::provider::{
    self, ClientOptions, Endpoint, JsonFlow, MAX_BODY_BYTES, Options, Request,
};
use jotkit::likecoin::scope::Demands;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args::{self, Given, only_bytes, text};
use crate::clock::Clock;
use crate::error::{Failure, guard, not_pickled};
use crate::json;

/// The core's part of `Provider`: each method begins a flow.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct ProviderCore {
    inner: provider::Provider,
    clock: Clock,
}

impl ProviderCore {
    /// The time of a flow, in whole seconds since 1970.
    fn now(&self, py: Python<'_>) -> Result<i64, Failure> {
        let seconds = self.clock.now(py, None)?;
        if !seconds.is_finite() {
            let hint = "The clock must return seconds since 1970 or a datetime.";
            return Err(jotkit::Error::argument_invalid(hint).into());
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a conversion to a whole number saturates"
        )]
        Ok(seconds.floor() as i64)
    }
}

#[pymethods]
impl ProviderCore {
    #[new]
    #[pyo3(signature = (*, clock=Given(None), **options))]
    fn new(clock: Given<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let clock = Clock::of(clock)?;
            let options = Options::from_json(&json::options(options)?)?;
            let inner = provider::Provider::new(options)?;
            Ok(Self { inner, clock })
        })
    }

    fn setup(&self, py: Python<'_>) -> PyResult<ProviderFlow> {
        guard(|| Ok(self.inner.setup(self.now(py)?).into()))
    }

    #[pyo3(signature = (**client))]
    fn put_client(
        &self,
        py: Python<'_>,
        client: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<ProviderFlow> {
        guard(|| {
            let client = ClientOptions::from_json(&json::options(client)?)?;
            Ok(self.inner.put_client(client, self.now(py)?)?.into())
        })
    }

    #[pyo3(signature = (client_id, secret=None, keep=Given(None)))]
    fn new_secret(
        &self,
        py: Python<'_>,
        client_id: &Bound<'_, PyAny>,
        secret: Option<&Bound<'_, PyAny>>,
        keep: Given<'_>,
    ) -> PyResult<ProviderFlow> {
        guard(|| {
            let client = text(client_id, "client_id")?;
            let secret = secret.map(|secret| text(secret, "secret")).transpose()?;
            let keep = args::whole_seconds(&keep, "keep")?.unwrap_or(0);
            let keep = u32::try_from(keep).map_err(|_| {
                let hint = "`keep` must be whole seconds, at most 4294967295.";
                jotkit::Error::argument_invalid(hint)
            })?;
            let secret = secret.map(str::to_owned);
            Ok(self
                .inner
                .new_secret(client, secret, keep, self.now(py)?)
                .into())
        })
    }

    fn clients(&self, py: Python<'_>) -> PyResult<ProviderFlow> {
        guard(|| Ok(self.inner.clients(self.now(py)?).into()))
    }

    #[pyo3(signature = (request, body=None))]
    fn answer(
        &self,
        py: Python<'_>,
        request: &Bound<'_, PyAny>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ProviderFlow> {
        guard(|| {
            let body = body.map(|body| only_bytes(body, "body")).transpose()?;
            let request = json::object(request, "request")?;
            let request = Request::from_json(&request, body.map(<[u8]>::to_vec))?;
            Ok(self.inner.answer(request, self.now(py)?).into())
        })
    }

    #[pyo3(signature = (token, **demands))]
    fn verify(
        &self,
        py: Python<'_>,
        token: &Bound<'_, PyAny>,
        demands: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<ProviderFlow> {
        guard(|| {
            let demands = Demands::from_json(&json::options(demands)?)?;
            Ok(self
                .inner
                .verify(args::token(token)?, demands, self.now(py)?)
                .into())
        })
    }

    fn apps(&self, py: Python<'_>, user: &Bound<'_, PyAny>) -> PyResult<ProviderFlow> {
        guard(|| Ok(self.inner.apps(text(user, "user")?, self.now(py)?).into()))
    }

    fn withdraw(
        &self,
        py: Python<'_>,
        user: &Bound<'_, PyAny>,
        client_id: &Bound<'_, PyAny>,
    ) -> PyResult<ProviderFlow> {
        guard(|| {
            let (user, client) = (text(user, "user")?, text(client_id, "client_id")?);
            Ok(self.inner.withdraw(user, client, self.now(py)?).into())
        })
    }

    fn sweep(&self, py: Python<'_>) -> PyResult<ProviderFlow> {
        guard(|| Ok(self.inner.sweep(self.now(py)?).into()))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| Ok(format!("{:?}", self.inner)))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Provider")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.traverse(&visit)
    }
}

/// A decision under way: what to do next, and then what came of it. All of it is JSON text.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct ProviderFlow(Mutex<Box<dyn JsonFlow>>);

impl<F: JsonFlow + 'static> From<F> for ProviderFlow {
    fn from(flow: F) -> Self {
        Self(Mutex::new(Box::new(flow)))
    }
}

impl ProviderFlow {
    fn flow(&self) -> MutexGuard<'_, Box<dyn JsonFlow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl ProviderFlow {
    /// The step. Raises the error of the function, once it is done.
    fn step(&self) -> PyResult<String> {
        guard(|| Ok(self.flow().step_json()?))
    }

    fn rows(&self, rows: &Bound<'_, PyAny>) -> PyResult<()> {
        guard(|| Ok(self.flow().rows_json(text(rows, "rows")?)?))
    }

    #[pyo3(signature = (user=None))]
    fn user(&self, user: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        guard(|| {
            let user = user.map(|user| text(user, "user")).transpose()?;
            Ok(self.flow().user_json(user)?)
        })
    }

    fn fail(&self) -> PyResult<()> {
        guard(|| Ok(self.flow().fail()?))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a flow")
    }
}

/// The endpoint of a path; `None` if it is not one of the provider's.
#[pyfunction]
pub(crate) fn provider_endpoint(path: &Bound<'_, PyAny>) -> PyResult<Option<&'static str>> {
    guard(|| {
        let endpoint = Endpoint::of_path(text(path, "path")?);
        Ok(endpoint.map(Endpoint::as_str))
    })
}

/// The greatest length of a body that a provider reads, in bytes.
#[pyfunction]
pub(crate) fn provider_body_limit() -> PyResult<usize> {
    guard(|| Ok(MAX_BODY_BYTES))
}

/// Every statement: its name and its text.
#[pyfunction]
pub(crate) fn provider_statements() -> PyResult<Vec<(&'static str, &'static str)>> {
    guard(|| Ok(provider::statements().collect()))
}
