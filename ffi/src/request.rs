//! HTTP requests for the program's HTTP client to send.

use jotkit::likecoin::oauth::{self, Body, Secret};
use jotkit::remote::Fetch;
use jotkit::{Error, Result};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::string::Terminated;

/// An HTTP request for the program's HTTP client to send, without following redirects.
///
/// It may contain a client's secret or a token: keep it out of logs. All its texts are terminated,
/// valid until the request is freed, and absent for a NULL request.
pub struct HttpRequest {
    _opaque: [u8; 0],
}

opaque!(HttpRequest, Request);

pub(crate) struct Request {
    method: Terminated,
    url: Terminated,
    headers: Vec<(Terminated, Terminated)>,
    body: Option<Terminated>,
    timeout_ms: u64,
    max_bytes: u64,
}

impl From<oauth::HttpRequest> for Request {
    fn from(request: oauth::HttpRequest) -> Self {
        let body = request.body.as_ref().map(Body::as_bytes);
        Self {
            method: request.method.into(),
            headers: request.headers.into_iter().map(header).collect(),
            body: body.map(Terminated::copy),
            url: request.url.into(),
            timeout_ms: 0,
            max_bytes: 0,
        }
    }
}

impl From<Fetch> for Request {
    fn from(fetch: Fetch) -> Self {
        let headers = fetch.headers.into_iter();
        Self {
            method: Terminated::copy("GET"),
            url: fetch.url.into(),
            headers: headers
                .map(|(name, value)| (Terminated::copy(name), value.into()))
                .collect(),
            body: None,
            timeout_ms: fetch.timeout_ms.unsigned_abs(),
            max_bytes: fetch.max_bytes,
        }
    }
}

fn header((name, value): (String, Secret)) -> (Terminated, Terminated) {
    (name.into(), Terminated::copy(value.as_str()))
}

impl Request {
    fn header(&self, index: usize) -> Result<&(Terminated, Terminated)> {
        let none = || Error::argument_invalid("There is no header with this index.");
        self.headers.get(index).ok_or_else(none)
    }
}

/// The method, such as `POST`.
#[export]
fn jotkit_http_request_method(request: *const HttpRequest) -> Text {
    Ok(request.method.text())
}

/// The address.
#[export]
fn jotkit_http_request_url(request: *const HttpRequest) -> Text {
    Ok(request.url.text())
}

/// The body; absent if the request has none.
#[export]
fn jotkit_http_request_body(request: *const HttpRequest) -> Text {
    Ok(request
        .body
        .as_ref()
        .map_or_else(Text::default, Terminated::text))
}

/// The number of headers.
#[export]
fn jotkit_http_request_header_count(request: *const HttpRequest) -> usize {
    Ok(request.headers.len())
}

/// The name of a header, in lower case; absent from index `header_count` on.
#[export]
fn jotkit_http_request_header_name(request: *const HttpRequest, index: usize) -> Text {
    Ok(request.header(index)?.0.text())
}

/// The value of a header; absent from index `header_count` on.
#[export]
fn jotkit_http_request_header_value(request: *const HttpRequest, index: usize) -> Text {
    Ok(request.header(index)?.1.text())
}

/// The time for the whole exchange, from the search for the host's address to the last byte, in
/// milliseconds; 0 if the program chooses it.
#[export]
fn jotkit_http_request_timeout_ms(request: *const HttpRequest) -> u64 {
    Ok(request.timeout_ms)
}

/// The longest body to read, in bytes; 0 if the program chooses it. A reply with a longer one has
/// failed by `too_large`.
#[export]
fn jotkit_http_request_max_bytes(request: *const HttpRequest) -> u64 {
    Ok(request.max_bytes)
}

/// Wipes and frees a request.
#[export]
fn jotkit_http_request_free(request: *mut HttpRequest) {
    request.free()
}
