//! LikeCoin's OAuth client: requests, replies and the session's state. Python sends the requests.

use std::collections::HashMap;

use jotkit::likecoin::oauth::{self, AuthorizeRequest, Cause, RefreshRequest, Step, TokenRequest};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::args::{bytes, http_status, text};
use crate::claims::objects;
use crate::error::{Failure, guard, not_pickled, raise};
use crate::json;

/// Makes the address of the consent page: a dict of `url` and `state`.
#[pyfunction]
#[pyo3(signature = (**request))]
pub(crate) fn authorize_url<'py>(
    py: Python<'py>,
    request: Option<&Bound<'_, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let request = AuthorizeRequest::from_json(&json::options(request)?)?;
        objects(py, &request.url()?.to_json()?)
    })
}

/// Takes the authorization code out of the whole address that the user came back to.
///
/// `state` is the one of `authorize_url`; delete it after this call. Raises `FlowError` with the
/// code `state_mismatch`, `callback_invalid`, `access_denied` or `authorization_failed`.
#[pyfunction]
pub(crate) fn parse_callback(url: &Bound<'_, PyAny>, state: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| {
        let (url, state) = (text(url, "url")?, text(state, "state")?);
        Ok(oauth::parse_callback(url, state)?.into_string())
    })
}

/// Makes the request that exchanges a code: a dict of `method`, `url`, `headers`, `body`.
#[pyfunction]
#[pyo3(signature = (**request))]
pub(crate) fn token_request<'py>(
    py: Python<'py>,
    request: Option<&Bound<'_, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let request = TokenRequest::from_json(&json::options(request)?)?;
        objects(py, &request.http_request()?.to_json()?)
    })
}

/// Makes the request that refreshes an access token: a dict as `token_request` returns.
#[pyfunction]
#[pyo3(signature = (**request))]
pub(crate) fn refresh_request<'py>(
    py: Python<'py>,
    request: Option<&Bound<'_, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let request = RefreshRequest::from_json(&json::options(request)?)?;
        objects(py, &request.http_request()?.to_json()?)
    })
}

/// Reads the reply to either request: a dict of what it grants.
#[pyfunction]
#[pyo3(signature = (status, body, held=None))]
pub(crate) fn parse_token_response<'py>(
    status: &Bound<'py, PyAny>,
    body: &Bound<'py, PyAny>,
    held: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let held = held.map(|held| text(held, "refresh_token")).transpose()?;
        let (status, content) = (http_status(status)?, bytes(body, "body")?);
        let reply = oauth::parse_token_response(status, content, held)?;
        objects(body.py(), &reply.to_json()?)
    })
}

/// The error for a request that got no reply: the cause is `timeout`, `network`, `too_large` or
/// `redirect`.
#[pyfunction]
pub(crate) fn no_reply(py: Python<'_>, cause: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    guard(|| {
        let cause: Cause = text(cause, "cause")?.parse()?;
        Ok(raise(&cause.error()).into_value(py).into_any())
    })
}

/// One user's tokens, and the state of the calls made with them. It sends nothing: a step is a dict
/// with one of `send`, `wait` and `done`.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LikeCoinSession(oauth::Session);

#[pymethods]
impl LikeCoinSession {
    #[new]
    fn new(client: &Bound<'_, PyAny>, tokens: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let client = json::object(client, "client")?;
            let tokens = json::object(tokens, "tokens")?;
            Ok(Self(oauth::Session::from_json(&client, &tokens)?))
        })
    }

    /// Begins a call: its number and its first step. `request` has `method`, `url` and `headers`.
    #[pyo3(signature = (request, body=None))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        request: &Bound<'_, PyAny>,
        body: Option<Vec<u8>>,
    ) -> PyResult<(u64, Bound<'py, PyAny>)> {
        guard(|| {
            let request = json::object(request, "request")?;
            let (call, next) = self.0.call_json(&request, body)?;
            Ok((call, step(py, &next)?))
        })
    }

    /// Takes the reply to the request that a call sent.
    fn reply<'py>(
        &self,
        py: Python<'py>,
        call: u64,
        status: &Bound<'_, PyAny>,
        headers: HashMap<String, String>,
        body: &[u8],
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let headers: Vec<_> = headers.into_iter().collect();
            let next = self.0.reply(call, http_status(status)?, &headers, body)?;
            step(py, &next)
        })
    }

    /// Ends a call that got no reply, and returns the error to raise.
    fn failed(&self, py: Python<'_>, call: u64, cause: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| {
            let error = self.0.failed(call, text(cause, "cause")?.parse()?);
            Ok(raise(&error).into_value(py).into_any())
        })
    }

    /// Asks again for a call that waits.
    fn resume<'py>(&self, py: Python<'py>, call: u64) -> PyResult<Bound<'py, PyAny>> {
        guard(|| step(py, &self.0.resume(call)?))
    }

    /// Ends a call whose caller went away. One that is over is a `UsageError`.
    fn cancel(&self, call: u64) -> PyResult<()> {
        guard(|| Ok(self.0.cancel(call)?))
    }

    /// Makes the request that ends the tokens: a dict of `method`, `url`, `headers`, `body`.
    fn logout<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| objects(py, &self.0.logout()?.to_json()?))
    }

    /// Reads the reply to that request.
    fn logged_out(
        &self,
        status: &Bound<'_, PyAny>,
        headers: HashMap<String, String>,
        body: &[u8],
    ) -> PyResult<()> {
        guard(|| {
            let headers: Vec<_> = headers.into_iter().collect();
            Ok(self.0.logged_out(http_status(status)?, &headers, body)?)
        })
    }

    /// The tokens held now, as a dict.
    fn tokens<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| objects(py, &self.0.tokens().to_json()?))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Session")
    }
}

fn step<'py>(py: Python<'py>, step: &Step) -> Result<Bound<'py, PyAny>, Failure> {
    let next = objects(py, &step.to_json()?)?;
    if let Some(body) = step.body() {
        next.get_item("send")?
            .set_item("body", PyBytes::new(py, body.as_bytes()))?;
    }
    Ok(next)
}
