//! What goes in and out of the machine.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::Millis;
use crate::error::Error;
use crate::key::KeySet;
use crate::token::Header;

/// What a token says about its key, unverified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    pub(super) kid: Option<String>,
    pub(super) sha256: Option<String>,
    pub(super) sha1: Option<String>,
    pub(super) issuer: Option<String>,
}

impl Ask {
    /// A token that names no key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The header's `kid`.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// The header's `x5t#S256`.
    #[must_use]
    pub fn x5t_s256(mut self, thumbprint: impl Into<String>) -> Self {
        self.sha256 = Some(thumbprint.into());
        self
    }

    /// The header's `x5t`.
    #[must_use]
    pub fn x5t(mut self, thumbprint: impl Into<String>) -> Self {
        self.sha1 = Some(thumbprint.into());
        self
    }

    /// The payload's `iss`, which chooses among several issuers.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// What a token's header says.
    pub(crate) fn of_header(header: &Header) -> Self {
        let [sha256, sha1] = header.certificate();
        Self {
            kid: header.kid().map(str::to_owned),
            sha256: sha256.map(str::to_owned),
            sha1: sha1.map(str::to_owned),
            issuer: None,
        }
    }

    /// Whether the key is in a set: `kid` names it, else `x5t#S256`, else `x5t`. An entry that
    /// cannot be used counts, since the verifier says why; so does any set for a token that names
    /// none.
    pub(super) fn is_in(&self, set: &KeySet) -> bool {
        let names = [&self.kid, &self.sha256, &self.sha1];
        let mut names = names.into_iter().enumerate();
        names
            .find_map(|(place, name)| Some(set.has(place, name.as_deref()?)))
            .unwrap_or(true)
    }
}

/// A request for the host to send. Nothing else is sent: no redirect is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetch {
    /// What the answer is given with.
    pub lease: u64,
    /// The address, for a GET.
    pub url: String,
    /// The headers, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The time for the whole exchange.
    pub timeout_ms: Millis,
    /// The longest body to read.
    pub max_bytes: u64,
}

/// What to do about a token.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step {
    /// Verify it with these keys.
    Use(Arc<KeySet>),
    /// Verify it with these keys, and fetch new ones in the background.
    UseAndFetch(Arc<KeySet>, Fetch),
    /// Fetch keys, then ask again.
    Fetch(Fetch),
    /// Somebody else is fetching: ask again when the generation has changed, or then.
    Wait {
        /// The end of the other's lease.
        until: Millis,
        /// What grows with each answer.
        generation: u64,
    },
    /// Refuse the token: `key_unknown`, `issuer_refused`, or `keys_unavailable` with the time of
    /// the next request.
    Refuse(Error),
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// A reply of the server.
    Http {
        /// The status.
        status: u16,
        /// The headers; names in any case.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// There was none: one of `timeout`, `network`, `tls`, `too_large`, `redirect`.
    Failed(Cause),
}

impl Reply {
    /// A reply without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Http {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }
}

/// Why keys could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The time was up.
    Timeout,
    /// The connection failed.
    Network,
    /// The server could not prove who it is.
    Tls,
    /// The body is too long.
    TooLarge,
    /// The server named another address.
    Redirect,
    /// A status that is not good.
    Status,
    /// The body is not a set of keys or a discovery document.
    Malformed,
    /// The discovery document is another issuer's.
    Issuer,
    /// The discovery document names an address that keys must not come from.
    Address,
}

impl Cause {
    /// The cause's name in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Network => "network",
            Self::Tls => "tls",
            Self::TooLarge => "too_large",
            Self::Redirect => "redirect",
            Self::Status => "status",
            Self::Malformed => "malformed",
            Self::Issuer => "issuer",
            Self::Address => "address",
        }
    }
}

impl FromStr for Cause {
    type Err = Error;

    /// Reads the causes that a host can report.
    fn from_str(name: &str) -> Result<Self, Error> {
        let reported = [
            Self::Timeout,
            Self::Network,
            Self::Tls,
            Self::TooLarge,
            Self::Redirect,
        ];
        let mut reported = reported.into_iter();
        reported
            .find(|cause| cause.as_str() == name)
            .ok_or(Error::argument_invalid(
                "A request fails by `timeout`, `network`, `tls`, `too_large` or `redirect`.",
            ))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an answer changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// There is a new set.
    Replaced {
        /// How many of its entries cannot be used.
        skipped: usize,
    },
    /// The set is the one that was held; its lifetime begins again.
    Unchanged {
        /// How many of its entries cannot be used.
        skipped: usize,
    },
    /// The request failed; the set that was held stays.
    Failed {
        /// Why.
        cause: Cause,
        /// When there can be another request.
        retry_at: Millis,
    },
    /// Another request follows: ask again.
    Next,
    /// The lease was not out any more; nothing changed.
    Ignored,
}

/// How fresh the keys are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Freshness {
    /// Within the first part of their lifetime.
    Fresh,
    /// Within their lifetime; the first caller to ask fetches them again.
    Ageing,
    /// After their lifetime, while they cannot be fetched.
    Stale,
    /// There are none that could be used.
    Empty,
}

impl Freshness {
    /// The name in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Ageing => "ageing",
            Self::Stale => "stale",
            Self::Empty => "empty",
        }
    }
}

/// How the keys are.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Status {
    /// How fresh they are.
    pub state: Freshness,
    /// The keys that are in use, unless `state` is empty.
    pub keys: Option<Arc<KeySet>>,
    /// How many requests have failed in a row.
    pub failures: u32,
    /// What grows with each answer and each seed.
    pub generation: u64,
    /// When the lifetime ended, if they are stale.
    pub since: Option<Millis>,
    /// When there can be another request, while a pause after a failure lasts.
    pub retry_at: Option<Millis>,
    /// Why the last request failed, if none has succeeded since.
    pub last_error: Option<Cause>,
}
