//! The third step of the flow: the request that turns a code, or later a refresh token, into an
//! access token.
//!
//! LikeCoin's token endpoint takes a form in the body, the client's credentials among it; it reads
//! no HTTP Basic header. jotkit makes the request, and the caller's HTTP client sends it.

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::address::{API, check_not_blank, check_redirect_uri, endpoint};
use super::body::Body;
use crate::error::{Code, Error, Result};
use crate::options::Fields;
use crate::secret::{self, Secret};

/// The token endpoint's path under the API's address.
const PATH: &str = "/oauth/access_token";
/// The revocation endpoint's path, that of jotkit's own provider: LikeCoin's is not public
/// (protocol row B6.7).
const REVOCATION_PATH: &str = "/oauth/revoke";

/// A request to exchange an authorization code for an access token (RFC 6749 §4.1.3).
#[derive(Debug, Clone)]
pub struct TokenRequest {
    client_id: String,
    client_secret: Secret,
    redirect_uri: String,
    code: Secret,
    endpoint: Option<String>,
}

/// A request for a new access token by way of a refresh token (RFC 6749 §6).
#[derive(Debug, Clone)]
pub struct RefreshRequest {
    client_id: String,
    client_secret: Secret,
    refresh_token: Secret,
    endpoint: Option<String>,
}

/// An HTTP request for the caller's HTTP client to send.
///
/// The body of a token request holds the client's secret, and the headers of a session's request
/// hold the access token. Both are hidden in the `Debug` form and wiped when dropped.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method, such as `POST`.
    pub method: String,
    /// The address. jotkit puts nothing secret into it.
    pub url: String,
    /// The headers' names, in lower case, and values.
    pub headers: Vec<(String, Secret)>,
    /// The body, if there is one. A token request always has one, form encoded.
    pub body: Option<Body>,
}

impl TokenRequest {
    /// A request for the code that [`parse_callback`](super::oauth::parse_callback) returned.
    ///
    /// `redirect_uri` is the very text that the authorization was requested with.
    #[must_use]
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        redirect_uri: impl Into<String>,
        code: impl Into<Secret>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            redirect_uri: redirect_uri.into(),
            code: code.into(),
            endpoint: None,
        }
    }

    /// Reads a request from a JSON object with the members `client_id`, `client_secret`,
    /// `redirect_uri`, `code` and optionally `endpoint`.
    ///
    /// # Errors
    /// `argument_invalid` for anything else, such as an unknown member or `null`.
    pub fn from_json(json: &str) -> Result<Self> {
        Self::read(json, None)
    }

    /// As [`TokenRequest::from_json`], with the code outside the JSON text: a program that writes
    /// the text by hand must not paste into it what a browser sent.
    ///
    /// # Errors
    /// As [`TokenRequest::from_json`]; the text must not have a `code` of its own.
    pub fn from_json_and_code(json: &str, code: &str) -> Result<Self> {
        Self::read(json, Some(code.into()))
    }

    fn read(json: &str, code: Option<Secret>) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let request = Self {
            client_id: fields.required("client_id")?,
            client_secret: fields.required("client_secret")?,
            redirect_uri: fields.required("redirect_uri")?,
            code: match code {
                Some(code) => code,
                None => fields.required("code")?,
            },
            endpoint: fields.optional("endpoint")?,
        };
        fields.end(&[])?;
        Ok(request)
    }

    /// Uses another API than `https://api.like.co`, such as the test network's.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Makes the HTTP request. A code can be exchanged once.
    ///
    /// # Errors
    /// `argument_invalid` if the client id or the code is blank, the redirect URI is relative or
    /// has a fragment, or the endpoint is not `https` (`http` is for localhost), has a query, a
    /// fragment or a user name; `key_weak` if the client's secret is empty.
    pub fn http_request(&self) -> Result<HttpRequest> {
        check_client(&self.client_id, &self.client_secret)?;
        check_redirect_uri(&self.redirect_uri)?;
        check_not_blank(self.code.as_str(), "The code must not be blank.")?;
        let fields = [
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
            ("grant_type", "authorization_code"),
            ("code", self.code.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
        ];
        HttpRequest::post(self.endpoint.as_deref(), PATH, &fields)
    }
}

