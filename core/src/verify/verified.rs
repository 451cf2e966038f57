//! The result of verifying a token.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::error::{Code, Error, Result};
use crate::json::{self, Visitor};
use crate::token::Header;
use crate::token::claims::Times;

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
    /// `claim_malformed` if the payload does not have the type's shape.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.payload()).map_err(|_| {
            Error::with_hint(
                Code::ClaimMalformed,
                "The payload does not have the type's shape.",
            )
        })
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
