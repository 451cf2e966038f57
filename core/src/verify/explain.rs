//! Every check that a token fails, for logs and for support.

use std::fmt;

use serde::Serialize;

use super::expectations::uncompared_nonce;
use super::profile::{self, Profile};
use super::rules;
use super::scope;
use super::verifier::Verifier;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::token::Now;
use crate::token::claims::Registered;
use crate::token::compact::Compact;

/// A check of a token, in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Check {
    /// The length of the token and of its header.
    Size,
    /// Three segments of base64url.
    Structure,
    /// The header's JSON, the types of its members, and extensions.
    Header,
    /// Whether key and policy allow the header's `alg`.
    Algorithm,
    /// Whether there is a key to verify with.
    Key,
    /// The signature.
    Signature,
    /// The payload's JSON.
    Payload,
    /// The types of the registered claims.
    Claims,
    /// `nbf` against the clock.
    NotBefore,
    /// `exp` against the clock, or its absence.
    Expiry,
    /// `iat`, or `auth_time` of an ID token, against the policy's `max_age`.
    Age,
    /// The header's `typ`.
    Type,
    /// `aud`.
    Audience,
    /// `iss`.
    Issuer,
    /// `sub`.
    Subject,
    /// What the policy's `profile` demands.
    Profile,
    /// The policy's `required`.
    Required,
    /// The policy's `expected`.
    Expected,
    /// The policy's `scopes`.
    Scope,
}

impl Check {
    /// The name of the check, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Structure => "structure",
            Self::Header => "header",
            Self::Algorithm => "algorithm",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Payload => "payload",
            Self::Claims => "claims",
            Self::NotBefore => "nbf",
            Self::Expiry => "exp",
            Self::Age => "iat",
            Self::Type => "typ",
            Self::Audience => "aud",
            Self::Issuer => "iss",
            Self::Subject => "sub",
            Self::Profile => "profile",
            Self::Required => "required",
            Self::Expected => "expected",
            Self::Scope => "scope",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A check that a token fails, and why.
///
/// ```
/// use jotkit::{Code, Key, Policy, Signer, Verifier};
///
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let token = Signer::new(&key)?.sign_json(r#"{"aud":"web","exp":1}"#)?;
/// let findings = Verifier::new(key, Policy::new().audience("api"))?.explain(&token)?;
/// let codes: Vec<Code> = findings.iter().map(|finding| finding.error.code()).collect();
/// assert_eq!(codes, [Code::TokenExpired, Code::AudienceRefused]);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// What is wrong.
    pub error: Error,
}

/// Findings as JSON text, for bindings: a list of `check`, `code`, `claim` where there is one, and
/// `message`.
#[must_use]
pub fn findings_to_json(findings: &[Finding]) -> String {
    #[derive(Serialize)]
    struct Row<'f> {
        check: &'f str,
        code: &'f str,
        #[serde(skip_serializing_if = "Option::is_none")]
        claim: Option<&'f str>,
        message: String,
    }
    let rows = findings.iter().map(|Finding { check, error }| Row {
        check: check.as_str(),
        code: error.code().as_str(),
        claim: error.claim(),
        message: error.to_string(),
    });
    serde_json::to_string(&rows.collect::<Vec<_>>()).unwrap_or_default()
}

impl Verifier {
    /// Lists every check that a token fails, at the system's time; none if it is good.
    ///
    /// It is for logs and for support, never for the answer to a client, and never to decide
    /// anything: only [`Verifier::verify`] returns claims. The first finding is what that answers.
    ///
    /// # Errors
    /// As [`Verifier::explain_at`].
    pub fn explain(&self, token: impl AsRef<[u8]>) -> Result<Vec<Finding>> {
        self.explain_at(token, Now::default())
    }

    /// As [`Verifier::explain`], at a given time.
    ///
    /// # Errors
    /// `argument_invalid` if `now` is not a finite number of at most 2^53.
    pub fn explain_at(&self, token: impl AsRef<[u8]>, now: impl Into<Now>) -> Result<Vec<Finding>> {
        let now = now.into().seconds()?;
        let mut findings = Findings(Vec::new());
        self.find(token.as_ref(), now, &mut findings);
        Ok(findings.0)
    }

