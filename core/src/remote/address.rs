//! The addresses that keys may come from.

use url::Url;

use crate::loopback::is_loopback;

/// What an address may be besides `https`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'o> {
    /// `http` to this very machine.
    pub(super) loopback: bool,
    /// Hosts that `http` is allowed to.
    pub(super) allow_http: &'o [String],
}

impl Rules<'_> {
    /// Whether requests may be sent to an address: visible ASCII, `https` or an allowed `http`,
    /// without a user name and a fragment. The text is sent as it is.
    pub(super) fn allow(&self, address: &str) -> bool {
        let Some(url) = parsed(address) else {
            return false;
        };
        match url.scheme() {
            "https" => url.has_host(),
            "http" => {
                let loopback = self.loopback && is_spelled_loopback(address, &url);
                let named = url.host_str().is_some_and(|host| {
                    self.allow_http
                        .iter()
                        .any(|name| name.eq_ignore_ascii_case(host))
                });
                loopback || named
            }
            _ => false,
        }
    }

    /// The rules for an address that a discovery document names: `http` to this machine only if
    /// the issuer is reached by `http` too.
    pub(super) fn of_document(self, issuer: &str) -> Self {
        let plain = parsed(issuer).is_some_and(|url| url.scheme() == "http");
        Self {
            loopback: self.loopback && plain,
            ..self
        }
    }
}

/// An issuer has no query: its discovery documents are made of its path.
pub(super) fn is_issuer(address: &str) -> bool {
    parsed(address).is_some_and(|url| url.query().is_none())
}

/// The two discovery documents of an issuer (OpenID Connect Discovery §4, RFC 8414 §3.1).
pub(super) fn documents(issuer: &str) -> [String; 2] {
    let base = issuer.strip_suffix('/').unwrap_or(issuer);
    let openid = format!("{base}/.well-known/openid-configuration");
    // The issuer's own spelling: everything up to its path.
    let after = issuer
        .find("://")
        .map_or(0, |place| place.saturating_add(3));
    let path = issuer
        .get(after..)
        .and_then(|rest| rest.find('/'))
        .map_or(issuer.len(), |place| after.saturating_add(place));
    let (origin, path) = issuer.split_at_checked(path).unwrap_or((issuer, ""));
    let path = path.strip_suffix('/').unwrap_or(path);
    let oauth = format!("{origin}/.well-known/oauth-authorization-server{path}");
    [openid, oauth]
}

/// Another parser must not read another host: only visible ASCII without a backslash is looked at.
fn parsed(address: &str) -> Option<Url> {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    if !address.bytes().all(plain) || address.contains('#') {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let anonymous = url.username().is_empty() && url.password().is_none();
    let authority = address.split_once("://")?.1;
    let end = authority.find(['/', '?']).unwrap_or(authority.len());
    let authority = authority.get(..end)?;
    // The parser takes the first segment of `https:///path` for the host.
    let named = !authority.is_empty() && !authority.contains('@');
    (anonymous && named && url.has_host()).then_some(url)
}

/// Whether an address is this machine's, in a spelling that no client reads as another.
fn is_spelled_loopback(address: &str, url: &Url) -> bool {
    let Some(host) = url.host_str().filter(|_| is_loopback(url)) else {
        return false;
    };
    let (_, authority) = address.split_once("://").unwrap_or_default();
    let spelled = authority.get(..host.len()).unwrap_or_default();
    let after = authority.get(host.len()..).unwrap_or_default();
    spelled.eq_ignore_ascii_case(host) && (after.is_empty() || after.starts_with([':', '/', '?']))
}

#[cfg(test)]
mod tests {
    use super::{Rules, documents, is_issuer};

    const NONE: Rules<'_> = Rules {
        loopback: true,
        allow_http: &[],
    };

    #[test]
    fn requests_go_to_https_and_to_this_machine() {
        for good in [
            "https://id.example",
            "https://id.example/keys?x=1",
            "HTTPS://ID.example:8443/",
            "http://localhost:1/keys",
            "http://127.9.9.9/",
            "http://[::1]:3/",
        ] {
            assert!(NONE.allow(good), "{good}");
        }
        for bad in [
            "",
            "id.example",
            "//id.example",
            "https://",
            "https:id.example",
            "https:///id.example",
            "http://id.example/",
            "http://localhost.evil.example/",
            "http://10.0.0.1/",
            "http://127.1/",
            "http://0x7f.0.0.1/",
            "http://2130706433/",
            "http://[0:0:0:0:0:0:0:1]/",
            "https://user@id.example/",
            "https://@id.example/",
            "https://:word@id.example/",
            "https://id.example/#a",
            "https://id.example\\@evil.example/",
            "https://id.example/ ",
            "https://id.example/\n",
            "https://b\u{fc}cher.example/",
            "file:///etc/passwd",
            "data:,x",
        ] {
            assert!(!NONE.allow(bad), "{bad}");
        }
    }

    #[test]
    fn http_is_allowed_by_name() {
        let names = ["keys.internal".to_owned()];
        let rules = Rules {
            allow_http: &names,
            ..NONE
        };
        assert!(rules.allow("http://keys.internal/jwks"));
        assert!(!rules.allow("http://other.internal/jwks"));
    }

    #[test]
    fn a_document_of_https_does_not_lead_to_this_machine() {
        assert!(
            !NONE
                .of_document("https://id.example")
                .allow("http://localhost/keys")
        );
        assert!(
            NONE.of_document("http://localhost")
                .allow("http://localhost/keys")
        );
        assert!(
            NONE.of_document("https://id.example")
                .allow("https://keys.example/")
        );
    }

    #[test]
    fn an_issuer_has_two_documents() {
        for (issuer, openid, oauth) in [
            (
                "https://id.example",
                "https://id.example/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server",
            ),
            (
                "https://id.example/",
                "https://id.example/.well-known/openid-configuration",
                "https://id.example/.well-known/oauth-authorization-server",
            ),
            (
                "https://id.example:8443/a/b/",
                "https://id.example:8443/a/b/.well-known/openid-configuration",
                "https://id.example:8443/.well-known/oauth-authorization-server/a/b",
            ),
        ] {
            assert_eq!(documents(issuer), [openid, oauth]);
        }
        assert!(!is_issuer("https://id.example/?x"));
        assert!(is_issuer("https://id.example/a"));
    }
}
