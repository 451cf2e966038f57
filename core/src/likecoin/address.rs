//! The addresses an OAuth flow goes by: LikeCoin's endpoints and the client's redirect URI.

use url::{Host, Url};

use crate::error::{Code, Error, Result};

/// Checks an endpoint and brings it into the form every URL parser reads alike.
///
/// A client secret or a code travels to it, so it is `https`; plain `http` only to this very
/// machine, for a stand-in server in tests.
pub(super) fn endpoint(address: &str) -> Result<Url> {
    let refused = |hint| Err(Error::with_hint(Code::ArgumentInvalid, hint));
    let Some(url) = absolute(address) else {
        return refused("The endpoint is an absolute URL.");
    };
    if !is_secure(&url) {
        return refused("The endpoint is https; http only on localhost.");
    }
    let bare = url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return refused("The endpoint has no query, no fragment and no user name.");
    }
    Ok(url)
}

/// Checks the address of an API before an access token is sent to it, and brings it into the form that
/// every URL parser reads alike. What comes back is what to call.
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
            "The address is an absolute https URL without a user name; http only on localhost.",
        )),
    }
}

/// Checks a redirect URI: absolute and without a fragment (RFC 6749 §3.1.2). An app's own scheme is
/// fine. The text is sent as it is written, since the server compares it as text.
pub(super) fn check_redirect_uri(address: &str) -> Result<()> {
    match absolute(address) {
        Some(url) if url.fragment().is_none() => Ok(()),
        _ => Err(Error::with_hint(
            Code::ArgumentInvalid,
            "The redirect URI is absolute and has no fragment.",
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
        "http" => url.host().is_some_and(is_loopback),
        _ => false,
    }
}

fn is_loopback(host: Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
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
    use super::{api_url, check_redirect_uri, endpoint};
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
            "http://app.example",
            "myapp:callback",
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
        ] {
            let error = check_redirect_uri(address).unwrap_err();
            assert_eq!(error.code(), Code::ArgumentInvalid, "{address:?}");
        }
    }
}
