//! What one call of a signer asks for.

use crate::error::{Error, Result};
use crate::options::{MAX_WHOLE, Seconds};
use crate::token::Now;

/// What one call of a signer asks for beyond the signer's options.
///
/// ```
/// let call = jotkit::SignCall::new().header(r#"{"typ":"at+jwt"}"#).lifetime(60);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct SignCall<'a> {
    pub(super) header: Option<&'a str>,
    pub(super) lifetime: Option<u64>,
    pub(super) now: Now,
}

impl<'a> SignCall<'a> {
    /// Nothing beyond the options, at the system's time.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Header members as the text of a JSON object. A `typ` or `kid` among them replaces the
    /// signer's.
    #[must_use]
    pub fn header(mut self, members: impl Into<Option<&'a str>>) -> Self {
        self.header = members.into();
        self
    }

    /// How long the token is good, in seconds, in place of the options' lifetime.
    #[must_use]
    pub fn lifetime(mut self, span: impl Into<Seconds>) -> Self {
        self.lifetime = span.into().whole();
        self
    }

    /// The time of signing.
    #[must_use]
    pub fn at(mut self, now: impl Into<Now>) -> Self {
        self.now = now.into();
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        match self.lifetime {
            Some(seconds) if !(1..=MAX_WHOLE).contains(&seconds) => Err(Error::argument_invalid(
                "A lifetime must be a whole number of seconds from 1 to 2^53.",
            )),
            _ => Ok(()),
        }
    }
}