impl RefreshRequest {
    /// A request for the refresh token of an earlier
    /// [`TokenResponse`](super::oauth::TokenResponse).
    #[must_use]
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: refresh_token.into(),
            endpoint: None,
        }
    }

    /// Reads a request from a JSON object with the members `client_id`, `client_secret`,
    /// `refresh_token` and optionally `endpoint`.
    ///
    /// # Errors
    /// `argument_invalid` for anything else, such as an unknown member or `null`.
    pub fn from_json(json: &str) -> Result<Self> {
        Self::read(json, None)
    }

    /// As [`RefreshRequest::from_json`], with the refresh token outside the JSON text.
    ///
    /// # Errors
    /// As [`RefreshRequest::from_json`]; the text must not have a `refresh_token` of its own.
    pub fn from_json_and_token(json: &str, refresh_token: &str) -> Result<Self> {
        Self::read(json, Some(refresh_token.into()))
    }

    fn read(json: &str, refresh_token: Option<Secret>) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let request = Self {
            client_id: fields.required("client_id")?,
            client_secret: fields.required("client_secret")?,
            refresh_token: match refresh_token {
                Some(token) => token,
                None => fields.required("refresh_token")?,
            },
            endpoint: fields.optional("endpoint")?,
        };
        fields.end(&[])?;
        Ok(request)
    }

    /// Uses another API than `https://api.like.co`, such as the test network's.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Makes the HTTP request.
    ///
    /// # Errors
    /// `argument_invalid` if the client id or the refresh token is blank or the endpoint is not
    /// `https` (`http` is for localhost), has a query, a fragment or a user name; `key_weak` if the
    /// client's secret is empty.
    pub fn http_request(&self) -> Result<HttpRequest> {
        check_client(&self.client_id, &self.client_secret)?;
        check_not_blank(
            self.refresh_token.as_str(),
            "The refresh token must not be blank.",
        )?;
        let fields = [
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
            ("grant_type", "refresh_token"),
            ("refresh_token", self.refresh_token.as_str()),
        ];
        HttpRequest::post(self.endpoint.as_deref(), PATH, &fields)
    }
}

pub(super) fn check_client(id: &str, secret: &Secret) -> Result<()> {
    check_not_blank(id, "The client id must not be blank.")?;
    if secret.as_str().is_empty() {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "The client's secret is empty.",
        ));
    }
    Ok(())
}

impl HttpRequest {
    /// The request that revokes a token (RFC 7009 §2.1).
    pub(super) fn revocation(
        api: Option<&str>,
        client_id: &str,
        client_secret: &Secret,
        token: &Secret,
    ) -> Result<Self> {
        let fields = [
            ("client_id", client_id),
            ("client_secret", client_secret.as_str()),
            ("token", token.as_str()),
        ];
        Self::post(api, REVOCATION_PATH, &fields)
    }

    fn post(api: Option<&str>, path: &str, fields: &[(&str, &str)]) -> Result<Self> {
        let api = endpoint(api.unwrap_or(API))?;
        let url = [api.as_str().trim_end_matches('/'), path].concat();
        // Each byte becomes three at most. A string that had to grow would leave copies of the
        // secrets in memory.
        let longest = fields.iter().map(|(name, value)| {
            name.len()
                .saturating_add(value.len())
                .saturating_mul(3)
                .saturating_add(2)
        });
        let capacity = longest.fold(0, usize::saturating_add);
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(capacity));
        Ok(Self {
            method: "POST".to_owned(),
            url,
            headers: [
                ("content-type", "application/x-www-form-urlencoded"),
                ("accept", "application/json"),
            ]
            .map(|(name, value)| (name.to_owned(), value.into()))
            .into(),
            body: Some(form.extend_pairs(fields).finish().into()),
        })
    }

    /// This as a JSON object with the members `method`, `url`, `headers` (an object) and, if there
    /// is one, `body`. It holds the secrets of the request.
    ///
    /// # Errors
    /// `internal` if the body is not UTF-8. The body of a token request always is.
    pub fn to_json(&self) -> Result<Zeroizing<String>> {
        let body = self.body.as_ref();
        let body = body.map(|body| body.as_str().ok_or(Error::internal()));
        secret::json(&self.json(body.transpose()?))
    }

    /// For serde: the request with this body, or without one.
    pub(super) fn json<'a>(&'a self, body: Option<&'a str>) -> impl Serialize + 'a {
        Json {
            method: &self.method,
            url: &self.url,
            headers: Headers(&self.headers),
            body,
        }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    method: &'a str,
    url: &'a str,
    headers: Headers<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

struct Headers<'a>(&'a [(String, Secret)]);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.0.iter();
        serializer.collect_map(pairs.map(|(name, value)| (name, value.as_str())))
    }
}

#[cfg(test)]
#[path = "token_request_tests.rs"]
mod tests;
