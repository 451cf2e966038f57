//! One call of the API: its request, and what it is waiting for.

use std::collections::BTreeMap;
use zeroize::Zeroizing;

use super::client::Client;
use crate::bearer;
use crate::error::{Code, Error, Result};
use crate::options::Fields;
use crate::secret::Secret;
use crate::systems::likecoin::body::Body;
use crate::systems::likecoin::token_request::HttpRequest;

/// The header that carries the access token.
const AUTHORIZATION: &str = "authorization";

/// A call's request without the token. Every part was checked.
pub(super) struct Request {
    method: String,
    url: String,
    headers: Vec<(String, Secret)>,
    body: Option<Body>,
}

impl Request {
    pub(super) fn new<'a>(
        client: &Client,
        method: &str,
        url: &str,
        headers: impl Iterator<Item = (&'a str, &'a str)>,
        body: Option<Vec<u8>>,
    ) -> Result<Self> {
        // Taken first, so that it is wiped even if the call is refused.
        let body = body.map(Body::from);
        if !is_token(method) {
            return refused("A method is a token, such as `GET`.");
        }
        Ok(Self {
            method: method.to_owned(),
            url: client.call_url(url)?,
            headers: read_headers(headers)?,
            body,
        })
    }

    /// Reads a JSON object with the members `method`, `url` and, optionally, `headers`.
    pub(super) fn from_json(client: &Client, json: &str, body: Option<Vec<u8>>) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let method: String = fields.required("method")?;
        let url: String = fields.required("url")?;
        let headers: BTreeMap<String, Secret> = fields.optional("headers")?.unwrap_or_default();
        fields.end(&[])?;
        let headers = headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.as_str()));
        Self::new(client, &method, &url, headers, body)
    }

    /// The request with an access token, ready to be sent.
    pub(super) fn with(&self, access_token: &Secret) -> Result<HttpRequest> {
        let mut headers = self.headers.clone();
        let value = bearer::format(access_token.as_str())?;
        headers.push((AUTHORIZATION.to_owned(), value.into()));
        Ok(HttpRequest {
            method: self.method.clone(),
            url: self.url.clone(),
            headers,
            body: self.body.clone(),
        })
    }
}

/// The caller's headers with names in lower case, each name once, without `authorization`.
fn read_headers<'a>(
    headers: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<(String, Secret)>> {
    let mut read: Vec<(String, Secret)> = Vec::new();
    for (name, value) in headers {
        if !is_token(name) {
            return refused("A header's name is a token, such as `accept`.");
        }
        if value.chars().any(char::is_control) {
            return refused("A header's value must not have control characters.");
        }
        let name = name.to_ascii_lowercase();
        if name == AUTHORIZATION {
            continue;
        }
        match read.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => {
                let joined = Zeroizing::new([known.as_str(), value].join(", "));
                *known = joined.as_str().into();
            }
            None => read.push((name, value.into())),
        }
    }
    Ok(read)
}

/// A token of RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}

fn refused<T>(hint: &'static str) -> Result<T> {
    Err(Error::with_hint(Code::ArgumentInvalid, hint))
}

/// A call that has not ended.
pub(super) struct Call {
    pub(super) request: Request,
    pub(super) phase: Phase,
    /// How often the request was sent.
    pub(super) sends: u8,
    /// How many refreshes had ended when the call was sent, or when it began to wait.
    pub(super) since: u64,
}

/// What a call is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The reply to its own request.
    Sent,
    /// The reply to the refresh that it sent.
    Refreshing,
    /// The tokens that its caller gets elsewhere.
    Elsewhere,
    /// The end of another call's refresh.
    Waiting,
}
