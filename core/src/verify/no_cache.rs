//! What takes the place of the cache in a build without the Cargo feature `cache`: nothing is kept,
//! and a policy that asks for it is refused.

use std::convert::Infallible;
use std::sync::Arc;

use super::verified::VerifiedToken;
use crate::error::{Code, Error, Result};

/// The bound is the same in every build, so that a policy has one meaning.
pub(crate) const MAX_TOKENS: u64 = 1_000_000;

/// Refuses a policy with a `cache`.
pub(crate) fn check(tokens: Option<u64>) -> Result<()> {
    if tokens.is_some() {
        return Err(Error::with_hint(
            Code::PolicyInvalid,
            "This program was built without jotkit's Cargo feature `cache`; turn it on.",
        ));
    }
    Ok(())
}

/// There is none.
pub(crate) struct VerifiedTokens(Infallible);

/// What a token would be known by.
pub(crate) struct Fingerprint;

impl Fingerprint {
    pub(crate) fn of(_: &[u8]) -> Self {
        Self
    }
}

impl VerifiedTokens {
    pub(crate) fn new(_: u64) -> Result<Self> {
        Err(Error::internal())
    }

    pub(crate) fn get(&self, _: &Fingerprint) -> Option<Arc<VerifiedToken>> {
        match self.0 {}
    }

    pub(crate) fn insert(&self, _: Fingerprint, _: Arc<VerifiedToken>, _: f64) {
        match self.0 {}
    }

    pub(crate) fn remove(&self, _: &Fingerprint) {
        match self.0 {}
    }
}
