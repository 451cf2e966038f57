//! Sending the requests that keys behind a URL ask for, and waiting for those of others.
//!
//! [`BlockingKeys`] and [`BlockingVerifier`] block the calling thread; [`AsyncKeys`] and
//! [`AsyncVerifier`] are for tokio. What is decided is the same: [`RemoteVerifier`] decides it.
//!
//! | feature | client | made with |
//! |---|---|---|
//! | `ureq` | [ureq](https://docs.rs/ureq) | `BlockingKeys::new`, `BlockingKeys::with_agent` |
//! | `reqwest` | [reqwest](https://docs.rs/reqwest) | `AsyncKeys::new`, `AsyncKeys::with_client` |
//! | `remote` | a function of yours | [`BlockingKeys::with_transport`] |
//! | `reqwest` | an async function of yours | `AsyncKeys::with_transport` |
//!
//! A request has one deadline for the whole exchange, follows no redirect, asks for no compression
//! and reads no more than it may. Certificates are verified by aws-lc-rs and the system's
//! authorities.
//!
//! [`RemoteVerifier`]: crate::RemoteVerifier

mod blocking;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod failure;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest")]
mod tokio;
#[cfg(feature = "ureq")]
mod ureq;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use self::blocking::{BlockingKeys, BlockingVerifier};
#[cfg(feature = "reqwest")]
pub use self::tokio::{AsyncKeys, AsyncVerifier};
use crate::crypto;
use crate::error::{Code, Error, Result};
use crate::remote::{Cause, Change, Fetch, Millis, RemoteKeys, Reply, Step};
use crate::verify::{Turn, Verified};

/// The system's time.
fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    })
}

/// A lease that is out. It is answered in any case, since others wait for it: if what sends the
/// request panics or is dropped, as a failed one.
struct Lease<'k> {
    keys: &'k RemoteKeys,
    number: Option<u64>,
}

impl<'k> Lease<'k> {
    fn new(keys: &'k RemoteKeys, fetch: &Fetch) -> Self {
        Self {
            keys,
            number: Some(fetch.lease),
        }
    }

    /// Hands the reply in.
    fn answer(mut self, reply: &Reply) -> Change {
        self.number
            .take()
            .map_or(Change::Ignored, |number| hand_in(self.keys, number, reply))
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number.take() {
            hand_in(self.keys, number, &Reply::Failed(Cause::Network));
        }
    }
}

fn hand_in(keys: &RemoteKeys, lease: u64, reply: &Reply) -> Change {
    let mut jitter = [0; 4];
    // Without random bytes the pauses of several programs are of one length.
    let _ = crypto::random(&mut jitter);
    keys.answer(lease, reply, now(), u32::from_ne_bytes(jitter))
}

/// What a turn, or a step to warm the keys, leads to.
enum Next<T> {
    End(Result<T>, Option<Fetch>),
    Fetch(Fetch),
    Wait(Millis),
}

impl From<Step> for Next<()> {
    fn from(step: Step) -> Self {
        match step {
            Step::Use(_) => Self::End(Ok(()), None),
            Step::UseAndFetch(_, fetch) => Self::End(Ok(()), Some(fetch)),
            Step::Fetch(fetch) => Self::Fetch(fetch),
            Step::Wait { until, .. } => Self::Wait(until),
            Step::Refuse(error) => Self::End(Err(error), None),
        }
    }
}

impl From<Turn> for Next<Verified> {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Decided { verdict, fetch } => Self::End(verdict, fetch),
            Turn::Fetch(fetch) => Self::Fetch(fetch),
            Turn::Wait { until, .. } => Self::Wait(until),
        }
    }
}

/// The time until then, none if it is past.
fn left(until: Millis) -> Duration {
    Duration::from_millis(u64::try_from(until.saturating_sub(now())).unwrap_or(0))
}

/// A reply's headers as the core reads them.
#[cfg(any(feature = "reqwest", feature = "ureq"))]
fn headers<'h, N: AsRef<str> + 'h, V: AsRef<[u8]> + 'h>(
    received: impl Iterator<Item = (&'h N, &'h V)>,
) -> Vec<(String, String)> {
    received
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_ref());
            (name.as_ref().to_owned(), value.into_owned())
        })
        .collect()
}

/// The answer for a caller whose request outlived its lease: it does not send another one.
fn too_late() -> Error {
    Error::from(Code::KeysUnavailable)
}
