//! LikeCoin's OAuth flow, the client's side: the consent page, and the requests for tokens. The program's own HTTP
//! client does the talking.

use std::ffi::c_char;
use std::ptr;

use jotkit::likecoin::oauth::{self, AuthorizeRequest, RefreshRequest, TokenRequest};

use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::text;
use crate::text::{OwnedText, Text};

/// An HTTP request for the program's HTTP client to send, without following redirects.
///
/// The body holds the client's secret: it belongs neither in a log nor in a URL.
pub struct HttpRequest {
    _opaque: [u8; 0],
}

/// The parts of a request, each with a zero byte behind it.
pub(crate) struct Request {
    method: Text,
    url: Text,
    headers: Vec<(Text, Text)>,
    body: Text,
}

impl Opaque for HttpRequest {
    type Inner = Request;
    const TAG: [u8; 8] = *b"jothttpr";
}

impl From<oauth::HttpRequest> for Request {
    fn from(request: oauth::HttpRequest) -> Self {
        let pair = |(name, value): &(&str, &str)| (Text::copy(name), Text::copy(value));
        Self {
            method: Text::copy(request.method),
            headers: request.headers.iter().map(pair).collect(),
            body: Text::copy(request.body.as_str()),
            url: request.url.into(),
        }
    }
}

/// Makes the address of the consent page to send the user to, and the state to remember with this user's
/// session until they come back.
///
/// The request is a JSON object: `client_id`, `scope` (a list of words, which may be empty), `redirect_uri`
/// and, where they are wanted, `state` (192 random bits if left out) and `endpoint`. Fails with
/// `argument_invalid`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_authorize_url(
    request: *const c_char,
    request_len: usize,
    url: *mut *mut OwnedText,
    state: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (request, url, state) = unsafe {
            (
                text(request, request_len)?,
                Out::new(url)?,
                Out::new(state)?,
            )
        };
        let authorization = AuthorizeRequest::from_json(request)?.url()?;
        url.put(authorization.url.into())?;
        state.put(authorization.state.into())
    })
}

/// Reads the address the user came back to, and gives the authorization code. The expected state is this
/// user's; forget it after this call, whatever comes of it.
///
/// Fails with `state_mismatch`, `access_denied` (the user declined), `authorization_failed` (the server refused),
/// `callback_invalid`, or `argument_invalid` for a blank expected state.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_parse_callback(
    url: *const c_char,
    url_len: usize,
    expected_state: *const c_char,
    expected_state_len: usize,
    code: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (url, state, code) = unsafe {
            (
                text(url, url_len)?,
                text(expected_state, expected_state_len)?,
                Out::new(code)?,
            )
        };
        code.put(Text::copy(oauth::parse_callback(url, state)?.as_str()))
    })
}

/// Makes the HTTP request that exchanges a code, once, for an access token.
///
/// The client is a JSON object: `client_id`, `client_secret`, `redirect_uri` (the very text that the
/// authorization was requested with) and, where it is wanted, `endpoint`. The code stands beside it, since what a
/// browser brought must not be pasted into JSON text. Fails with `argument_invalid`, or `key_weak` for an
/// empty client secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_token_request(
    client: *const c_char,
    client_len: usize,
    code: *const c_char,
    code_len: usize,
    http_request: *mut *mut HttpRequest,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let (client, code) = (text(client, client_len)?, text(code, code_len)?);
            Out::new(http_request)?.put(
                TokenRequest::from_json_and_code(client, code)?
                    .http_request()?
                    .into(),
            )
        }
    })
}

/// Makes the HTTP request that gets a new access token for a refresh token.
///
/// The client is a JSON object: `client_id`, `client_secret` and, where it is wanted, `endpoint`. Fails as
/// `jotkit_likecoin_token_request`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_refresh_request(
    client: *const c_char,
    client_len: usize,
    refresh_token: *const c_char,
    refresh_token_len: usize,
    http_request: *mut *mut HttpRequest,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let (client, refresh_token) = (
                text(client, client_len)?,
                text(refresh_token, refresh_token_len)?,
            );
            Out::new(http_request)?.put(
                RefreshRequest::from_json_and_token(client, refresh_token)?
                    .http_request()?
                    .into(),
            )
        }
    })
}

/// A part of a request, terminated, and its length.
///
/// # Safety
/// As `borrow`; `len` is null or can be written to.
unsafe fn part(
    request: *const HttpRequest,
    len: *mut usize,
    part: impl FnOnce(&Request) -> Option<&Text>,
) -> *const c_char {
    // SAFETY: the caller's promise is the same.
    let text = unsafe { borrow(request) }.ok().and_then(part);
    // SAFETY: the caller's promise is the same.
    if let Some(len) = unsafe { len.as_mut() } {
        *len = text.map_or(0, Text::len);
    }
    text.map_or(ptr::null(), Text::as_ptr)
}

/// The method, such as `POST`. Like all parts of a request it is terminated, valid until the request is freed,
/// and NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_method(request: *const HttpRequest) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { part(request, ptr::null_mut(), |request| Some(&request.method)) }
    })
}

/// The address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_url(request: *const HttpRequest) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { part(request, ptr::null_mut(), |request| Some(&request.url)) }
    })
}

/// The body. Its length is also written to `len`, unless that is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_body(
    request: *const HttpRequest,
    len: *mut usize,
) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { part(request, len, |request| Some(&request.body)) }
    })
}

/// The number of headers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_header_count(request: *const HttpRequest) -> usize {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { borrow(request) }.map_or(0, |request| request.headers.len())
    })
}

/// The name of a header, in lower case; NULL from the last index on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_header_name(
    request: *const HttpRequest,
    index: usize,
) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            part(request, ptr::null_mut(), |request| {
                request.headers.get(index).map(|(name, _)| name)
            })
        }
    })
}

/// The value of a header; NULL from the last index on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_header_value(
    request: *const HttpRequest,
    index: usize,
) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            part(request, ptr::null_mut(), |request| {
                request.headers.get(index).map(|(_, value)| value)
            })
        }
    })
}

/// Wipes and frees a request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_http_request_free(request: *mut HttpRequest) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(request) }
    })
}
