//! The addresses an OAuth flow goes by: LikeCoin's endpoints and the client's redirect URI.

use std::borrow::Cow;

use url::{ParseError, Url};

use crate::error::{Code, Error, Result};
use crate::loopback::is_loopback;

/// The API of the production service.
pub(super) const API: &str = "https://api.like.co";

/// Checks an endpoint and brings it into the form every URL parser reads alike.
///
/// A client secret or a code travels to it, so it is `https`; plain `http` only to this very
/// machine, for a stand-in server in tests.
pub(super) fn endpoint(address: &str) -> Result<Url> {
    let refused = |hint| Err(Error::with_hint(Code::ArgumentInvalid, hint));
    let Some(url) = absolute(address) else {
        return refused("The endpoint must be an absolute URL.");
    };
    if !is_secure(&url) {
        return refused("The endpoint is https; http only on localhost.");
    }
    let bare = url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return refused("The endpoint must not have a query, a fragment or a user name.");
    }
    Ok(url)
}

/// Checks the address of an API before an access token is sent to it, and brings it into the form
/// that every URL parser reads alike. What comes back is what to call.
///
/// # Errors
/// `argument_invalid` unless it is an absolute `https` URL (`http` is for localhost) without a user
/// name.
pub fn api_url(address: &str) -> Result<String> {
    match absolute(address) {
        Some(mut url)
            if is_secure(&url) && url.username().is_empty() && url.password().is_none() =>
        {
            url.set_fragment(None);
            Ok(url.into())
        }
        _ => Err(Error::with_hint(
            Code::ArgumentInvalid,
            "The address must be an absolute https URL without a user name; http only on localhost.",
        )),
    }
}

/// The address to send an access token to: one of the API's own, which nothing but the API gets.
///
/// `address` is a path under the API's address, or an absolute URL with the same scheme, host and
/// port. `api` is what the client was given as its endpoint; none is the production service.
///
/// # Errors
/// `argument_invalid` for an address elsewhere, one that [`api_url`] refuses, and an endpoint that
/// a [`TokenRequest`](super::oauth::TokenRequest) refuses.
pub fn call_url(api: Option<&str>, address: &str) -> Result<String> {
    let api = endpoint(api.unwrap_or(API))?;
    let given = match Url::parse(address) {
        // Slashes in front would make what follows them a host.
        Err(ParseError::RelativeUrlWithoutBase) => Cow::Owned(format!(
            "{}/{}",
            api.as_str().trim_end_matches('/'),
            address.trim_start_matches(['/', '\\'])
        )),
        _ => Cow::Borrowed(address),
    };
    let checked = api_url(&given)?;
    match Url::parse(&checked) {
        Ok(url) if url.origin() == api.origin() => Ok(checked),
        _ => Err(Error::with_hint(
            Code::ArgumentInvalid,
            "The access token is for the API's own address only.",
        )),
    }
}

/// Checks a redirect URI: absolute and without a fragment (RFC 6749 §3.1.2), and `https`, `http` on
/// this very machine, or an app's own scheme, which has a dot in it (RFC 8252 §7): `javascript:` or
/// `data:` would run what comes back. The text is sent as it is written, since the server compares
/// it as text.
pub(super) fn check_redirect_uri(address: &str) -> Result<()> {
    match absolute(address) {
        Some(url)
            if url.fragment().is_none() && (is_secure(&url) || url.scheme().contains('.')) =>
        {
            Ok(())
        }
        _ => Err(Error::with_hint(
            Code::ArgumentInvalid,
            "The redirect URI must be an absolute https URL without a fragment, an http one on \
             localhost, or have an app's own scheme with a dot, such as com.example.app:/cb.",
        )),
    }
}

/// An absolute URL. The parser would drop line breaks and the spaces around it, and what is checked
/// would then not be what is sent.
fn absolute(address: &str) -> Option<Url> {
    let dropped = |char: char| char.is_whitespace() || char.is_control();
    if address.contains(dropped) {
        None
    } else {
        Url::parse(address).ok()
    }
}

/// Whether what is sent to an address can be read on the way.
fn is_secure(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_loopback(url),
        _ => false,
    }
}

