//! What one call expects of a token beyond the policy.

use std::collections::BTreeMap;

use super::policy::{Policy, SCOPES};
use super::profile::Profile;
use super::{half_hash, rules, scope};
use crate::challenge::is_scope;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Value};
use crate::options::{Expected, OptionValue};
use crate::token::Header;

/// What one call expects of a token: values that claims must have, such as the `nonce` of one login
/// (OpenID Connect Core 1.0 §3.1.3.7), and scopes that must be granted. The values are judged after
/// everything that the policy requires of claims, scopes last of all.
///
/// ```
/// use jotkit::Expectations;
///
/// let login = Expectations::new().claim("nonce", "n-0S6_WzA2Mj");
/// assert_eq!(login, Expectations::from_json(r#"{"nonce": "n-0S6_WzA2Mj"}"#)?);
/// let route = Expectations::new().scopes(["orders:read"]);
/// assert_eq!(route, Expectations::from_json(r#"{"scope": ["orders:read"]}"#)?);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expectations {
    claims: BTreeMap<String, Expected>,
    scopes: Vec<String>,
}

impl Expectations {
    /// No expectations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a claim to have this value.
    ///
    /// In an ID token, `access_token` and `code` are not claims: their values are the token and the
    /// code that came with it, which are compared with `at_hash` and `c_hash`.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Expected>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// Expects each of these scopes to be granted, as the policy's `scopes` does.
    #[must_use]
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Self {
        self.scopes.extend(scopes.into_iter().map(Into::into));
        self
    }

    /// Reads them from JSON text: one object of claim name and value. A list as `scope` is a list
    /// of scopes.
    ///
    /// # Errors
    /// `argument_invalid` unless it is a non-empty object with a string, a number or a boolean for
    /// each claim, or a non-empty list of scopes: an expectation that came back empty must not
    /// pass.
    pub fn from_json(json: &str) -> Result<Self> {
        let wrong = || {
            let claims = <Option<BTreeMap<String, Expected>>>::EXPECTED;
            Error::with_made_hint(
                Code::ArgumentInvalid,
                format!("Give {claims}, or a non-empty list of scopes as `scope`."),
            )
        };
        let members = json::parse_object_str(json, json::MAX_DEPTH).map_err(|_| wrong())?;
        let mut expectations = Self::new();
        for (name, value) in members.members() {
            match (&*name.value(), *value) {
                ("scope", value @ Value::Array(_)) => {
                    let scopes = <Option<Vec<String>>>::read(value).flatten();
                    expectations.scopes = scopes.ok_or_else(wrong)?;
                    if expectations.scopes.is_empty() {
                        return Err(wrong());
                    }
                }
                (name, value) => {
                    let value = Expected::read(value).ok_or_else(wrong)?;
                    expectations.claims.insert(name.to_owned(), value);
                }
            }
        }
        if members.is_empty() {
            return Err(wrong());
        }
        expectations.check()?;
        Ok(expectations)
    }

    /// Judges what the call itself asks for; values from a builder have not been checked yet.
    pub(super) fn check(&self) -> Result<()> {
        if self.scopes.iter().all(|scope| is_scope(scope)) {
            return Ok(());
        }
        Err(Error::argument_invalid(SCOPES))
    }

    /// Whether a token that passed the policy has nothing left to be judged.
    pub(super) fn are_none(&self, policy: &Policy) -> bool {
        self.claims.is_empty()
            && self.scopes.is_empty()
            && policy.scopes.is_none()
            && policy.profile.is_none()
    }

    /// Whether the claim that holds scopes matters.
    pub(super) fn need_scopes(&self, policy: &Policy) -> bool {
        policy.scopes.is_some() || !self.scopes.is_empty()
    }

    /// Judges what comes last: the values that the call expects, then the scopes that the policy
    /// and the call require.
    pub(super) fn judge(
        &self,
        header: &Header,
        payload: &Object<'_>,
        policy: &Policy,
    ) -> Result<()> {
        if policy.profile == Some(Profile::IdToken) {
            self.id_token(header, payload, policy)?;
        } else {
            rules::first(rules::expected(payload, self.claims.iter()))?;
        }
        scope::covers(payload, policy.scopes.as_deref().unwrap_or_default())?;
        scope::covers(payload, &self.scopes)
    }

    /// OpenID Connect Core 1.0 §3.1.3.7, number 11, §3.1.3.8 and §3.3.2.10.
    fn id_token(&self, header: &Header, payload: &Object<'_>, policy: &Policy) -> Result<()> {
        let of_token = |name: &str| matches!(name, "access_token" | "code");
        let claims = self.claims.iter().filter(|(name, _)| !of_token(name));
        rules::first(rules::expected(payload, claims))?;
        let in_policy = policy.expected.iter().flatten();
        let mut names = self.claims.keys().chain(in_policy.map(|(name, _)| name));
        let is_compared = names.any(|name| name == "nonce");
        if !is_compared {
            uncompared_nonce(payload)?;
        }
        for (name, claim) in [("access_token", "at_hash"), ("code", "c_hash")] {
            let Some(value) = self.claims.get(name) else {
                continue;
            };
            let Expected::Text(value) = value else {
                return Err(Error::argument_invalid(
                    "An expected `access_token` or `code` must be a string.",
                ));
            };
            let hash = payload.get(claim).and_then(Value::as_string);
            let hash = hash.ok_or(Error::about(Code::ClaimMissing, claim))?;
            if !half_hash::of(header, value).is_some_and(|half| hash.is(&half)) {
                return Err(Error::about(Code::ClaimRefused, claim));
            }
        }
        Ok(())
    }
}

/// OpenID Connect Core 1.0 §3.1.3.7, number 11: a nonce that is not compared protects from nothing.
pub(super) fn uncompared_nonce(payload: &Object<'_>) -> Result<()> {
    match payload.get("nonce") {
        None => Ok(()),
        Some(_) => Err(Error::about(Code::ClaimRefused, "nonce")
            .and_hint("Give the `nonce` of this login as what the call expects.")),
    }
}
