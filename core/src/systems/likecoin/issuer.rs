//! The service's side: issuing access tokens.

use serde::Serialize;
use std::fmt;
use zeroize::Zeroizing;

use super::signing_key;
use crate::error::{Code, Error, Result};
use crate::key::Key;
use crate::options::Fields;
use crate::secret::Secret;
use crate::sign::Signer;
use crate::sign::token_id;
use crate::token::Now;
use crate::token::date::json_seconds;

/// The life of an access token in seconds: one hour.
pub(super) const LIFETIME: u16 = 3_600;

/// Issues access tokens as the real service does, byte for byte.
pub struct Issuer {
    common_secret: Zeroizing<String>,
    host: String,
}

/// What an access token is to say.
///
/// As JSON: `client_id`, `client_secret`, `user` (strings), `scope` (a list of strings), `jti` (a
/// string; a random UUID if absent).
#[derive(Clone)]
pub struct Grant {
    client_id: String,
    client_secret: Secret,
    user: String,
    scope: Vec<String>,
    jti: Option<String>,
}

/// What a token says, apart from what follows of it.
pub(super) struct Content<'a> {
    pub(super) user: &'a str,
    pub(super) scope: &'a [String],
    pub(super) client_id: &'a str,
    pub(super) host: &'a str,
    pub(super) jti: &'a str,
    /// Whole seconds since 1970.
    pub(super) issued_at: f64,
}

impl Content<'_> {
    /// Signs it with a client's signing key.
    pub(super) fn sign(&self, key: Key) -> Result<String> {
        Signer::new(key)?.sign(&Claims {
            user: self.user,
            scope: self.scope,
            azp: self.client_id,
            iat: json_seconds(self.issued_at),
            exp: json_seconds(self.issued_at + f64::from(LIFETIME)),
            aud: self.host,
            iss: self.host,
            jti: self.jti,
        })
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    user: &'a str,
    scope: &'a [String],
    azp: &'a str,
    iat: serde_json::Value,
    exp: serde_json::Value,
    aud: &'a str,
    iss: &'a str,
    jti: &'a str,
}

impl Grant {
    /// A grant of these scopes by a user to a client.
    #[must_use]
    pub fn new<T: Into<String>>(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        user: impl Into<String>,
        scope: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: Secret::from(client_secret.into()),
            user: user.into(),
            scope: scope.into_iter().map(Into::into).collect(),
            jti: None,
        }
    }

    /// Reads a grant from JSON text.
    ///
    /// # Errors
    /// `argument_invalid`.
    pub fn from_json(json: &str) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let grant = Self {
            client_id: fields.required("client_id")?,
            client_secret: fields.required("client_secret")?,
            user: fields.required("user")?,
            scope: fields.required("scope")?,
            jti: fields.optional("jti")?,
        };
        fields.end(&[])?;
        Ok(grant)
    }

    /// Sets the token's id instead of a random UUID.
    #[must_use]
    pub fn jti(mut self, jti: impl Into<String>) -> Self {
        self.jti = Some(jti.into());
        self
    }

    fn check(&self) -> Result<()> {
        let blank = |text: &str| text.trim().is_empty();
        if blank(&self.client_id) || blank(&self.user) || self.jti.as_deref().is_some_and(blank) {
            return Err(Error::argument_invalid(
                "The client id, the user and the jti are not blank.",
            ));
        }
        let no_word = |word: &String| word.is_empty() || word.contains(char::is_whitespace);
        if self.scope.iter().any(no_word) {
            return Err(Error::argument_invalid(
                "Each scope is one word without white space.",
            ));
        }
        Ok(())
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("client_id", &self.client_id)
            .field("user", &self.user)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl Issuer {
    /// An issuer with the service's common secret and its bare host name, such as `like.co`.
    ///
    /// # Errors
    /// `key_weak` for a blank common secret, `argument_invalid` for a blank host.
    pub fn new(common_secret: impl Into<String>, host: impl Into<String>) -> Result<Self> {
        let (common_secret, host) = (Zeroizing::new(common_secret.into()), host.into());
        signing_key::check_common_secret(&common_secret)?;
        if host.trim().is_empty() {
            return Err(Error::argument_invalid("The host is blank."));
        }
        Ok(Self {
            common_secret,
            host,
        })
    }

    /// Issues a token now, valid for one hour.
    ///
    /// # Errors
    /// `argument_invalid` for a blank id or user or a scope that is not one word; `key_weak` for an
    /// empty client secret.
    pub fn sign(&self, grant: &Grant) -> Result<String> {
        self.sign_at(grant, Now::default())
    }

    /// Issues a token at a given time.
    ///
    /// # Errors
    /// As [`Issuer::sign`]; `argument_invalid` if `now` is not a time.
    pub fn sign_at(&self, grant: &Grant, now: impl Into<Now>) -> Result<String> {
        grant.check()?;
        let issued_at = now.into().seconds()?.floor();
        let jti = match &grant.jti {
            Some(jti) => jti.clone(),
            None => token_id::random()?,
        };
        let content = Content {
            user: &grant.user,
            scope: &grant.scope,
            client_id: &grant.client_id,
            host: &self.host,
            jti: &jti,
            issued_at,
        };
        content.sign(signing_key::key(
            &self.common_secret,
            grant.client_secret.as_str(),
        )?)
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}
