//! The order of checks, from the first byte of a token to its verdict.

use std::fmt;
use std::sync::Arc;

use super::cache::{Fingerprint, VerifiedTokens};
use super::expectations::Expectations;
use super::jws;
use super::key_choice::{Chooser, KeyHint, Keys};
use super::policy::Policy;
use super::profile;
use super::rules::{self, validate};
use super::scope;
use super::verified::{Verified, VerifiedToken};
use crate::error::{Code, Error, Result};
use crate::json::{self, Object};
use crate::key::Key;
use crate::token::Now;
use crate::token::claims::Registered;
use crate::token::compact::Compact;

/// Reads claims beyond the registered ones at the point where claim types are judged.
pub(crate) trait ReadClaims {
    /// What it reads.
    type Output;

    /// # Errors
    /// `claim_malformed` for a claim of the wrong type.
    fn read<'t>(&self, payload: &Object<'t>, registered: &Registered<'t>) -> Result<Self::Output>;
}

/// Nothing beyond the registered claims.
impl ReadClaims for () {
    type Output = ();

    fn read<'t>(&self, _: &Object<'t>, _: &Registered<'t>) -> Result<()> {
        Ok(())
    }
}

/// Verifies tokens under one policy. Immutable: make it once and share it between threads.
///
/// ```
/// use jotkit::{Code, Key, Policy, Signer, Verifier};
///
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let verifier = Verifier::new(key.clone(), Policy::new())?;
/// let token = Signer::new(key)?.sign(&serde_json::json!({"sub": "u1", "exp": 100}))?;
/// assert!(verifier.verify_at(&token, 99.0).is_ok());
/// assert_eq!(verifier.verify(&token).unwrap_err().code(), Code::TokenExpired);
/// # Ok::<(), jotkit::Error>(())
/// ```
pub struct Verifier {
    pub(super) jws: jws::Verifier,
    cache: Option<VerifiedTokens>,
}

impl Verifier {
    /// A verifier with one [`Key`] or a [`crate::KeySet`].
    ///
    /// # Errors
    /// `policy_invalid`; `key_unsuitable` for a key that may not verify; `key_invalid` for one
    /// without an algorithm; `key_weak`. In a set, such keys are left out instead.
    pub fn new(keys: impl Into<Keys>, policy: Policy) -> Result<Self> {
        policy.check()?;
        Self::build(Chooser::new(keys.into(), &policy)?, policy)
    }

