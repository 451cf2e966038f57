//! What a signer adds of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::options;

/// What a signer adds to claims and headers that lack it.
///
/// As JSON: `issuer` (a string), `audience` (a string or a list), `lifetime` (whole seconds above 0),
/// `iat` (`true`), `jti` (`true`), `kid` and `typ` (strings).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignerOptions {
    #[serde(deserialize_with = "options::present")]
    pub(crate) issuer: Option<String>,
    #[serde(deserialize_with = "audience")]
    pub(crate) audience: Option<Audience>,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) lifetime: Option<u64>,
    #[serde(deserialize_with = "options::only_true")]
    pub(crate) iat: bool,
    #[serde(deserialize_with = "options::only_true")]
    pub(crate) jti: bool,
    #[serde(deserialize_with = "options::present")]
    pub(crate) kid: Option<String>,
    #[serde(deserialize_with = "options::present")]
    pub(crate) typ: Option<String>,
}

/// An audience as it will stand in the token: one string stays one string.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Audience {
    One(String),
    Many(Vec<String>),
}

fn audience<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Audience>, D::Error> {
    struct Shape;
    impl<'de> serde::de::Visitor<'de> for Shape {
        type Value = Audience;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string or a non-empty list of strings")
        }

        fn visit_str<E>(self, one: &str) -> Result<Audience, E> {
            Ok(Audience::One(one.to_owned()))
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, list: A) -> Result<Audience, A::Error> {
            let list = serde::de::value::SeqAccessDeserializer::new(list);
            options::non_empty(list).map(|many| Audience::Many(many.unwrap_or_default()))
        }
    }
    deserializer.deserialize_any(Shape).map(Some)
}

impl SignerOptions {
    /// The names of all fields, in the order of the documentation.
    pub const FIELDS: &'static [&'static str] =
        &["issuer", "audience", "lifetime", "iat", "jti", "kid", "typ"];

    /// Adds nothing but the header's `alg` and `typ`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the options from JSON text.
    ///
    /// # Errors
    /// `policy_invalid` for an unknown field, a `null` or a value out of range.
    pub fn from_json(json: &str) -> Result<Self> {
        let options: Self = options::parse(json, Code::PolicyInvalid)?;
        options.check()?;
        Ok(options)
    }

    /// Adds `iss` to claims without one.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Adds `aud` to claims without one.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(Audience::One(audience.into()));
        self
    }

    /// Adds `iat`, and `exp` this many seconds later, to claims without them.
    #[must_use]
    pub fn lifetime(mut self, seconds: u64) -> Self {
        self.lifetime = Some(seconds);
        self
    }

    /// Adds `iat`, the time of signing in whole seconds, to claims without one.
    #[must_use]
    pub fn iat(mut self) -> Self {
        self.iat = true;
        self
    }

    /// Adds `jti`, a random UUID (RFC 9562 §5.4), to claims without one.
    #[must_use]
    pub fn jti(mut self) -> Self {
        self.jti = true;
        self
    }

    /// The header's `kid`, in place of the key's own.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// The header's `typ`, in place of `JWT`.
    #[must_use]
    pub fn typ(mut self, typ: impl Into<String>) -> Self {
        self.typ = Some(typ.into());
        self
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.lifetime == Some(0) {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "The field `lifetime` is a whole number of seconds above 0.",
            ));
        }
        Ok(())
    }

    /// Whether claims may lack something that is to be added.
    pub(crate) fn adds_claims(&self) -> bool {
        let Self {
            issuer,
            audience,
            lifetime,
            iat,
            jti,
            ..
        } = self;
        issuer.is_some() || audience.is_some() || lifetime.is_some() || *iat || *jti
    }
}
