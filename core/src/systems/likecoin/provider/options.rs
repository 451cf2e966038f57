//! What a provider is made with.

use super::secrets::Secrets;
use crate::error::{Code, Error, Result};
use crate::loopback::is_loopback;
use crate::options::{choice, options};
use crate::systems::likecoin::signing_key::check_common_secret;
use url::Url;

choice! {
    /// Whose manners a provider has.
    Style;
    /// LikeCoin's: refusals are one word of plain text, scopes grow as on its page.
    LikeCoin "likecoin";
    /// Those of RFC 6749: refusals are JSON, clients may use HTTP Basic.
    Rfc6749 "rfc6749";
}

options! {
    /// How a provider works. `key`, `common_secret` and `host` are required.
    Options ArgumentInvalid;
    key: secrets "The provider's own key, of 32 bytes or more as UTF-8: it authenticates clients, seals their signing keys and makes tickets. In a list the first writes and all read.";
    common_secret: secret "The service's common secret, of which each client's signing key is derived.";
    host: string "The `aud` and `iss` of access tokens, a bare host name such as `like.co`.";
    style: choice(Style) "Refusals, scopes and client authentication as LikeCoin does it, or as RFC 6749 does. Default: `likecoin`.";
    rotation: flag "Replace the refresh token at each use. Without it a refresh token stays until another code is redeemed or it is revoked.";
    grace: whole_number(0, 600, "seconds") "With rotation: for so long all who refresh with one token get the same successor. Default: 60.";
    code_lifetime: whole_number(1, 600, "seconds") "For how long a code can be exchanged. Default: 60.";
    issuer: string "The provider's own https address, which goes back with each code as `iss` (RFC 9207).";
    introspection: flag "Answer introspection requests (RFC 7662).";
    descriptions: texts "What a scope allows, as a sentence for the pages, by scope.";
    loose_parameters: flag "Take a JSON object of strings as a body too, and what the body lacks from the query string. Secrets in addresses end up in logs.";
}

impl Options {
    pub(super) fn check(&self) -> Result<()> {
        self.check_each()?;
        let missing = |name: &str| {
            Error::with_made_hint(Code::ArgumentInvalid, format!("`{name}` is missing."))
        };
        let key = self.key.as_ref().ok_or_else(|| missing("key"))?;
        Secrets::new(key.as_slice())?;
        let common_secret = self.common_secret.as_ref();
        check_common_secret(
            common_secret
                .ok_or_else(|| missing("common_secret"))?
                .as_str(),
        )?;
        let host = self.host.as_deref().ok_or_else(|| missing("host"))?;
        if host.trim().is_empty() {
            return Err(Error::argument_invalid("The host is blank."));
        }
        self.issuer.as_deref().map_or(Ok(()), check_issuer)
    }

    pub(super) fn is_likecoin(&self) -> bool {
        self.style != Some(Style::Rfc6749)
    }

    #[expect(clippy::cast_possible_wrap, reason = "at most 600")]
    pub(super) fn grace_seconds(&self) -> i64 {
        self.grace.unwrap_or(60) as i64
    }

    #[expect(clippy::cast_possible_wrap, reason = "at most 600")]
    pub(super) fn code_lifetime_seconds(&self) -> i64 {
        self.code_lifetime.unwrap_or(60) as i64
    }
}

/// An issuer identifier (RFC 8414 §2): https, without a query and a fragment; http on this very
/// machine.
fn check_issuer(issuer: &str) -> Result<()> {
    let url = Url::parse(issuer).ok().filter(|url| {
        let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
        secure && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    });
    url.map(drop).ok_or(Error::argument_invalid(
        "The issuer must be an https URL without a query, a fragment and a user name; http only \
         on localhost.",
    ))
}
