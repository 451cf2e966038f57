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
pub struct OAuthAuthorization {
    /// The address of the consent page.
    pub url: String,
    /// What the callback has to bring back.
    pub state: String,
}

/// An HTTP request for the host to send.
#[derive(uniffi::Record)]
pub struct OAuthRequest {
    /// The method.
    pub method: String,
    /// The address.
    pub url: String,
    /// The headers.
    pub headers: HashMap<String, String>,
    /// The body, which is secret.
    pub body: Option<Vec<u8>>,
}

/// What the token endpoint granted.
#[derive(uniffi::Record)]
pub struct OAuthTokens {
    /// The token to call the API with.
    pub access_token: String,
    /// The token to get the next access token with.
    pub refresh_token: Option<String>,
    /// The user's Liker ID.
    pub user: Option<String>,
    /// The name the user shows.
    pub display_name: Option<String>,
    /// The address of the user's picture.
    pub avatar: Option<String>,
    /// The granted scopes, where the reply names them.
    pub scope: Option<Vec<String>>,
    /// When the access token expires, in seconds since 1970.
    pub expires_at: Option<f64>,
}

/// What to do about an API's reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum OAuthReaction {
    /// The call succeeded.
    Done,
    /// Send the user to the consent page again.
    Reauthorize,
    /// The call failed for another reason than the token.
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
pub fn oauth_authorize_url(request: &str) -> Result<OAuthAuthorization, Failure> {
    let made = AuthorizeRequest::from_json(request)?.url()?;
    Ok(OAuthAuthorization {
        url: made.url,
        state: made.state,
    })
}

/// Takes the authorization code out of the address the user came back to.
#[uniffi::export]
pub fn oauth_parse_callback(url: &str, expected_state: &str) -> Result<String, Failure> {
    Ok(oauth::parse_callback(url, expected_state)?.into_string())
}

/// Makes the HTTP request that exchanges a code, from the JSON text of a token request.
#[uniffi::export]
pub fn oauth_token_request(request: String) -> Result<OAuthRequest, Failure> {
    let request = Zeroizing::new(request);
    Ok(TokenRequest::from_json(&request)?.http_request()?.into())
}

/// Makes the HTTP request that refreshes an access token, from the JSON text of a refresh request.
#[uniffi::export]
pub fn oauth_refresh_request(request: String) -> Result<OAuthRequest, Failure> {
    let request = Zeroizing::new(request);
    Ok(RefreshRequest::from_json(&request)?.http_request()?.into())
}

/// Reads the reply to either request. `held` is the refresh token held so far.
#[uniffi::export]
pub fn oauth_parse_token_response(
    status: u16,
    body: &[u8],
    held: Option<String>,
) -> Result<OAuthTokens, Failure> {
    let held = held.map(Zeroizing::new);
    let held = held.as_ref().map(|held| held.as_str());
    let tokens = oauth::parse_token_response(status, body, held)?;
    Ok(OAuthTokens::of(&tokens))
}
