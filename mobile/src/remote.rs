//! Keys behind a URL: what to request, when to wait, what the reply changes. The package sends and
//! waits.

use std::collections::HashMap;
use std::sync::Arc;

use jotkit::remote::{self, Ask, Cause, Fetch, Reply, Status};
use jotkit::{Error, Policy, Turn};

use crate::error::{Failure, Report};
use crate::keyset::{KeySet, SkippedKey};
use crate::verifier::{Verified, expectations};

/// A request to send: a GET, without redirects.
#[derive(Debug, uniffi::Record)]
pub(crate) struct RemoteFetch {
    /// What the answer is given with.
    pub(crate) lease: u64,
    pub(crate) url: String,
    pub(crate) headers: HashMap<String, String>,
    /// The time for the whole exchange.
    pub(crate) timeout_ms: i64,
    /// The longest body to read.
    pub(crate) max_bytes: u64,
}

impl From<Fetch> for RemoteFetch {
    fn from(fetch: Fetch) -> Self {
        let headers = fetch.headers.into_iter();
        Self {
            lease: fetch.lease,
            url: fetch.url,
            headers: headers
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            timeout_ms: fetch.timeout_ms,
            max_bytes: fetch.max_bytes,
        }
    }
}

/// What to do until there are keys.
#[derive(uniffi::Enum)]
pub(crate) enum RemoteStep {
    /// There are keys; a request may be sent in the background.
    Ready { fetch: Option<RemoteFetch> },
    /// Send this request, hand in its reply and ask again.
    Fetch { fetch: RemoteFetch },
    /// Somebody else is fetching: ask again when the keys have been answered, or then.
    Wait { until: i64, generation: u64 },
    /// There are none.
    Refused { report: Report },
}

impl From<remote::Step> for RemoteStep {
    fn from(step: remote::Step) -> Self {
        match step {
            remote::Step::Use(_) => Self::Ready { fetch: None },
            remote::Step::UseAndFetch(_, fetch) => Self::Ready {
                fetch: Some(fetch.into()),
            },
            remote::Step::Fetch(fetch) => Self::Fetch {
                fetch: fetch.into(),
            },
            remote::Step::Wait { until, generation } => Self::Wait { until, generation },
            remote::Step::Refuse(error) => refused(&error),
            _ => refused(&Error::internal()),
        }
    }
}

fn refused(error: &Error) -> RemoteStep {
    RemoteStep::Refused {
        report: Report::from(error),
    }
}

/// What to do about a token.
#[derive(uniffi::Enum)]
pub(crate) enum RemoteTurn {
    /// It is verified; a request may be sent in the background.
    Verified {
        verified: Arc<Verified>,
        fetch: Option<RemoteFetch>,
    },
    /// It is refused; a request may be sent in the background.
    Refused {
        report: Report,
        fetch: Option<RemoteFetch>,
    },
    /// Send this request, hand in its reply and take another turn.
    Fetch { fetch: RemoteFetch },
    /// Somebody else is fetching: take another turn when the keys have been answered, or then.
    Wait { until: i64, generation: u64 },
}

impl From<Turn> for RemoteTurn {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Decided { verdict, fetch } => {
                let fetch = fetch.map(RemoteFetch::from);
                match verdict {
                    Ok(verified) => Self::Verified {
                        verified: Arc::new(Verified(verified)),
                        fetch,
                    },
                    Err(error) => Self::Refused {
                        report: Report::from(&error),
                        fetch,
                    },
                }
            }
            Turn::Fetch(fetch) => Self::Fetch {
                fetch: fetch.into(),
            },
            Turn::Wait { until, generation } => Self::Wait { until, generation },
            _ => Self::Refused {
                report: Report::from(&Error::internal()),
                fetch: None,
            },
        }
    }
}

/// How the keys are.
#[derive(Debug, uniffi::Record)]
pub(crate) struct RemoteStatus {
    /// `fresh`, `ageing`, `stale` or `empty`.
    state: String,
    /// The ids of the keys in use.
    kids: Vec<String>,
    /// The entries of the set that cannot be used.
    skipped: Vec<SkippedKey>,
    /// How many requests have failed in a row.
    failures: u32,
    /// What grows with each answer and each seed.
    generation: u64,
    /// When the lifetime ended, if they are stale.
    since: Option<i64>,
    /// When there can be another request, while a pause after a failure lasts.
    retry_at: Option<i64>,
    /// Why the last request failed, if none has succeeded since.
    last_error: Option<String>,
}

impl From<Status> for RemoteStatus {
    fn from(status: Status) -> Self {
        let set = status.keys.as_deref().cloned().map(KeySet);
        let kids = set.iter().flat_map(|set| set.0.keys());
        Self {
            kids: kids
                .filter_map(|key| key.kid().map(ToOwned::to_owned))
                .collect(),
            skipped: set.as_ref().map(KeySet::skipped).unwrap_or_default(),
            state: status.state.as_str().to_owned(),
            failures: status.failures,
            generation: status.generation,
            since: status.since,
            retry_at: status.retry_at,
            last_error: status.last_error.map(|cause| cause.as_str().to_owned()),
        }
    }
}

