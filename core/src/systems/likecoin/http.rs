//! Requests as those of the crate `http`, for clients that take them.

use ::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use ::http::{Method, Request, Uri};

use super::token_request::HttpRequest;
use crate::error::{Error, Result};

/// The body is empty if there is none. The secrets in headers and body are copies that are not
/// wiped; `authorization` is marked as sensitive, so that printing the request hides it.
///
/// ```
/// use jotkit::likecoin::oauth::TokenRequest;
///
/// let request = TokenRequest::new("client", "client-secret", "https://app.example/cb", "code");
/// let request = http::Request::<Vec<u8>>::try_from(request.http_request()?)?;
/// assert_eq!(request.method(), "POST");
/// assert_eq!(request.uri().host(), Some("api.like.co"));
/// assert!(request.body().starts_with(b"client_id=client&"));
/// # Ok::<(), jotkit::Error>(())
/// ```
impl TryFrom<HttpRequest> for Request<Vec<u8>> {
    type Error = Error;

    /// # Errors
    /// `argument_invalid` for a part that `http` does not take: an address or a header's name of
    /// more than 64 KiB, or what a caller has changed in the request.
    fn try_from(request: HttpRequest) -> Result<Self> {
        let wrong = || Error::argument_invalid("A part of the request is too long for `http`.");
        let body = request.body.as_ref().map(|body| body.as_bytes().to_vec());
        let mut made = Self::new(body.unwrap_or_default());
        *made.method_mut() = Method::from_bytes(request.method.as_bytes()).map_err(|_| wrong())?;
        *made.uri_mut() = Uri::try_from(request.url.as_str()).map_err(|_| wrong())?;
        for (name, value) in &request.headers {
            let name = HeaderName::try_from(name.as_str()).map_err(|_| wrong())?;
            let value = HeaderValue::from_bytes(value.as_str().as_bytes());
            let mut value = value.map_err(|_| wrong())?;
            value.set_sensitive(name == AUTHORIZATION);
            made.headers_mut()
                .try_append(name, value)
                .map_err(|_| wrong())?;
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::likecoin::oauth::{Client, Session, Step, TokenResponse};

    /// The request of a call.
    fn call(url: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> HttpRequest {
        let client = Client::new("client", "client-secret", "https://app.example/cb");
        let tokens = TokenResponse::from_json(r#"{"access_token":"t0p","refresh_token":"r1"}"#);
        let session = Session::new(client, tokens.unwrap()).unwrap();
        let (_, step) = session.call("PUT", url, headers, body).unwrap();
        let Step::Send { request, .. } = step else {
            panic!("no request");
        };
        request
    }

    #[test]
    fn all_parts_are_there_and_the_token_is_hidden() {
        let headers = [("x-name", "caf\u{e9}"), ("accept", "a/b")];
        let request = call("/users/a?b=c", &headers, Some(b"{}".to_vec()));
        let request = Request::try_from(request).unwrap();
        assert_eq!(request.method(), "PUT");
        assert_eq!(request.uri(), "https://api.like.co/users/a?b=c");
        assert_eq!(
            request.headers()["x-name"].as_bytes(),
            "caf\u{e9}".as_bytes()
        );
        assert_eq!(request.headers()["accept"], "a/b");
        assert_eq!(request.headers()["authorization"], "Bearer t0p");
        assert_eq!(request.body(), b"{}");
        assert!(!format!("{request:?}").contains("t0p"));
    }

    #[test]
    fn a_part_that_does_not_fit_is_refused() {
        let long = format!("/{}", "a".repeat(70_000));
        let error = Request::try_from(call(&long, &[], None)).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid);
        let mut request = call("/", &[], None);
        request.method = "\n".to_owned();
        assert!(Request::try_from(request).is_err());
    }
}
