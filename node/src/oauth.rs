//! The OAuth client's side of LikeCoin: requests to send and replies to read. Nothing here talks to
//! the network.

use jotkit::bearer;
use jotkit::likecoin::oauth::{
    AuthorizeRequest, Reaction, RefreshRequest, TokenRequest, api_url, call_url, parse_callback,
    parse_token_response,
};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::failure::{Answer, guard};
use crate::text::{self, JsText};

/// The consent page's address and the state, as JSON text.
#[napi]
pub fn oauth_authorize_url(request_json: JsText) -> Answer<String> {
    guard(|| {
        AuthorizeRequest::from_json(&text::read(&request_json)?)?
            .url()?
            .to_json()
    })
}

/// The authorization code of the address the user came back to.
#[napi]
pub fn oauth_parse_callback(url: JsText, expected_state: JsText) -> Answer<String> {
    guard(|| {
        let code = parse_callback(&text::read(&url)?, &text::read(&expected_state)?)?;
        Ok(code.into_string())
    })
}

/// The HTTP request that exchanges a code, as JSON text.
#[napi]
pub fn oauth_token_request(request_json: JsText) -> Answer<String> {
    guard(|| {
        let request = TokenRequest::from_json(&text::read(&request_json)?)?;
        Ok(request.http_request()?.to_json()?.to_string())
    })
}

/// The HTTP request that refreshes an access token, as JSON text.
#[napi]
pub fn oauth_refresh_request(request_json: JsText) -> Answer<String> {
    guard(|| {
        let request = RefreshRequest::from_json(&text::read(&request_json)?)?;
        Ok(request.http_request()?.to_json()?.to_string())
    })
}

/// Reads the reply to either request, as JSON text. `held` is the refresh token held so far.
#[napi]
pub fn oauth_parse_token_response(
    status: u16,
    body: Uint8Array,
    held: Option<JsText>,
) -> Answer<String> {
    guard(|| {
        let held = text::read_some(held.as_ref())?;
        let held = held.as_ref().map(|held| held.as_str());
        let reply = parse_token_response(status, &*body, held)?;
        Ok(reply.to_json()?.to_string())
    })
}

/// The address to send an access token to, checked and normalised.
#[napi]
pub fn oauth_api_url(address: JsText) -> Answer<String> {
    guard(|| api_url(&text::read(&address)?))
}

/// The address of a call to the API at `endpoint`, the production service's by default.
#[napi]
pub fn oauth_call_url(address: JsText, endpoint: Option<JsText>) -> Answer<String> {
    guard(|| {
        let endpoint = text::read_some(endpoint.as_ref())?;
        let endpoint = endpoint.as_ref().map(|endpoint| endpoint.as_str());
        call_url(endpoint, &text::read(&address)?)
    })
}

/// What to do about the reply to a call; `refreshed` if it was sent again after a refresh.
#[napi]
pub fn oauth_reaction(status: u16, body: Uint8Array, refreshed: bool) -> Answer<&'static str> {
    guard(|| {
        let reaction = match refreshed {
            false => Reaction::to(status, &*body),
            true => Reaction::after_refresh(status, &*body),
        };
        Ok(match reaction {
            Reaction::Done => "done",
            Reaction::RefreshAndRetry => "refresh_and_retry",
            Reaction::Reauthorize => "reauthorize",
            _ => "failed",
        })
    })
}

/// The token in an `Authorization` header's value.
#[napi]
pub fn bearer_parse(header_value: JsText) -> Answer<String> {
    guard(|| Ok(bearer::parse(&text::read(&header_value)?)?.to_owned()))
}

/// An `Authorization` header's value for a token.
#[napi]
pub fn bearer_format(token: JsText) -> Answer<String> {
    guard(|| bearer::format(&text::read(&token)?))
}
