//! The client of a session, as it is registered with LikeCoin.

use crate::error::{Code, Error, Result};
use crate::options::Fields;
use crate::secret::Secret;
use crate::systems::likecoin::address::{API, call_url, check_redirect_uri, endpoint};
use crate::systems::likecoin::token_request::{HttpRequest, RefreshRequest, check_client};

/// The client that a [`Session`](crate::likecoin::oauth::Session) belongs to.
#[derive(Debug, Clone)]
pub struct Client {
    /// `None` if they are elsewhere.
    registered: Option<Registered>,
    endpoint: Option<String>,
}

/// What a client is registered with.
#[derive(Debug, Clone)]
struct Registered {
    client_id: String,
    client_secret: Secret,
    redirect_uri: String,
}

impl Client {
    /// A client with its id, secret and redirect URI.
    #[must_use]
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        Self {
            registered: Some(Registered {
                client_id: client_id.into(),
                client_secret: client_secret.into(),
                redirect_uri: redirect_uri.into(),
            }),
            endpoint: None,
        }
    }

    /// A client that does not hold its secret, such as an app, whose own server refreshes the
    /// tokens. Its session asks for that with [`Step::Refresh`](crate::likecoin::oauth::Step).
    #[must_use]
    pub const fn without_secret() -> Self {
        Self {
            registered: None,
            endpoint: None,
        }
    }

    /// Reads a client from a JSON object with the members `client_id`, `client_secret`,
    /// `redirect_uri` and, optionally, `endpoint`.
    ///
    /// # Errors
    /// `argument_invalid` for anything else, such as an unknown member or a null; for a blank
    /// client id; for a redirect URI that is relative or has a fragment; and for an endpoint that
    /// is not `https` (`http` is for localhost) or has a query, a fragment or a user name.
    /// `key_weak` if the client's secret is empty.
    pub fn from_json(json: &str) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let client = Self {
            registered: Some(Registered {
                client_id: fields.required("client_id")?,
                client_secret: fields.required("client_secret")?,
                redirect_uri: fields.required("redirect_uri")?,
            }),
            endpoint: fields.optional("endpoint")?,
        };
        fields.end(&[])?;
        client.check()?;
        Ok(client)
    }

    /// Uses another API than `https://api.like.co`, such as the test network's.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        if let Some(registered) = &self.registered {
            check_client(&registered.client_id, &registered.client_secret)?;
            check_redirect_uri(&registered.redirect_uri)?;
        }
        endpoint(self.endpoint.as_deref().unwrap_or(API)).map(drop)
    }

    pub(super) fn secret(&self) -> Option<&str> {
        let registered = self.registered.as_ref()?;
        Some(registered.client_secret.as_str())
    }

    /// The address of a call, if it is the API's own.
    pub(super) fn call_url(&self, address: &str) -> Result<String> {
        call_url(self.endpoint.as_deref(), address)
    }

    /// The request that revokes a token.
    pub(super) fn revoke(&self, token: &Secret) -> Result<HttpRequest> {
        let registered = self.registered.as_ref().ok_or(Error::argument_invalid(
            "This client does not hold its secret; the app's own server logs out.",
        ))?;
        let (id, secret) = (&registered.client_id, &registered.client_secret);
        HttpRequest::revocation(self.endpoint.as_deref(), id, secret, token)
    }

    /// The request that refreshes the tokens; `None` if the secret is elsewhere.
    pub(super) fn refresh(&self, token: &Secret) -> Result<Option<HttpRequest>> {
        let Some(registered) = &self.registered else {
            return Ok(None);
        };
        let client_id = registered.client_id.as_str();
        let secret = registered.client_secret.clone();
        let mut request = RefreshRequest::new(client_id, secret, token.clone());
        if let Some(endpoint) = &self.endpoint {
            request = request.endpoint(endpoint.as_str());
        }
        request.http_request().map(Some)
    }
}
