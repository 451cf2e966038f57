//! The signature of a token over any bytes (RFC 7515): structure, header, algorithm, key and
//! signature, and nothing else.

use std::fmt;
use std::sync::Arc;

use super::key_choice::{Chooser, Keys};
use super::known_headers::KnownHeaders;
use super::policy::Policy;
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::token::Header;
use crate::token::compact::{Compact, Limits};

/// Verifies signatures over any bytes. Immutable: make it once and share it between threads.
///
/// [`crate::Verifier`] is built on it and judges claims too; use that one for JSON Web Tokens.
///
/// ```
/// use jotkit::{Key, Policy, jws};
///
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let token = jws::sign(&key, b"any bytes", None)?;
/// let verified = jws::Verifier::new(key, Policy::new())?.verify(&token)?;
/// assert_eq!(verified.payload(), b"any bytes");
/// # Ok::<(), jotkit::Error>(())
/// ```
pub struct Verifier {
    pub(super) keys: Chooser,
    pub(super) policy: Policy,
    pub(super) limits: Limits,
    pub(super) known: KnownHeaders,
}

/// The header and the payload of a signature that held.
#[derive(Clone)]
pub struct Verified {
    header: Arc<Header>,
    payload: Vec<u8>,
}

impl Verified {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload; empty if it is detached.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The payload; empty if it is detached.
    #[must_use]
    pub fn into_payload(self) -> Vec<u8> {
        self.payload
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl Verifier {
    /// A verifier with one [`crate::Key`] or a [`crate::KeySet`]. Of the policy, `algorithms`,
    /// `allow_padding`, `try_each` and the limits matter.
    ///
    /// # Errors
    /// As [`crate::Verifier::new`].
    pub fn new(keys: impl Into<Keys>, policy: Policy) -> Result<Self> {
        policy.check()?;
        Ok(Self::build(Chooser::new(keys.into(), &policy)?, policy))
    }

    pub(super) fn build(keys: Chooser, policy: Policy) -> Self {
        let limits = policy.limits();
        let known = KnownHeaders::for_keys(&keys, &limits);
        Self {
            keys,
            policy,
            limits,
            known,
        }
    }

    /// Verifies a token that carries its payload.
    ///
    /// # Errors
    /// The first failure: `token_too_large`, `token_malformed`, `header_malformed`,
    /// `header_unsupported`, `algorithm_refused`, an error about the key, `signature_invalid`.
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<Verified> {
        let token = Compact::split(token.as_ref(), &self.limits)?;
        let header = self.check(&token, token.signing_input)?;
        Ok(Verified {
            header,
            payload: token.payload,
        })
    }

    /// Verifies a token whose payload is somewhere else (RFC 7515 appendix F). The payload has no
    /// limit.
    ///
    /// # Errors
    /// As [`Verifier::verify`]; `argument_invalid` if the token has a payload of its own.
    pub fn verify_detached(
        &self,
        token: impl AsRef<[u8]>,
        payload: impl AsRef<[u8]>,
    ) -> Result<Verified> {
        let token = Compact::split(token.as_ref(), &self.limits)?;
        if !token.payload.is_empty() {
            return Err(Error::argument_invalid(
                "The token has a payload of its own; verify it without a detached one.",
            ));
        }
        // It ends with the dot before the empty segment.
        let mut input = token.signing_input.to_vec();
        let payload = base64url::encode(payload.as_ref());
        input.extend_from_slice(payload.as_bytes());
        let header = self.check(&token, &input)?;
        Ok(Verified {
            header,
            payload: Vec::new(),
        })
    }

    fn check(&self, token: &Compact<'_>, input: &[u8]) -> Result<Arc<Header>> {
        let header = self.header(token)?;
        header.supported()?;
        let algorithm = self.algorithm(&header)?;
        self.signature(&header, algorithm, None, input, &token.signature)?;
        Ok(header)
    }

    pub(super) fn header(&self, token: &Compact<'_>) -> Result<Arc<Header>> {
        match self.known.get(token.header) {
            Some(header) => Ok(header),
            None => token.read_header(self.limits.depth).map(Arc::new),
        }
    }

    pub(super) fn algorithm(&self, header: &Header) -> Result<Algorithm> {
        header
            .algorithm()
            .filter(|algorithm| self.policy.admits(*algorithm))
            .ok_or(Error::new(Code::AlgorithmRefused))
    }

    /// Chooses the key and checks the signature.
    pub(super) fn signature(
        &self,
        header: &Header,
        algorithm: Algorithm,
        payload: Option<&Object<'_>>,
        input: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        let choice = self.keys.choose(header, algorithm, payload, &self.policy)?;
        if choice.verifies(input, signature) {
            Ok(())
        } else {
            Err(Error::new(Code::SignatureInvalid))
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
