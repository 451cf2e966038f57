//! The resource server's side: verifying access tokens and the scopes they carry.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use super::access_token::{AccessToken, Claims};
use super::scope::Demands;
use super::signing_key;
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::key::Key;
use crate::policy::Policy;
use crate::{KeyHint, options, verifier};

/// The host name that production tokens carry as `iss` and `aud`.
pub const HOST: &str = "like.co";

/// What a resource server demands of access tokens.
///
/// As JSON: `host` (a string; `like.co` if absent), `all` and `any` (non-empty lists of scopes),
/// `expiry_optional` (`true`), `leeway` (whole seconds, at most 86 400).
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VerifierOptions {
    #[serde(deserialize_with = "options::present")]
    host: Option<String>,
    #[serde(deserialize_with = "options::non_empty")]
    all: Option<Vec<String>>,
    #[serde(deserialize_with = "options::non_empty")]
    any: Option<Vec<String>>,
    #[serde(deserialize_with = "options::only_true")]
    expiry_optional: bool,
    #[serde(deserialize_with = "options::whole_number")]
    leeway: Option<u64>,
}

impl VerifierOptions {
    /// The names of all fields, in the order of the documentation.
    pub const FIELDS: &'static [&'static str] =
        &["host", "all", "any", "expiry_optional", "leeway"];

    /// Production tokens, whatever their scopes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the options from JSON text.
    ///
    /// # Errors
    /// `policy_invalid` for an unknown field, a `null`, an empty list or a value out of range.
    pub fn from_json(json: &str) -> Result<Self> {
        options::parse(json, Code::PolicyInvalid)
    }

    /// The bare host name in `iss` and `aud`: `like.co`, or the test network's.
    #[must_use]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Demands all of these scopes.
    #[must_use]
    pub fn all<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.all = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Demands at least one of these scopes.
    #[must_use]
    pub fn any<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.any = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Takes tokens without `exp`. The real service issues none.
    #[must_use]
    pub fn expiry_optional(mut self) -> Self {
        self.expiry_optional = true;
        self
    }

    /// Allows for clocks that differ by this many seconds, at most 86 400.
    #[must_use]
    pub fn leeway(mut self, seconds: u64) -> Self {
        self.leeway = Some(seconds);
        self
    }

    fn policy(&self) -> Result<Policy> {
        let host = self.host.as_deref().unwrap_or(HOST);
        if host.trim().is_empty() {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "The field `host` is blank.",
            ));
        }
        let mut policy = Policy::new()
            .algorithms([Algorithm::Hs256])
            .issuer(host)
            .audience(host)
            .required(["user", "azp", "iat"]);
        policy.leeway = self.leeway;
        policy.expiry_optional = self.expiry_optional;
        Ok(policy)
    }
}

/// Verifies access tokens. A token is good until it expires: a revocation cannot be seen from it, so a server
/// that must know keeps a list of [`AccessToken::token_id`] or of client and user.
pub struct Verifier {
    verifier: verifier::Verifier,
    demands: Demands,
}

impl Verifier {
    /// A verifier for clients given as pairs of id and secret.
    ///
    /// # Errors
    /// `key_weak` for a blank common secret or an empty client secret; `policy_invalid` for options out
    /// of range or scopes that are not well formed.
    pub fn new<I, S>(
        common_secret: &str,
        clients: impl IntoIterator<Item = (I, S)>,
        options: &VerifierOptions,
    ) -> Result<Self>
    where
        I: Into<String>,
        S: AsRef<str>,
    {
        let mut keys = HashMap::new();
        for (id, secret) in clients {
            keys.insert(id.into(), signing_key::key(common_secret, secret.as_ref())?);
        }
        // A blank common secret is a mistake even before there is a client.
        signing_key::check_common_secret(common_secret)?;
        Self::build(
            move |id: &str| keys.get(id).cloned().ok_or(Error::client_unknown()),
            options,
        )
    }

    /// A verifier that looks a client's secret up by its id. The id is not verified when the lookup
    /// sees it. The lookup answers [`Error::client_unknown`] for one it does not know; it must not
    /// fall back to another secret.
    ///
    /// # Errors
    /// As [`Verifier::new`].
    pub fn with_lookup(
        common_secret: impl Into<String>,
        lookup: impl Fn(&str) -> Result<String> + Send + Sync + 'static,
        options: &VerifierOptions,
    ) -> Result<Self> {
        let common_secret = zeroize::Zeroizing::new(common_secret.into());
        signing_key::check_common_secret(&common_secret)?;
        Self::build(
            move |id: &str| {
                let secret = zeroize::Zeroizing::new(lookup(id)?);
                signing_key::key(&common_secret, &secret)
            },
            options,
        )
    }

    fn build(
        key: impl Fn(&str) -> Result<Key> + Send + Sync + 'static,
        options: &VerifierOptions,
    ) -> Result<Self> {
        let demands = Demands::new(options.all.clone(), options.any.clone())?;
        // `azp` selects the client's key and nothing else; without it this is no access token.
        let resolver = move |hint: &KeyHint<'_>| {
            hint.authorized_party()
                .ok_or(Error::client_unknown())
                .and_then(&key)
        };
        let verifier = verifier::Verifier::with_resolver(resolver, options.policy()?)?;
        Ok(Self { verifier, demands })
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// `client_unknown`, `scope_refused`, otherwise as [`crate::Verifier::verify`].
    /// [`super::http_status`] turns the error into the service's reply.
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<AccessToken> {
        self.check(token.as_ref(), None)
    }

    /// Verifies a token as if it were `now`, in seconds since 1970.
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    pub fn verify_at(&self, token: impl AsRef<[u8]>, now: f64) -> Result<AccessToken> {
        self.check(token.as_ref(), Some(now))
    }

    fn check(&self, token: &[u8], now: Option<f64>) -> Result<AccessToken> {
        let mut content = None;
        self.verifier
            .check(token, now, &mut |payload, registered| {
                // What is missing is for the policy to say, after the clock and the audience.
                content = Claims::read(payload)?.with(registered).ok();
                Ok(())
            })?;
        let content = content.ok_or(Error::internal())?;
        if self.demands.satisfied_by(&content.scope) {
            Ok(content)
        } else {
            Err(Error::about(Code::ScopeRefused, "scope"))
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("demands", &self.demands)
            .finish_non_exhaustive()
    }
}
