//! The order of checks, from the first byte of a token to its verdict.

use std::fmt;
use std::sync::Arc;

use super::cache::{Fingerprint, VerifiedTokens};
use super::key_choice::{Chooser, KeyHint, Keys};
use super::known_headers::KnownHeaders;
use super::policy::Policy;
use super::rules::{self, validate};
use super::verified::{Verified, VerifiedToken};
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::key::Key;
use crate::token::Header;
use crate::token::Now;
use crate::token::claims::Registered;
use crate::token::compact::{Compact, Limits};

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
    keys: Chooser,
    policy: Policy,
    limits: Limits,
    known: KnownHeaders,
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

    fn build(keys: Chooser, policy: Policy) -> Result<Self> {
        let limits = policy.limits();
        let known = KnownHeaders::for_keys(&keys, &limits);
        let cache = policy.cache.map(VerifiedTokens::new).transpose()?;
        Ok(Self {
            keys,
            policy,
            limits,
            known,
            cache,
        })
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
        let token = token.as_ref();
        let now = now.into().seconds()?;
        let Some(cache) = &self.cache else {
            let (verified, ()) = self.judge(token, now, &())?;
            return Ok(Verified::from(verified));
        };
        self.limits.admit(token)?;
        let fingerprint = Fingerprint::of(token);
        if let Some(known) = cache.get(&fingerprint) {
            // All other rules depend on nothing that can have changed since.
            if let Err(error) = rules::time(&known.times, &self.policy, now) {
                cache.remove(&fingerprint);
                return Err(error);
            }
            return Ok(Verified::from(known));
        }
        let (verified, ()) = self.judge(token, now, &())?;
        let verified = Arc::new(verified);
        cache.insert(fingerprint, Arc::clone(&verified));
        Ok(Verified::from(verified))
    }

    /// The longest token that this verifier reads, in bytes. A host that has to copy a token copies
    /// no more than one byte beyond it: the verdict is the same.
    #[must_use]
    pub const fn max_token_bytes(&self) -> usize {
        self.limits.token_bytes
    }

    /// All checks, in their one order.
    ///
    /// It does not look at the cache, which knows nothing of what `more` reads.
    pub(crate) fn judge<R: ReadClaims>(
        &self,
        token: &[u8],
        now: f64,
        more: &R,
    ) -> Result<(VerifiedToken, R::Output)> {
        // Structure, header, algorithm.
        let token = Compact::split(token, &self.limits)?;
        let header = self.header(token.header)?;
        header.supported()?;
        let algorithm = self.algorithm(&header)?;
        // Key choice: only a resolver sees anything of the payload, and that to choose.
        let text = String::from_utf8(token.payload).ok();
        let mut payload = Object::default();
        let early = self.keys.reads_payload();
        if early {
            self.read(&text, &mut payload)?;
        }
        let key = self
            .keys
            .choose(&header, algorithm, early.then_some(&payload), &self.policy)?;
        // Signature.
        if !key.verifies(token.signing_input, &token.signature) {
            return Err(Error::new(Code::SignatureInvalid));
        }
        // Payload JSON, claim types, then the claims themselves.
        if !early {
            self.read(&text, &mut payload)?;
        }
        let claims = Registered::read(&payload)?;
        let more = more.read(&payload, &claims)?;
        validate(&header, &payload, &claims, &self.policy, now)?;
        let times = claims.times;
        drop(payload);
        let token = VerifiedToken {
            header,
            payload: text.unwrap_or_default(),
            times,
        };
        Ok((token, more))
    }

    fn header(&self, segment: &[u8]) -> Result<Arc<Header>> {
        match self.known.get(segment) {
            Some(header) => Ok(header),
            None => Header::read(segment, self.limits.depth).map(Arc::new),
        }
    }

    fn algorithm(&self, header: &Header) -> Result<Algorithm> {
        header
            .algorithm()
            .filter(|algorithm| self.policy.admits(*algorithm))
            .ok_or(Error::new(Code::AlgorithmRefused))
    }

    /// Reads a payload, which is absent if its bytes are not UTF-8.
    fn read<'a>(&self, text: &'a Option<String>, payload: &mut Object<'a>) -> Result<()> {
        text.as_deref()
            .and_then(|text| payload.read(text, self.limits.depth).ok())
            .ok_or(Error::new(Code::PayloadMalformed))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "verifier_tests.rs"]
mod tests;
