//! The order of checks, from the first byte of a token to its verdict.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::algorithm::Algorithm;
use crate::choose::{Chooser, KeyHint, Keys};
use crate::claims::Registered;
use crate::clock::now_or_system;
use crate::compact::{Compact, Limits};
use crate::error::{Code, Error, Result};
use crate::header::Header;
use crate::json::{self, Object};
use crate::key::Key;
use crate::policy::Policy;
use crate::shortcut::KnownHeaders;
use crate::validate::validate;

/// Verifies tokens under one policy. Immutable: make it once and share it between threads.
pub struct Verifier {
    keys: Chooser,
    policy: Policy,
    limits: Limits,
    known: KnownHeaders,
}

impl Verifier {
    /// A verifier with one [`Key`] or a [`crate::KeySet`].
    ///
    /// # Errors
    /// `policy_invalid`; `key_unsuitable` for a key that may not verify; `key_invalid` for one whose
    /// algorithm nobody names; `key_weak`. In a set, such keys are left out instead.
    pub fn new(keys: impl Into<Keys>, policy: Policy) -> Result<Self> {
        policy.check()?;
        Self::build(Chooser::new(keys.into(), &policy)?, policy)
    }

    /// A verifier that asks for the key of each token.
    ///
    /// The resolver sees the unverified header's `kid` and the unverified payload's `iss` and `azp`, and
    /// gives a key or an error such as [`Error::key_unknown`]. Its key is then checked like any other.
    /// It must not answer with a default key for what it does not know.
    ///
    /// # Errors
    /// `policy_invalid`.
    pub fn with_resolver(
        resolver: impl Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync + 'static,
        policy: Policy,
    ) -> Result<Self> {
        policy.check()?;
        Self::build(Chooser::resolver(resolver), policy)
    }

    fn build(keys: Chooser, policy: Policy) -> Result<Self> {
        let limits = policy.limits();
        let known = KnownHeaders::for_keys(&keys, &limits);
        Ok(Self {
            keys,
            policy,
            limits,
            known,
        })
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// What is wrong with the token first, in the fixed order of checks.
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<Verified> {
        self.check(token.as_ref(), None, &mut |_, _| Ok(()))
    }

    /// Verifies a token as if it were `now`, in seconds since 1970.
    ///
    /// # Errors
    /// As [`Verifier::verify`]; `argument_invalid` if `now` is not a finite number of at most 2^53.
    pub fn verify_at(&self, token: impl AsRef<[u8]>, now: f64) -> Result<Verified> {
        self.check(token.as_ref(), Some(now), &mut |_, _| Ok(()))
    }

    /// As [`Verifier::verify`], reading more claims than the registered ones where claim types are
    /// judged.
    pub(crate) fn check(
        &self,
        token: &[u8],
        now: Option<f64>,
        more_types: &mut dyn FnMut(&Object<'_>, &Registered<'_>) -> Result<()>,
    ) -> Result<Verified> {
        let now = now_or_system(now)?;
        // Size and structure, header, algorithm.
        let token = Compact::split(token, &self.limits)?;
        let header = self.header(token.header)?;
        header.supported()?;
        let algorithm = self.algorithm(&header)?;
        // Key choice: only a resolver sees anything of the payload, and that to choose.
        let unverified = match self.keys.reads_payload() {
            true => Some(self.payload(&token.payload)?),
            false => None,
        };
        let key = self
            .keys
            .choose(&header, algorithm, unverified.as_ref(), &self.policy)?;
        drop(unverified);
        // Signature.
        if !key.verifies(token.signing_input, &token.signature) {
            return Err(Error::new(Code::SignatureInvalid));
        }
        // Payload JSON, claim types, then the claims themselves.
        let text =
            String::from_utf8(token.payload).map_err(|_| Error::new(Code::PayloadMalformed))?;
        let payload = json::parse_object_str(&text, self.limits.depth)
            .map_err(|_| Error::new(Code::PayloadMalformed))?;
        let claims = Registered::read(&payload)?;
        more_types(&payload, &claims)?;
        validate(&header, &payload, &claims, &self.policy, now)?;
        drop(claims);
        drop(payload);
        Ok(Verified {
            header,
            payload: text,
        })
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

    fn payload<'a>(&self, bytes: &'a [u8]) -> Result<Object<'a>> {
        json::parse_object(bytes, self.limits.depth).map_err(|_| Error::new(Code::PayloadMalformed))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// A token that was verified: its signature held and its claims passed the policy.
///
/// It can only come from a [`Verifier`].
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    header: Arc<Header>,
    payload: String,
}

impl Verified {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[must_use]
    pub fn into_payload(self) -> String {
        self.payload
    }

    /// The claims as a type of the caller's.
    ///
    /// # Errors
    /// `claim_malformed` if the payload does not have the type's shape.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.payload).map_err(|_| {
            Error::with_hint(
                Code::ClaimMalformed,
                "The payload does not have the type's shape.",
            )
        })
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}
