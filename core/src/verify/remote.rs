//! Verifying tokens whose keys are behind a URL, without I/O.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::expectations::Expectations;
use super::key_choice::Chooser;
use super::policy::Policy;
use super::verified::Verified;
use super::verifier::Verifier;
use crate::algorithm::KeyType;
use crate::error::{Code, Error, Result};
use crate::json;
use crate::key::KeySet;
use crate::remote::{Ask, Fetch, Millis, RemoteKeys, Step};
use crate::token::Now;
use crate::token::claims::string;
use crate::token::compact::Compact;

/// Verifies tokens with keys behind a URL. Share it between threads, as the keys.
///
/// The host sends the requests: it takes turns until a token is decided.
///
/// ```
/// use std::sync::Arc;
/// use jotkit::remote::{RemoteKeys, Reply};
/// use jotkit::{Code, Policy, RemoteVerifier, Turn};
///
/// let keys = Arc::new(RemoteKeys::from_json(r#"{"jwks_url": "https://id.example/keys"}"#)?);
/// let verifier = RemoteVerifier::new(Arc::clone(&keys), Policy::new().audience("api"))?;
/// # let token = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImEifQ.e30.AAAA";
/// let verdict = loop {
///     let now = 1_800_000_000_000;
///     match verifier.turn(token, now) {
///         Turn::Decided { verdict, .. } => break verdict,
///         Turn::Fetch(fetch) => {
///             // Sends a GET to `fetch.url` and hands the reply in.
///             keys.answer(fetch.lease, &Reply::new(503, ""), now, 0);
///         }
///         Turn::Wait { .. } => unreachable!("no other caller asks for keys"),
///         _ => unreachable!(),
///     }
/// };
/// assert_eq!(verdict.unwrap_err().code(), Code::KeysUnavailable);
/// # Ok::<(), jotkit::Error>(())
/// ```
pub struct RemoteVerifier {
    keys: Arc<RemoteKeys>,
    policy: Policy,
    /// A verifier for each set in use, so that its cache of verified tokens lives as long as it.
    ready: Mutex<Vec<(Arc<KeySet>, Arc<Verifier>)>>,
}

/// What to do about a token.
#[derive(Debug)]
#[non_exhaustive]
pub enum Turn {
    /// This is the verdict.
    Decided {
        /// The verified token, or why it is refused.
        verdict: Result<Verified>,
        /// A request to send in the background. No caller waits for it.
        fetch: Option<Fetch>,
    },
    /// Send this request, hand in its reply, and take another turn.
    Fetch(Fetch),
    /// Somebody else is fetching: take another turn when the keys have been answered, or then.
    Wait {
        /// The end of the other's lease.
        until: Millis,
        /// What grows with each answer.
        generation: u64,
    },
}

impl RemoteVerifier {
    /// A verifier under a policy.
    ///
    /// # Errors
    /// `policy_invalid`, also if `algorithms` names only those of shared secrets, which are never
    /// published.
    pub fn new(keys: Arc<RemoteKeys>, policy: Policy) -> Result<Self> {
        policy.check()?;
        let mut named = policy.algorithms.iter().flatten().peekable();
        if named.peek().is_some() && named.all(|algorithm| algorithm.key_type() == KeyType::Oct) {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "`algorithms` names only those of shared secrets, which no server publishes.",
            ));
        }
        Ok(Self {
            keys,
            policy,
            ready: Mutex::default(),
        })
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &Arc<RemoteKeys> {
        &self.keys
    }

    /// The length of the longest token that the policy accepts.
    #[must_use]
    pub fn max_token_bytes(&self) -> usize {
        self.policy.limits().token_bytes
    }

    /// Takes a turn at this time, in milliseconds since 1970.
    pub fn turn(&self, token: impl AsRef<[u8]>, now: Millis) -> Turn {
        #[expect(clippy::cast_precision_loss, reason = "below 2^53 for 280 000 years")]
        let seconds = now as f64 / 1_000.0;
        self.turn_expecting(token, &Expectations::default(), seconds, now)
    }

    /// Takes a turn with what this call expects. `now` judges the claims, in seconds, `clock` the
    /// keys, in milliseconds since 1970.
    pub fn turn_expecting(
        &self,
        token: impl AsRef<[u8]>,
        expectations: &Expectations,
        now: impl Into<Now>,
        clock: Millis,
    ) -> Turn {
        let (token, now) = (token.as_ref(), now.into());
        if let Some(verdict) = self.cached(token, expectations, now, clock) {
            return decided(verdict, None);
        }
        let ask = match self.ask(token) {
            Ok(ask) => ask,
            Err(error) => return decided(Err(error), None),
        };
        let (keys, fetch) = match self.keys.ask(&ask, clock) {
            Step::Use(keys) => (keys, None),
            Step::UseAndFetch(keys, fetch) => (keys, Some(fetch)),
            Step::Fetch(fetch) => return Turn::Fetch(fetch),
            Step::Wait { until, generation } => return Turn::Wait { until, generation },
            Step::Refuse(error) => return decided(Err(error), None),
        };
        let verifier = self.verifier(keys);
        let verdict =
            verifier.and_then(|verifier| verifier.verify_expecting(token, expectations, now));
        decided(verdict, fetch)
    }

    /// The verdict on a token that was verified with the set that is in use and fresh.
    fn cached(
        &self,
        token: &[u8],
        expectations: &Expectations,
        now: Now,
        clock: Millis,
    ) -> Option<Result<Verified>> {
        self.policy.cache?;
        let verifier = self.verifier(self.keys.fresh(clock)?).ok()?;
        verifier.cached(token, expectations, now.seconds().ok()?)
    }

    /// What the token says of its key. What is refused with any key is refused first, so that it
    /// leads to no request.
    fn ask(&self, token: &[u8]) -> Result<Ask> {
        let limits = self.policy.limits();
        let compact = Compact::split(token, &limits)?;
        let header = compact.read_header(limits.depth)?;
        header.supported()?;
        header
            .algorithm()
            .filter(|named| self.policy.admits(*named) && named.key_type() != KeyType::Oct)
            .ok_or(Error::new(Code::AlgorithmRefused))?;
        let mut ask = Ask::of_header(&header);
        if self.keys.reads_issuer() {
            let malformed = || Error::new(Code::PayloadMalformed);
            let payload = json::parse_object(&compact.payload, limits.depth);
            let payload = payload.map_err(|_| malformed())?;
            if let Ok(Some(issuer)) = string(payload.get("iss"), "iss") {
                ask = ask.issuer(issuer.value());
            }
        }
        Ok(ask)
    }

    /// The verifier for a set, which is made when the set is first used.
    fn verifier(&self, keys: Arc<KeySet>) -> Result<Arc<Verifier>> {
        // A panic leaves nothing half done: the list is changed by one push.
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, verifier)) = ready.iter().find(|(set, _)| Arc::ptr_eq(set, &keys)) {
            return Ok(Arc::clone(verifier));
        }
        // A set that is held here alone was replaced.
        ready.retain(|(set, _)| Arc::strong_count(set) > 1);
        let chooser = Chooser::fetched(&keys, &self.policy)?;
        let verifier = Arc::new(Verifier::build(chooser, self.policy.clone())?);
        ready.push((keys, Arc::clone(&verifier)));
        Ok(verifier)
    }
}

fn decided(verdict: Result<Verified>, fetch: Option<Fetch>) -> Turn {
    Turn::Decided { verdict, fetch }
}

impl fmt::Debug for RemoteVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteVerifier")
            .field("keys", &self.keys)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "remote_tests.rs"]
mod tests;