    fn find(&self, token: &[u8], now: f64, findings: &mut Findings) {
        let Some(token) = findings.outside(Compact::split(token, &self.jws.limits)) else {
            return;
        };
        let header = match self.jws.header(&token) {
            Err(error) if error.code() == Code::TokenMalformed => {
                return findings.add(Check::Structure, error);
            }
            header => findings.keep(Check::Header, header),
        };
        let text = String::from_utf8(token.payload).ok();
        let mut payload = Object::default();
        let read = self.payload(&text, &mut payload);
        let payload = read.map(|()| &payload);
        if let Some(header) = &header {
            findings.keep(Check::Header, header.supported());
            if let Some(algorithm) = findings.keep(Check::Algorithm, self.jws.algorithm(header)) {
                let early = self.jws.keys.reads_payload();
                // Without a payload to choose by, a resolver is not asked.
                if !early || payload.is_ok() {
                    findings.signature(self.jws.signature(
                        header,
                        algorithm,
                        payload.as_ref().ok().copied().filter(|_| early),
                        token.signing_input,
                        &token.signature,
                    ));
                }
            }
        }
        let payload = findings.keep(Check::Payload, payload);
        let claims = payload.map(|payload| self.claims(payload, now, findings));
        if let Some(header) = &header {
            findings.keep(Check::Type, rules::typ(header.typ(), &self.jws.policy));
        }
        if let (Some(payload), Some((claims, wrong))) = (payload, claims) {
            self.rest(payload, &claims, &wrong, findings);
        }
    }

    /// The types of the claims and the rules of the clock. Returns the claims, and those of the
    /// wrong type.
    fn claims<'p>(
        &self,
        payload: &Object<'p>,
        now: f64,
        findings: &mut Findings,
    ) -> (Registered<'p>, Vec<String>) {
        let policy = &self.jws.policy;
        let mut wrong = Vec::new();
        let mut found = |error: Error| {
            wrong.extend(error.claim().map(str::to_owned));
            findings.add(Check::Claims, error);
            Ok(())
        };
        let claims = Registered::read_with(payload, policy.untyped_claims(), &mut found);
        let mut claims = claims.unwrap_or_default();
        if let Some(profile) = policy.profile {
            let _ = profile::read_types(profile, payload, &mut claims, &mut found);
        }
        if policy.scopes.is_some()
            && let Err(error) = scope::check(payload)
        {
            let _ = found(error);
        }
        let right = |claim: &str| !wrong.iter().any(|name| name == claim);
        if right("nbf") {
            findings.keep(
                Check::NotBefore,
                rules::not_before(&claims.times, policy, now),
            );
        }
        if right("exp") {
            findings.keep(Check::Expiry, rules::expiry(&claims.times, policy, now));
        }
        if right(rules::age_claim(policy)) {
            findings.keep(Check::Age, rules::age(&claims.times, policy, now));
        }
        (claims, wrong)
    }

    fn rest(
        &self,
        payload: &Object<'_>,
        claims: &Registered<'_>,
        wrong: &[String],
        findings: &mut Findings,
    ) {
        let policy = &self.jws.policy;
        let right = |claim: &str| !wrong.iter().any(|name| name == claim);
        if right("aud") {
            findings.keep(Check::Audience, rules::audience(claims, policy));
        }
        if right("iss") {
            findings.keep(Check::Issuer, rules::issuer(claims, policy));
        }
        if right("sub") {
            findings.keep(Check::Subject, rules::subject(claims, policy));
        }
        if let Some(profile) = policy.profile {
            for error in profile::faults(profile, payload, claims, policy) {
                if error.claim().is_none_or(right) {
                    findings.add(Check::Profile, error);
                }
            }
        }
        for error in rules::required(payload, policy) {
            findings.add(Check::Required, error);
        }
        let expected = policy.expected.iter().flatten();
        for error in rules::expected(payload, expected) {
            if error.claim().is_none_or(right) {
                findings.add(Check::Expected, error);
            }
        }
        let mut expected = policy.expected.iter().flatten();
        if policy.profile == Some(Profile::IdToken)
            && right("nonce")
            && !expected.any(|(name, _)| name == "nonce")
        {
            findings.keep(Check::Expected, uncompared_nonce(payload));
        }
        if let Some(scopes) = &policy.scopes
            && right("scope")
            && right("scp")
        {
            findings.keep(Check::Scope, scope::covers(payload, scopes));
        }
    }
}

/// The findings so far.
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, check: Check, error: Error) {
        self.0.push(Finding { check, error });
    }

    /// The result of a check that held.
    fn keep<T>(&mut self, check: Check, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(check, error)).ok()
    }

    /// As [`Findings::keep`], for the checks of size and structure.
    fn outside<T>(&mut self, result: Result<T>) -> Option<T> {
        result
            .map_err(|error| match error.code() {
                Code::TokenTooLarge => self.add(Check::Size, error),
                _ => self.add(Check::Structure, error),
            })
            .ok()
    }

    /// The checks of algorithm, key and signature.
    fn signature(&mut self, result: Result<()>) {
        let Err(error) = result else { return };
        let check = match error.code() {
            Code::AlgorithmRefused => Check::Algorithm,
            Code::SignatureInvalid => Check::Signature,
            _ => Check::Key,
        };
        self.add(check, error);
    }
}