    /// A verifier that asks for the key of each token.
    ///
    /// The resolver sees the unverified header's `kid` and the unverified payload's `iss` and
    /// `azp`, and gives a key or an error such as [`Error::key_unknown`]. Its key is then checked
    /// like any other. It must not answer with a default key for what it does not know.
    ///
    /// # Errors
    /// `policy_invalid`, also for a policy with a `cache`.
    pub fn with_resolver(
        resolver: impl Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync + 'static,
        policy: Policy,
    ) -> Result<Self> {
        policy.check()?;
        if policy.cache.is_some() {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "A resolver may change its mind about a key, so its verifier has no `cache`.",
            ));
        }
        Self::build(Chooser::resolver(resolver), policy)
    }

    pub(super) fn build(keys: Chooser, policy: Policy) -> Result<Self> {
        let cache = policy.cache.map(VerifiedTokens::new).transpose()?;
        let jws = jws::Verifier::build(keys, policy);
        Ok(Self { jws, cache })
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// The first failure in the fixed order of checks.
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<Verified> {
        self.verify_at(token, Now::default())
    }

    /// Verifies a token at a given time.
    ///
    /// # Errors
    /// As [`Verifier::verify`]; `argument_invalid` if `now` is not a finite number of at most 2^53.
    pub fn verify_at(&self, token: impl AsRef<[u8]>, now: impl Into<Now>) -> Result<Verified> {
        self.verify_expecting(token, &Expectations::default(), now)
    }

    /// Verifies a token at a given time, and that it has what this call expects.
    ///
    /// # Errors
    /// As [`Verifier::verify_at`]; `claim_missing`, `claim_refused` and `scope_refused` last of
    /// all; `argument_invalid` for an expectation that no token can meet.
    pub fn verify_expecting(
        &self,
        token: impl AsRef<[u8]>,
        expectations: &Expectations,
        now: impl Into<Now>,
    ) -> Result<Verified> {
        let token = token.as_ref();
        expectations.check()?;
        let now = now.into().seconds()?;
        let Some(cache) = &self.cache else {
            let (verified, ()) = self.judge(token, now, expectations, &())?;
            return Ok(Verified::from(verified));
        };
        self.jws.limits.admit(token)?;
        let fingerprint = Fingerprint::of(token);
        if let Some(verdict) = self.remembered(cache, &fingerprint, expectations, now) {
            return verdict;
        }
        // A token that misses what this call expects is good for another call.
        let (verified, ()) = self.judge(token, now, expectations, &())?;
        let verified = Arc::new(verified);
        cache.insert(fingerprint, Arc::clone(&verified), now);
        Ok(Verified::from(verified))
    }

    /// The verdict on a token that is in the cache.
    pub(super) fn cached(
        &self,
        token: &[u8],
        expectations: &Expectations,
        now: f64,
    ) -> Option<Result<Verified>> {
        self.jws.limits.admit(token).ok()?;
        let cache = self.cache.as_ref()?;
        self.remembered(cache, &Fingerprint::of(token), expectations, now)
    }

    fn remembered(
        &self,
        cache: &VerifiedTokens,
        fingerprint: &Fingerprint,
        expectations: &Expectations,
        now: f64,
    ) -> Option<Result<Verified>> {
        let known = cache.get(fingerprint)?;
        // All other rules depend on nothing that can have changed since.
        if let Err(error) = rules::time(&known.times, &self.jws.policy, now) {
            cache.remove(fingerprint);
            return Some(Err(error));
        }
        let policy = &self.jws.policy;
        if !expectations.are_none(policy) {
            let payload = json::parse_object_str(&known.payload, self.jws.limits.depth);
            let judged = payload
                .map_err(|_| Error::internal())
                .and_then(|payload| expectations.judge(&known.header, &payload, policy));
            if let Err(error) = judged {
                return Some(Err(error));
            }
        }
        Some(Ok(Verified::from(known)))
    }

    /// The longest token that this verifier reads, in bytes. A host that has to copy a token copies
    /// no more than one byte beyond it: the verdict is the same.
    #[must_use]
    pub const fn max_token_bytes(&self) -> usize {
        self.jws.limits.token_bytes
    }

    /// All checks, in their one order.
    ///
    /// It does not look at the cache, which knows nothing of what `more` reads.
    pub(crate) fn judge<R: ReadClaims>(
        &self,
        token: &[u8],
        now: f64,
        expectations: &Expectations,
        more: &R,
    ) -> Result<(VerifiedToken, R::Output)> {
        let jws = &self.jws;
        // Structure, header, algorithm.
        let token = Compact::split(token, &jws.limits)?;
        let header = jws.header(&token)?;
        header.supported()?;
        let algorithm = jws.algorithm(&header)?;
        // Key choice: only a resolver sees anything of the payload, and that to choose.
        let text = String::from_utf8(token.payload).ok();
        let mut payload = Object::default();
        let early = jws.keys.reads_payload();
        if early {
            self.payload(&text, &mut payload)?;
        }
        let hint = early.then_some(&payload);
        let input = token.signing_input;
        jws.signature(&header, algorithm, hint, input, &token.signature)?;
        // Payload JSON, claim types, then the claims themselves.
        if !early {
            self.payload(&text, &mut payload)?;
        }
        let policy = &jws.policy;
        let mut claims = Registered::read_with(&payload, policy.untyped_claims(), Err)?;
        if let Some(profile) = policy.profile {
            profile::read_types(profile, &payload, &mut claims, Err)?;
        }
        if expectations.need_scopes(policy) {
            scope::check(&payload)?;
        }
        let more = more.read(&payload, &claims)?;
        validate(&header, &payload, &claims, policy, now)?;
        if !expectations.are_none(policy) {
            expectations.judge(&header, &payload, policy)?;
        }
        let times = claims.times;
        drop(payload);
        let token = VerifiedToken {
            header,
            payload: text.unwrap_or_default(),
            times,
        };
        Ok((token, more))
    }

    /// Reads a payload, which is absent if its bytes are not UTF-8.
    pub(super) fn payload<'a>(
        &self,
        text: &'a Option<String>,
        payload: &mut Object<'a>,
    ) -> Result<()> {
        text.as_deref()
            .and_then(|text| payload.read(text, self.jws.limits.depth).ok())
            .ok_or(Error::new(Code::PayloadMalformed))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("policy", &self.jws.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "verifier_tests.rs"]
mod tests;
