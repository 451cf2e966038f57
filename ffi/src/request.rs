//! HTTP requests for the program's HTTP client to send.

use jotkit::likecoin::oauth::{self, Body, Secret};
use jotkit::{Error, Result};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::string::Terminated;

/// An HTTP request for the program's HTTP client to send, without following redirects.
///
/// It contains the client's secret or a token: keep it out of logs. All its texts are terminated,
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
}

impl From<oauth::HttpRequest> for Request {
    fn from(request: oauth::HttpRequest) -> Self {
        let body = request.body.as_ref().map(Body::as_bytes);
        Self {
            method: request.method.into(),
            headers: request.headers.into_iter().map(header).collect(),
            body: body.map(Terminated::copy),
            url: request.url.into(),
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

/// Wipes and frees a request.
#[export]
fn jotkit_http_request_free(request: *mut HttpRequest) {
    request.free()
}
