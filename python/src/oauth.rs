//! LikeCoin's OAuth client, behind `jotkit.likecoin`: requests made and replies read. Sending them
//! is Python's part.

use jotkit::Code;
use jotkit::likecoin::http_status::Refusal;
use jotkit::likecoin::oauth::{self, AuthorizeRequest, Reaction, RefreshRequest, TokenRequest};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert::{bytes, http_status, text};
use crate::error::{guard, raise};
use crate::read::read;
use crate::write::{self, parsed};

/// Makes the address of the consent page: a dict of `url` and `state`.
#[pyfunction]
#[pyo3(signature = (**request))]
pub(crate) fn authorize_url<'py>(
    py: Python<'py>,
    request: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let request = parsed(AuthorizeRequest::from_json(&write::options(request)?))?;
        let made = parsed(request.url().and_then(|made| made.to_json()))?;
        read(py, &made)
    })
}

/// Takes the code out of the address that the user came back to.
#[pyfunction]
pub(crate) fn parse_callback(url: &Bound<'_, PyAny>, state: &Bound<'_, PyAny>) -> PyResult<String> {
    guard(|| {
        let (url, state) = (text(url, "url")?, text(state, "state")?);
        let code = parsed(oauth::parse_callback(url, state))?;
        Ok(code.into_string())
    })
}

/// Makes the request that exchanges a code: a dict of `method`, `url`, `headers`, `body`.
#[pyfunction]
#[pyo3(signature = (**request))]
pub(crate) fn token_request<'py>(
    py: Python<'py>,
    request: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let request = parsed(TokenRequest::from_json(&write::options(request)?))?;
        let made = parsed(request.http_request().and_then(|made| made.to_json()))?;
        read(py, &made)
    })
}

/// Makes the request that refreshes an access token: a dict as `token_request` returns.
#[pyfunction]
#[pyo3(signature = (**request))]
pub(crate) fn refresh_request<'py>(
    py: Python<'py>,
    request: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let request = parsed(RefreshRequest::from_json(&write::options(request)?))?;
        let made = parsed(request.http_request().and_then(|made| made.to_json()))?;
        read(py, &made)
    })
}

/// Reads the reply to either request: a dict of what it grants.
#[pyfunction]
#[pyo3(signature = (status, body, held=None))]
pub(crate) fn parse_token_response<'py>(
    py: Python<'py>,
    status: &Bound<'py, PyAny>,
    body: &Bound<'py, PyAny>,
    held: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let held = held.filter(|held| !held.is_none());
        let held = held.map(|held| text(held, "refresh_token")).transpose()?;
        let reply = oauth::parse_token_response(http_status(status)?, bytes(body, "body")?, held);
        let reply = parsed(reply.and_then(|reply| reply.to_json()))?;
        read(py, &reply)
    })
}

/// Refuses an address that an access token must not be sent to, and returns what to call: `endpoint` is the
/// API's own address, LikeCoin's if it is left out.
#[pyfunction]
#[pyo3(signature = (url, endpoint = None))]
pub(crate) fn call_url(
    url: &Bound<'_, PyAny>,
    endpoint: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    guard(|| {
        let endpoint = endpoint.map(|own| text(own, "endpoint")).transpose()?;
        parsed(oauth::call_url(endpoint, text(url, "url")?))
    })
}

/// What to do about an API's reply: `done`, `refresh_and_retry`, `reauthorize` or `failed`.
#[pyfunction]
pub(crate) fn reaction(
    status: &Bound<'_, PyAny>,
    body: &Bound<'_, PyAny>,
    after_refresh: bool,
) -> PyResult<&'static str> {
    guard(|| {
        let (status, body) = (http_status(status)?, bytes(body, "body")?);
        let reaction = match after_refresh {
            false => Reaction::to(status, body),
            true => Reaction::after_refresh(status, body),
        };
        Ok(match reaction {
            Reaction::Done => "done",
            Reaction::RefreshAndRetry => "refresh_and_retry",
            Reaction::Reauthorize => "reauthorize",
            _ => "failed",
        })
    })
}

/// What an API answers to a request whose token was refused: status and body; `None` if the failure is
/// not the token's.
#[pyfunction]
pub(crate) fn refusal(code: &str) -> PyResult<Option<(u16, &'static str)>> {
    guard(|| {
        let mut codes = Code::ALL.iter().copied();
        let code = codes.find(|known| known.as_str() == code);
        let refusal = code.and_then(Refusal::of_code);
        Ok(refusal.map(|refusal| (refusal.status, refusal.body)))
    })
}

/// The exception for a reply that is longer than the client takes.
#[pyfunction]
pub(crate) fn response_too_large(py: Python<'_>) -> PyResult<Py<PyAny>> {
    guard(|| {
        Ok(raise(&Code::ResponseInvalid.into())
            .into_value(py)
            .into_any())
    })
}

/// The exception for a call without a token to call with.
#[pyfunction]
pub(crate) fn no_tokens(py: Python<'_>) -> PyResult<Py<PyAny>> {
    let error =
        jotkit::Error::argument_invalid("The client holds no token of the kind it needs: log in.");
    guard(|| Ok(raise(&error).into_value(py).into_any()))
}
