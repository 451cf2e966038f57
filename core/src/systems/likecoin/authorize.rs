//! The first step of the flow: the address of the page that asks the user for consent.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use zeroize::Zeroizing;

use super::address::{check_not_blank, check_redirect_uri, endpoint};
use crate::base64url;
use crate::challenge::is_scope;
use crate::crypto::random;
use crate::error::{Code, Error, Result};
use crate::options::Fields;

/// The consent page of the production service.
const DEFAULT_ENDPOINT: &str = "https://like.co/in/oauth";

/// The bytes of randomness in a generated state: 192 bits cannot be guessed (RFC 6749 §10.10).
const STATE_BYTES: usize = 24;

/// Everything but the unreserved characters of RFC 3986 §2.3: a space becomes `%20`, never `+`.
pub(super) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request for a user's consent (RFC 6749 §4.1.1, as LikeCoin's page reads it: there is no
/// `response_type`, and scopes are separated by a space).
///
/// ```
/// use jotkit::likecoin::oauth::{AuthorizeRequest, parse_callback};
///
/// let request = AuthorizeRequest::new("client", "https://app.example/cb").scope(["profile"]);
/// let authorization = request.url()?; // send the user to its `url`, remember its `state`
/// let state = authorization.state.as_str();
/// let back = format!("https://app.example/cb?auth_code=c1&state={state}");
/// assert_eq!(parse_callback(&back, state)?.as_str(), "c1");
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone)]
pub struct AuthorizeRequest {
    client_id: String,
    scope: Vec<String>,
    redirect_uri: String,
    state: Option<String>,
    endpoint: Option<String>,
}

/// Where to send the user, and what to remember until they come back.
///
/// `Debug` hides both members: who knows the state can finish a login of their own in the user's
/// browser.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct Authorization {
    /// The address of the consent page, with all parameters.
    pub url: String,
    /// What [`parse_callback`](super::oauth::parse_callback) has to be given. To be kept with this
    /// user's session, and to be used once.
    pub state: String,
}

impl Authorization {
    /// This as a JSON object with the members `url` and `state`.
    ///
    /// # Errors
    /// None in practice; `internal` if the text could not be written.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::internal())
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization").finish_non_exhaustive()
    }
}

impl fmt::Debug for AuthorizeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizeRequest")
            .field("client_id", &self.client_id)
            .field("scope", &self.scope)
            .field("redirect_uri", &self.redirect_uri)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl AuthorizeRequest {
    /// A request without scopes, which leaves the choice to the client's default scopes.
    #[must_use]
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            scope: Vec::new(),
            redirect_uri: redirect_uri.into(),
            state: None,
            endpoint: None,
        }
    }

    /// Reads a request from a JSON object with the members `client_id`, `scope` (a list, which may
    /// be empty), `redirect_uri` and, where they are wanted, `state` and `endpoint`.
    ///
    /// # Errors
    /// `argument_invalid` for anything else, an unknown member or a null among it.
    pub fn from_json(json: &str) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let request = Self {
            client_id: fields.required("client_id")?,
            scope: fields.required("scope")?,
            redirect_uri: fields.required("redirect_uri")?,
            state: fields.optional("state")?,
            endpoint: fields.optional("endpoint")?,
        };
        fields.end(&[])?;
        Ok(request)
    }

    /// Asks for these scopes, one word each.
    ///
    /// The page adds `profile`, and turns a word without a colon into its `read:` and `write:`
    /// form, so a token may hold more than this.
    #[must_use]
    pub fn scope<S: Into<String>>(mut self, scope: impl IntoIterator<Item = S>) -> Self {
        self.scope = scope.into_iter().map(Into::into).collect();
        self
    }

    /// Uses this state instead of a random one. It has to be unguessable.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Uses another consent page than `https://like.co/in/oauth`, such as the test network's.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Makes the address to send the user to, with a state of 192 random bits unless one was given.
    ///
    /// # Errors
    /// `argument_invalid` if the client id or the state is blank, a scope is not one word
    /// (RFC 6749 §3.3), the redirect URI is relative or has a fragment, or the endpoint is not
    /// `https` (`http` is for localhost), has a query, a fragment or a user name.
    pub fn url(&self) -> Result<Authorization> {
        check_not_blank(&self.client_id, "The client id must not be blank.")?;
        if !self.scope.iter().all(|word| is_scope(word)) {
            return Err(Error::with_hint(
                Code::ArgumentInvalid,
                "A scope must be one word of visible ASCII without quotes and backslashes.",
            ));
        }
        check_redirect_uri(&self.redirect_uri)?;
        let state = match &self.state {
            Some(state) => {
                check_not_blank(
                    state,
                    "The state must not be blank; leave it out to get a random one.",
                )?;
                state.clone()
            }
            None => random_state()?,
        };
        let mut url: String =
            endpoint(self.endpoint.as_deref().unwrap_or(DEFAULT_ENDPOINT))?.into();
        let scope = self.scope.join(" ");
        let scope = (!scope.is_empty()).then_some(("scope", scope.as_str()));
        let parameters = [
            Some(("client_id", self.client_id.as_str())),
            scope,
            Some(("redirect_uri", self.redirect_uri.as_str())),
            Some(("state", state.as_str())),
        ];
        for ((name, value), separator) in parameters.into_iter().flatten().zip(["?", "&", "&", "&"])
        {
            url.extend([separator, name, "="]);
            url.extend(utf8_percent_encode(value, ENCODED));
        }
        Ok(Authorization { url, state })
    }
}

fn random_state() -> Result<String> {
    let mut bytes = Zeroizing::new([0; STATE_BYTES]);
    random(&mut *bytes)?;
    Ok(base64url::encode(&*bytes))
}

#[cfg(test)]
#[path = "authorize_tests.rs"]
mod tests;
