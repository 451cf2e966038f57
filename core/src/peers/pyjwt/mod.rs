//! The rules of PyJWT 2.15: which tokens its `decode` takes, and what it says about the others.
//!
//! They are weaker than those of [`crate::Verifier`]: a token without `exp` passes, a short secret
//! passes with a warning, `exp` may be a string of digits. What is read is read strictly, though:
//! JSON with duplicate names, and numbers that no double can hold, are refused.

mod claims;
mod constants;
mod keys;
mod secret;
mod signing;
mod token;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use self::claims::{Audience, Claims, Expected, Issuer, Rules, Subject};
pub use self::constants::is_strict_but_constants;
pub use self::keys::{Key, remember};
pub use self::secret::check_secret;
pub use self::signing::sign;
pub use self::token::{Allowed, Request, Signed, header, verify};

use crate::algorithm::{Algorithm, KeyType};

/// Why a token or a key is refused, in PyJWT's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the exception's class, such as `ExpiredSignatureError`.
    pub class: &'static str,
    /// The exception's text; of `MissingRequiredClaimError` the claim's name alone.
    pub message: Cow<'static, str>,
}

/// Why a call ends without a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The token or the key is refused.
    Refused(Refusal),
    /// A key for this algorithm has to be prepared and handed in, or remembered, first.
    NeedsKey(Algorithm),
    /// This is nothing that the core does: an algorithm of the host's own, a detached payload.
    Elsewhere,
    /// The host has an exception of its own to raise.
    Host,
}

/// What a call asks of the host meanwhile.
pub trait Host {
    /// Warns of a key that is shorter than its hash.
    ///
    /// # Errors
    /// [`Stop::Host`] if warnings are exceptions.
    fn warn(&mut self, message: &str) -> Result<(), Stop>;

    /// Whether the expected issuers, a container of the host's, hold this one; `None` if it is not
    /// a container.
    ///
    /// # Errors
    /// [`Stop::Host`] if the container raises something else.
    fn holds_issuer(&mut self, issuer: &str) -> Result<Option<bool>, Stop>;
}

fn refused(class: &'static str, message: impl Into<Cow<'static, str>>) -> Stop {
    let message = message.into();
    Stop::Refused(Refusal { class, message })
}

fn decode_error(message: impl Into<Cow<'static, str>>) -> Stop {
    refused("DecodeError", message)
}

/// The algorithm that PyJWT knows by this name. Names that only jotkit knows are not among them.
fn algorithm(name: &str) -> Option<Algorithm> {
    Algorithm::from_name(name).filter(|algorithm| {
        *algorithm != Algorithm::Ed25519 && algorithm.key_type() != KeyType::Akp
    })
}
