//! The result of verifying a token.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use serde::de::DeserializeOwned;

use super::scope::Grants;
use super::shape;
use crate::error::Result;
use crate::json::{self, Object, Value, Visitor};
use crate::token::Header;
use crate::token::claims::Times;
use crate::token::date::system_time;

/// The content of a token that passed all checks.
#[derive(Clone)]
pub(crate) struct VerifiedToken {
    pub(crate) header: Arc<Header>,
    pub(crate) payload: String,
    pub(crate) times: Times,
}

/// A token that was verified: its signature held and its claims passed the policy.
///
/// It can only come from a [`crate::Verifier`].
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use jotkit::{Key, Policy, Signer, Verifier};
///
/// #[derive(serde::Deserialize)]
/// struct Claims {
///     sub: String,
///     admin: bool,
/// }
///
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let token = Signer::new(&key)?.sign_json(r#"{"sub":"u1","admin":true,"exp":1900000000}"#)?;
/// let verified = Verifier::new(key, Policy::new())?.verify(&token)?;
///
/// let claims: Claims = verified.claims()?;
/// assert!(claims.sub == "u1" && claims.admin);
/// assert_eq!(verified.subject().as_deref(), Some("u1"));
/// let end = SystemTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000);
/// assert_eq!(verified.expires_at(), Some(end));
/// assert_eq!(verified.header().typ(), Some("JWT"));
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone)]
pub struct Verified(Content);

/// A verifier's cache shares what it keeps.
#[derive(Clone)]
enum Content {
    Own(VerifiedToken),
    Shared(Arc<VerifiedToken>),
}

impl From<VerifiedToken> for Verified {
    fn from(token: VerifiedToken) -> Self {
        Self(Content::Own(token))
    }
}

impl From<Arc<VerifiedToken>> for Verified {
    fn from(token: Arc<VerifiedToken>) -> Self {
        Self(Content::Shared(token))
    }
}

impl Verified {
    fn token(&self) -> &VerifiedToken {
        match &self.0 {
            Content::Own(token) => token,
            Content::Shared(token) => token,
        }
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.token().header
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.token().payload
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[must_use]
    pub fn into_payload(self) -> String {
        match self.0 {
            Content::Own(token) => token.payload,
            Content::Shared(token) => token.payload.clone(),
        }
    }

    /// Reports the payload's values one by one, without a copy of the text.
    ///
    /// # Errors
    /// The visitor's own.
    pub fn walk<V: Visitor>(&self, visitor: &mut V) -> Result<(), V::Error> {
        json::walk(self.payload(), visitor)
    }

    /// The claims as a type of the caller's.
    ///
    /// # Errors
    /// `claim_malformed` if the payload does not have the type's shape. The error names the claim
    /// and the place in it, such as `roles[1].since`, and nothing that is there.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T> {
        shape::read(self.payload())
    }

    /// When the token ends: `exp` (RFC 7519 §4.1.4). `None` if it has none, or one beyond the times
    /// that the system has.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        system_time(self.token().times.expires_at?)
    }

    /// When the token was issued: `iat` (RFC 7519 §4.1.6). `None` as in [`Verified::expires_at`].
    #[must_use]
    pub fn issued_at(&self) -> Option<SystemTime> {
        system_time(self.token().times.issued_at?)
    }

    /// When the token begins: `nbf` (RFC 7519 §4.1.5). `None` as in [`Verified::expires_at`].
    #[must_use]
    pub fn not_before(&self) -> Option<SystemTime> {
        system_time(self.token().times.not_before?)
    }

    /// Who the token is about: `sub` (RFC 7519 §4.1.2). `None` too for one that is not a string,
    /// which only a policy with `untyped` lets pass.
    ///
    /// This and the next two read the payload each time. For several claims take
    /// [`Verified::claims`].
    #[must_use]
    pub fn subject(&self) -> Option<Cow<'_, str>> {
        self.text("sub")
    }

    /// Who issued the token: `iss` (RFC 7519 §4.1.1).
    #[must_use]
    pub fn issuer(&self) -> Option<Cow<'_, str>> {
        self.text("iss")
    }

    /// Whom the token is meant for: `aud` (RFC 7519 §4.1.3), one string or several. Empty if it
    /// names none.
    #[must_use]
    pub fn audience(&self) -> Vec<Cow<'_, str>> {
        match self.object().and_then(|payload| payload.get("aud")) {
            Some(Value::String(one)) => vec![one.value()],
            Some(Value::Array(many)) => {
                let entries = json::strings(many).flatten();
                entries.map(|entry| entry.value()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The scopes that the token grants, and the client that it was issued to.
    #[must_use]
    pub fn grants(&self) -> Grants {
        Grants::read(self.payload())
    }

    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let value = self.object()?.get(name)?;
        value.as_string().map(|text| text.value())
    }

    /// The payload, which was parsed before under the policy's depth.
    fn object(&self) -> Option<Object<'_>> {
        json::parse_object_str(self.payload(), usize::MAX).ok()
    }
}

impl PartialEq for Verified {
    fn eq(&self, other: &Self) -> bool {
        self.header() == other.header() && self.payload() == other.payload()
    }
}

impl Eq for Verified {}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("header", self.header())
            .finish_non_exhaustive()
    }
}
