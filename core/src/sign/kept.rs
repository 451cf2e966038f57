//! The last token of a signer, for services that want to see the same one for a while.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::call::SignCall;

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

    /// The kept token, if it was made of the same and is not too old. A clock that went back makes
    /// a new one.
    pub(super) fn get(&self, claims: &str, call: &SignCall<'_>, now: f64) -> Option<String> {
        // A panic leaves nothing half done: the token is changed by one assignment.
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.as_ref()?;
        let same = last.claims == claims
            && last.header.as_deref() == call.header
            && last.lifetime == call.lifetime;
        let age = now - last.at;
        (same && (0.0..self.seconds).contains(&age)).then(|| last.token.clone())
    }

    pub(super) fn keep(&self, claims: &str, call: &SignCall<'_>, now: f64, token: &str) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Last {
            claims: claims.to_owned(),
            header: call.header.map(str::to_owned),
            lifetime: call.lifetime,
            at: now,
            token: token.to_owned(),
        });
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}
