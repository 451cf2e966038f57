//! The OAuth client's side of LikeCoin: requests to send and replies to read, without any I/O.

use jotkit::likecoin::oauth::{
    AuthorizeRequest, Cause, Client, RefreshRequest, TokenRequest, parse_callback,
    parse_token_response,
};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard};

/// What a request in JSON text makes, as JSON text: for `authorize` the consent page's address and
/// the state, for `token` and `refresh` the HTTP request.
#[napi]
pub fn oauth_request(form: String, request_json: Text) -> Answer<String> {
    guard(|| {
        let json = args::read(&request_json)?;
        let request = match form.as_str() {
            "authorize" => return AuthorizeRequest::from_json(&json)?.url()?.to_json(),
            "token" => TokenRequest::from_json(&json)?.http_request()?,
            _ => RefreshRequest::from_json(&json)?.http_request()?,
        };
        Ok(request.to_json()?.to_string())
    })
}

/// The authorization code in the address that the user came back to.
#[napi]
pub fn oauth_parse_callback(url: Text, expected_state: Text) -> Answer<String> {
    guard(|| {
        let code = parse_callback(&args::read(&url)?, &args::read(&expected_state)?)?;
        Ok(code.into_string())
    })
}

/// The tokens in the reply to either request, as JSON text. `held` is the refresh token held.
#[napi]
pub fn oauth_parse_token_response(
    status: u16,
    body: Uint8Array,
    held: Option<Text>,
) -> Answer<String> {
    guard(|| {
        let held = args::read_some(held.as_ref())?;
        let held = held.as_ref().map(|held| held.as_str());
        let reply = parse_token_response(status, &*body, held)?;
        Ok(reply.to_json()?.to_string())
    })
}

/// Fails with the error of a request that got no reply.
#[napi]
pub fn oauth_no_reply(cause: String) -> Answer<()> {
    guard(|| Err(cause.parse::<Cause>()?.error()))
}

/// Judges a client's settings.
#[napi]
pub fn oauth_client(client_json: Text) -> Answer<()> {
    guard(|| Client::from_json(&args::read(&client_json)?).map(drop))
}