/// Refuses what is empty or only white space.
pub(super) fn check_not_blank(text: &str, hint: &'static str) -> Result<()> {
    if text.trim().is_empty() {
        Err(Error::with_hint(Code::ArgumentInvalid, hint))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{api_url, call_url, check_redirect_uri, endpoint};
    use crate::error::Code;

    #[test]
    fn a_token_travels_to_https_and_loopback_only() {
        for (address, called) in [
            (
                "https://api.like.co/like/x?a=b#c",
                "https://api.like.co/like/x?a=b",
            ),
            ("http://localhost:1/like", "http://localhost:1/like"),
            ("http://[::1]", "http://[::1]/"),
            // Another parser would call evil.example here.
            (
                r"http://localhost\@evil.example/",
                "http://localhost/@evil.example/",
            ),
        ] {
            assert_eq!(api_url(address).unwrap(), called);
        }
        for address in [
            "",
            "/like/x",
            "http://api.like.co/like",
            "http://localhost.evil.example/",
            "https://user@api.like.co/",
            "https://:word@api.like.co/",
            "https://api.like.co/a b",
            " https://api.like.co/",
            "ftp://localhost/",
            "file:///etc/passwd",
        ] {
            let error = api_url(address).unwrap_err();
            assert_eq!(error.code(), Code::ArgumentInvalid, "{address}");
        }
    }

    #[test]
    fn a_call_stays_with_the_api() {
        let local = Some("http://localhost:1/base/");
        for (api, address, called) in [
            (None, "/users/profile", "https://api.like.co/users/profile"),
            (None, "users/a:b?c=d#e", "https://api.like.co/users/a:b?c=d"),
            (None, "", "https://api.like.co/"),
            (None, "https://api.like.co", "https://api.like.co/"),
            (None, "HTTPS://API.like.co:443/a", "https://api.like.co/a"),
            (
                None,
                "//evil.example/a",
                "https://api.like.co/evil.example/a",
            ),
            (
                None,
                r"/\\evil.example/a",
                "https://api.like.co/evil.example/a",
            ),
            (
                None,
                "@evil.example/a",
                "https://api.like.co/@evil.example/a",
            ),
            (
                None,
                ".evil.example/a",
                "https://api.like.co/.evil.example/a",
            ),
            (local, "a", "http://localhost:1/base/a"),
            (local, "http://localhost:1/a", "http://localhost:1/a"),
            // Within the host it may go anywhere: one API may have several roots.
            (local, "../../a", "http://localhost:1/a"),
        ] {
            assert_eq!(call_url(api, address).unwrap(), called, "{address}");
        }
        for (api, address) in [
            (None, "https://evil.example/a"),
            (None, "https:evil.example"),
            (None, "https:\\\\evil.example"),
            (None, "https://api.like.co.evil.example/"),
            (None, "https://api.like.co@evil.example/"),
            (None, "https://api.like.co:8443/"),
            (None, "http://api.like.co/"),
            (None, "http://localhost/"),
            (None, "data:text/plain,x"),
            (None, "a:b"),
            (None, "/a b"),
            (None, "\t//evil.example"),
            (None, " https://api.like.co/"),
            (local, "http://localhost:2/a"),
            (local, "https://localhost:1/a"),
            (local, "http://127.0.0.1:1/a"),
            (Some("https://user@api.like.co"), "/a"),
            (Some("http://api.like.co"), "/a"),
        ] {
            let error = call_url(api, address).unwrap_err();
            assert_eq!(error.code(), Code::ArgumentInvalid, "{address}");
        }
    }

    #[test]
    fn takes_https_and_loopback_endpoints() {
        for (address, normal) in [
            ("https://like.co/in/oauth", "https://like.co/in/oauth"),
            ("https://LIKE.co:443", "https://like.co/"),
            ("https://like.co:8443/x", "https://like.co:8443/x"),
            ("http://localhost:8080", "http://localhost:8080/"),
            ("http://127.0.0.1/", "http://127.0.0.1/"),
            ("http://127.1.2.3", "http://127.1.2.3/"),
            ("http://[::1]:3000/", "http://[::1]:3000/"),
        ] {
            assert_eq!(endpoint(address).unwrap().as_str(), normal);
        }
    }

    #[test]
    fn refuses_every_other_endpoint() {
        for address in [
            "",
            "like.co",
            "//like.co",
            "/oauth",
            "http://like.co",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://10.0.0.1",
            "ftp://localhost",
            "file:///etc",
            "data:text/plain,x",
            "https://",
            "https://like.co/?a=b",
            "https://like.co/?",
            "https://like.co/#a",
            "https://like.co/#",
            "https://user@like.co",
            "https://user:pass@like.co",
            " https://like.co",
            "https://like.co\n",
            "https://like\t.co",
        ] {
            assert_eq!(
                endpoint(address).unwrap_err().code(),
                Code::ArgumentInvalid,
                "{address:?}"
            );
        }
    }

    #[test]
    fn a_redirect_uri_is_absolute_without_a_fragment() {
        for address in [
            "https://app.example/cb",
            "https://app.example/cb?x=1",
            "http://localhost:3000/cb",
            "http://127.0.0.1:49152/",
            "http://[::1]/",
            "com.example.app:/callback",
            "com.example.app://oauth/callback",
        ] {
            check_redirect_uri(address).unwrap();
        }
        for address in [
            "",
            " ",
            "/cb",
            "//app.example/cb",
            "app.example/cb",
            "https://app.example/cb#",
            "https://app.example/cb#a",
            "https://app.example/c b",
            "https://app.example/cb ",
            "https://app.example/c\nb",
            "https://app.example/c\0b",
            "http://app.example",
            "http://localhost.evil.example/",
            "myapp:callback",
            "javascript:alert(1)//.",
            "data:text/html,x.y",
            "file:///etc/passwd",
            "ftp://app.example/",
        ] {
            let error = check_redirect_uri(address).unwrap_err();
            assert_eq!(error.code(), Code::ArgumentInvalid, "{address:?}");
        }
    }
}
