//! The last token of a signer, for services that want to see the same one for a while.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::call::SignCall;
use crate::error::Result;

/// A token and what it was made of.
struct Last {
    claims: String,
    header: Option<String>,
    lifetime: Option<u64>,
    at: f64,
    token: String,
}

/// Keeps one token for some seconds.
pub(super) struct Kept {
    seconds: f64,
    last: Mutex<Option<Last>>,
}

impl Kept {
    pub(super) fn new(seconds: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "less than a day")]
        let seconds = seconds as f64;
        Self {
            seconds,
            last: Mutex::default(),
        }
    }

    /// The kept token, if it was made of the same and is not too old, or else the one that `sign`
    /// makes. A clock that went back makes a new one. Callers at the same time wait for the one
    /// that signs, so that all of them get one token.
    pub(super) fn or_sign(
        &self,
        claims: &str,
        call: &SignCall<'_>,
        now: f64,
        sign: impl FnOnce() -> Result<String>,
    ) -> Result<String> {
        // A panic leaves nothing half done: the token is changed by one assignment.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref()
            && last.claims == claims
            && last.header.as_deref() == call.header
            && last.lifetime == call.lifetime
            && (0.0..self.seconds).contains(&(now - last.at))
        {
            return Ok(last.token.clone());
        }
        let token = sign()?;
        *last = Some(Last {
            claims: claims.to_owned(),
            header: call.header.map(str::to_owned),
            lifetime: call.lifetime,
            at: now,
            token: token.clone(),
        });
        Ok(token)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}
