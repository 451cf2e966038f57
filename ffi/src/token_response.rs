//! What the token endpoint of LikeCoin's OAuth flow answers.

use std::ffi::{c_char, c_void};
use std::ptr;

use jotkit::likecoin::oauth;

use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::{body, optional_text};
use crate::text::Text;

/// What the token endpoint granted.
pub struct TokenResponse {
    _opaque: [u8; 0],
}

/// The reply's tokens, each with a zero byte behind it, and all of it as JSON.
pub(crate) struct Granted {
    access_token: Text,
    refresh_token: Option<Text>,
    json: Text,
}

impl Opaque for TokenResponse {
    type Inner = Granted;
    const TAG: [u8; 8] = *b"jottokrs";
}

/// Reads the HTTP response to a token or refresh request. Give the refresh token held so far, or NULL and 0
/// if there is none: it is kept if the reply has none.
///
/// Fails with `request_refused` unless the HTTP status is from 200 to 299, `response_invalid` for a body that is
/// over 1 MiB or not what the endpoint sends, `argument_invalid` for a blank refresh token.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_parse_token_response(
    http_status: u16,
    response_body: *const c_void,
    response_body_len: usize,
    held_refresh_token: *const c_char,
    held_refresh_token_len: usize,
    response: *mut *mut TokenResponse,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (body, held, response) = unsafe {
            (
                body(response_body, response_body_len)?,
                optional_text(held_refresh_token, held_refresh_token_len)?,
                Out::new(response)?,
            )
        };
        let granted = oauth::parse_token_response(http_status, body, held)?;
        response.put(Granted {
            access_token: Text::copy(granted.access_token.as_str()),
            refresh_token: granted
                .refresh_token
                .as_ref()
                .map(|token| Text::copy(token.as_str())),
            json: Text::copy(granted.to_json()?.as_str()),
        })
    })
}

/// # Safety
/// As `borrow`.
unsafe fn granted(
    response: *const TokenResponse,
    text: impl FnOnce(&Granted) -> Option<&Text>,
) -> *const c_char {
    // SAFETY: the caller's promise is the same.
    let text = unsafe { borrow(response) }.ok().and_then(text);
    text.map_or(ptr::null(), Text::as_ptr)
}

/// The token to call the API with, for an hour. Terminated, valid until the response is freed, NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_token_response_access_token(
    response: *const TokenResponse,
) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { granted(response, |granted| Some(&granted.access_token)) }
    })
}

/// The token to get the next access token with, which is not a JWT; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_token_response_refresh_token(
    response: *const TokenResponse,
) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { granted(response, |granted| granted.refresh_token.as_ref()) }
    })
}

/// All of the response as a JSON object: `access_token`, `refresh_token`, `user`, `display_name`, `avatar`, `scope`
/// (a list) and `expires_at` (seconds since 1970), without those that are absent. As secret as the tokens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_token_response_json(
    response: *const TokenResponse,
) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { granted(response, |granted| Some(&granted.json)) }
    })
}

/// Wipes and frees a response.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_token_response_free(response: *mut TokenResponse) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(response) }
    })
}
