//! The OAuth client's side of LikeCoin: requests to send and replies to read. Nothing here uses the
//! network.

use std::collections::HashMap;

use jotkit::likecoin::oauth::{
    self, AuthorizeRequest, HttpRequest, Reaction, RefreshRequest, TokenRequest,
};
use zeroize::Zeroizing;

use crate::error::Failure;

/// Where to send the user, and what to remember until they come back.
#[derive(Debug, uniffi::Record)]
pub(crate) struct OAuthAuthorization {
    url: String,
    state: String,
}

/// An HTTP request for the host to send.
#[derive(uniffi::Record)]
pub(crate) struct OAuthRequest {
    method: String,
    url: String,
    headers: HashMap<String, String>,
    /// The body, which is secret.
    body: Option<Vec<u8>>,
}

/// What the token endpoint granted.
#[derive(uniffi::Record)]
pub(crate) struct OAuthTokens {
    access_token: String,
    refresh_token: Option<String>,
    user: Option<String>,
    display_name: Option<String>,
    avatar: Option<String>,
    scope: Option<Vec<String>>,
    expires_at: Option<f64>,
}

/// What to do about an API's reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub(crate) enum OAuthReaction {
    Done,
    Reauthorize,
    Failed,
}

impl From<Reaction> for OAuthReaction {
    fn from(reaction: Reaction) -> Self {
        match reaction {
            Reaction::Done => Self::Done,
            Reaction::Reauthorize => Self::Reauthorize,
            _ => Self::Failed,
        }
    }
}

impl From<HttpRequest> for OAuthRequest {
    fn from(request: HttpRequest) -> Self {
        let headers = request.headers.into_iter();
        Self {
            method: request.method,
            url: request.url,
            headers: headers
                .map(|(name, value)| (name, value.into_string()))
                .collect(),
            body: request.body.map(|body| body.as_bytes().to_vec()),
        }
    }
}

impl OAuthTokens {
    /// The tokens of the core.
    pub(crate) fn of(tokens: &oauth::TokenResponse) -> Self {
        Self {
            access_token: tokens.access_token.as_str().to_owned(),
            refresh_token: tokens
                .refresh_token
                .as_ref()
                .map(|token| token.as_str().to_owned()),
            user: tokens.user.clone(),
            display_name: tokens.display_name.clone(),
            avatar: tokens.avatar.clone(),
            scope: tokens.scope.clone(),
            expires_at: tokens.expires_at,
        }
    }
}

/// Makes the address of the consent page from the JSON text of an authorization request.
#[uniffi::export]
fn oauth_authorize_url(request: &str) -> Result<OAuthAuthorization, Failure> {
    let made = AuthorizeRequest::from_json(request)?.url()?;
    Ok(OAuthAuthorization {
        url: made.url,
        state: made.state,
    })
}

/// Takes the authorization code out of the address the user came back to.
#[uniffi::export]
fn oauth_parse_callback(url: &str, expected_state: &str) -> Result<String, Failure> {
    Ok(oauth::parse_callback(url, expected_state)?.into_string())
}

/// Makes the HTTP request that exchanges a code, from the JSON text of a token request.
#[uniffi::export]
fn oauth_token_request(request: String) -> Result<OAuthRequest, Failure> {
    let request = Zeroizing::new(request);
    Ok(TokenRequest::from_json(&request)?.http_request()?.into())
}

/// Makes the HTTP request that refreshes an access token, from the JSON text of a refresh request.
#[uniffi::export]
fn oauth_refresh_request(request: String) -> Result<OAuthRequest, Failure> {
    let request = Zeroizing::new(request);
    Ok(RefreshRequest::from_json(&request)?.http_request()?.into())
}

/// Reads the reply to either request. `held` is the refresh token held so far.
#[uniffi::export]
fn oauth_parse_token_response(
    status: u16,
    body: &[u8],
    held: Option<String>,
) -> Result<OAuthTokens, Failure> {
    let held = held.map(Zeroizing::new);
    let held = held.as_ref().map(|held| held.as_str());
    let tokens = oauth::parse_token_response(status, body, held)?;
    Ok(OAuthTokens::of(&tokens))
}