/// Something that happened to the keys of a source.
#[derive(Debug, uniffi::Record)]
pub(crate) struct RemoteEvent {
    /// Such as `fetched`.
    name: String,
    /// The keys' address, or the issuer.
    source: String,
    at: i64,
    cause: Option<String>,
    retry_at: Option<i64>,
    skipped: Option<u64>,
}

impl From<remote::Event> for RemoteEvent {
    fn from(event: remote::Event) -> Self {
        Self {
            name: event.name.as_str().to_owned(),
            source: event.source,
            at: event.at,
            cause: event.cause.map(|cause| cause.as_str().to_owned()),
            retry_at: event.retry_at,
            skipped: event.skipped.map(|count| count as u64),
        }
    }
}

/// Keys behind a URL. Shared between threads; nothing blocks. Times are milliseconds since 1970,
/// `jitter` is any random number.
#[derive(uniffi::Object)]
pub(crate) struct RemoteKeys(Arc<remote::RemoteKeys>);

#[uniffi::export]
impl RemoteKeys {
    /// The keys of the source or the sources that JSON text names.
    #[uniffi::constructor]
    fn new(options: &str) -> Result<Arc<Self>, Failure> {
        let keys = remote::RemoteKeys::from_json(options)?;
        Ok(Arc::new(Self(Arc::new(keys))))
    }

    /// What to do for a token that the JSON text describes, as JSON text.
    fn ask(&self, ask: &str, now: i64) -> Result<String, Failure> {
        Ok(self.0.ask(&Ask::from_json(ask)?, now).to_json())
    }

    /// What to do until there are keys; of several issuers, those of the one named or all.
    fn prepare(&self, issuer: Option<String>, now: i64) -> RemoteStep {
        self.0.warm(issuer.as_deref(), now).into()
    }

    /// Hands in the reply to a request. Returns what it changed as JSON text.
    fn answer(
        &self,
        lease: u64,
        status: u16,
        headers: HashMap<String, String>,
        body: Vec<u8>,
        now: i64,
        jitter: u32,
    ) -> String {
        let headers = headers.into_iter().collect();
        let reply = Reply::Http {
            status,
            headers,
            body,
        };
        self.0.answer(lease, &reply, now, jitter).to_json()
    }

    /// Ends a request that got no reply, for the core's cause of this name. Returns what it
    /// changed as JSON text.
    fn failed(&self, lease: u64, cause: &str, now: i64, jitter: u32) -> Result<String, Failure> {
        let reply = Reply::Failed(cause.parse::<Cause>()?);
        Ok(self.0.answer(lease, &reply, now, jitter).to_json())
    }

    /// When a host that refreshes in the background asks again.
    fn wake_at(&self, now: i64) -> Option<i64> {
        self.0.wake_at(now)
    }

    /// The keys that are held as text, for a start without a request.
    fn export(&self) -> String {
        self.0.export()
    }

    /// Takes keys that `export` wrote.
    fn seed(&self, text: &str, now: i64) -> Result<(), Failure> {
        Ok(self.0.seed(text, now)?)
    }

    /// How the keys are; of several issuers, those of the one named.
    fn status(&self, issuer: Option<String>, now: i64) -> Result<RemoteStatus, Failure> {
        Ok(self.0.status(issuer.as_deref(), now)?.into())
    }

    /// The status as the core's JSON text.
    fn status_json(&self, issuer: Option<String>, now: i64) -> Result<String, Failure> {
        Ok(self.0.status(issuer.as_deref(), now)?.to_json())
    }

    /// The keys that are in use; of several issuers, those of the one named.
    fn key_set(&self, issuer: Option<String>, now: i64) -> Result<Option<Arc<KeySet>>, Failure> {
        let keys = self.0.status(issuer.as_deref(), now)?.keys;
        Ok(keys.map(|keys| Arc::new(KeySet(keys.as_ref().clone()))))
    }

    /// Takes what has happened since the last call.
    fn events(&self) -> Vec<RemoteEvent> {
        let events = self.0.events().into_iter();
        events.map(RemoteEvent::from).collect()
    }

    /// The core's own description.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// Verifies tokens with keys behind a URL. Shared between threads; nothing blocks.
#[derive(uniffi::Object)]
pub(crate) struct RemoteVerifier(pub(crate) jotkit::RemoteVerifier);

#[uniffi::export]
impl RemoteVerifier {
    /// A verifier with these keys.
    #[uniffi::constructor]
    fn new(keys: &RemoteKeys, policy: &str) -> Result<Arc<Self>, Failure> {
        let policy = Policy::from_json(policy)?;
        let verifier = jotkit::RemoteVerifier::new(Arc::clone(&keys.0), policy)?;
        Ok(Arc::new(Self(verifier)))
    }

    /// Takes a turn for a token. The claims are judged at the system's time unless `now` (seconds
    /// since 1970) is given, and against the JSON text of what this call expects of claims; the
    /// keys at `clock`, in milliseconds.
    fn turn(
        &self,
        token: &str,
        expected: Option<String>,
        now: Option<f64>,
        clock: i64,
    ) -> Result<RemoteTurn, Failure> {
        let expected = expectations(expected.as_deref())?;
        Ok(self.0.turn_expecting(token, &expected, now, clock).into())
    }

    /// The length of the longest token that the policy accepts, as for `Verifier`.
    fn max_token_bytes(&self) -> u64 {
        self.0.max_token_bytes() as u64
    }

    /// The core's own description.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
