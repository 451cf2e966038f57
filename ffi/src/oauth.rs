//! LikeCoin's OAuth flow, the client's side: the consent page, and the requests for tokens.

use jotkit::likecoin::oauth::{self, AuthorizeRequest, RefreshRequest, TokenRequest};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::request::HttpRequest;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Makes the address of the consent page to send the user to, and the state to remember with this
/// user's session until they come back.
///
/// The request is a JSON object: `client_id`, `scope` (a list of words, which may be empty),
/// `redirect_uri`, and optionally `state` (192 random bits by default) and `endpoint`. Fails with
/// `argument_invalid`.
#[export]
fn jotkit_likecoin_authorize_url(
    request: Text,
    url: *mut *mut OwnedString,
    state: *mut *mut OwnedString,
) -> Status {
    let authorization = AuthorizeRequest::from_json(request.str()?)?.url()?;
    url.put(authorization.url.into())?;
    state.put(authorization.state.into())
}

/// Reads the address that the user came back to, and writes the authorization code. The expected
/// state is this user's; forget it after this call, even if it fails.
///
/// Fails with `state_mismatch`, `access_denied` (the user declined), `authorization_failed` (the
/// server refused), `callback_invalid`, or `argument_invalid` for a blank expected state.
#[export]
fn jotkit_likecoin_parse_callback(
    url: Text,
    expected_state: Text,
    code: *mut *mut OwnedString,
) -> Status {
    let read = oauth::parse_callback(url.str()?, expected_state.str()?)?;
    code.put(Terminated::copy(read.as_str()))
}

/// Makes the HTTP request that exchanges a code, once, for an access token.
///
/// The client is a JSON object: `client_id`, `client_secret`, `redirect_uri` (exactly as it was in
/// the authorization request) and optionally `endpoint`. The code is an argument of its own, since
/// what a browser sent must not be pasted into JSON. Fails with `argument_invalid`, or `key_weak`
/// for an empty client secret.
#[export]
fn jotkit_likecoin_token_request(
    client: Text,
    code: Text,
    http_request: *mut *mut HttpRequest,
) -> Status {
    let request = TokenRequest::from_json_and_code(client.str()?, code.str()?)?;
    http_request.put(request.http_request()?.into())
}

/// Makes the HTTP request that gets a new access token for a refresh token. A session does this by
/// itself.
///
/// The client is a JSON object: `client_id`, `client_secret` and optionally `endpoint`. Fails as
/// `jotkit_likecoin_token_request`.
#[export]
fn jotkit_likecoin_refresh_request(
    client: Text,
    refresh_token: Text,
    http_request: *mut *mut HttpRequest,
) -> Status {
    let request = RefreshRequest::from_json_and_token(client.str()?, refresh_token.str()?)?;
    http_request.put(request.http_request()?.into())
}

/// Reads the HTTP response to a token or refresh request. The held refresh token may be absent
/// (`JOTKIT_ABSENT`); it is kept if the response has none.
///
/// The tokens are a JSON object: `access_token`, `refresh_token`, `user`, `display_name`, `avatar`,
/// `scope` (a list) and `expires_at` (seconds since 1970), without those that are absent.
///
/// Fails with `request_refused` unless the HTTP status is from 200 to 299, `response_invalid` for a
/// body over 1 MiB or not in the endpoint's format, `argument_invalid` for a blank refresh token.
#[export]
fn jotkit_likecoin_parse_token_response(
    http_status: u16,
    body: Text,
    held_refresh_token: Text,
    tokens: *mut *mut OwnedString,
) -> Status {
    let (body, held) = (body.body()?, held_refresh_token.optional_str()?);
    let granted = oauth::parse_token_response(http_status, body, held)?;
    tokens.put(Terminated::copy(granted.to_json()?.as_str()))
}
