//! Verifying with keys behind a URL.

use std::sync::Arc;

use jotkit::remote::{Fetch, Millis};
use jotkit::{Error, Expectations, Policy, Result, Turn, Verified};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::callback::Callback;
use crate::error::returns_default;
use crate::fetcher::{Asked, Fetcher, Remote, SendRequest};
use crate::handle::{Owned, opaque};
use crate::remote::RemoteKeys;
use crate::request::HttpRequest;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Verifies tokens with keys behind a URL under one policy, which is that of `jotkit_verifier`.
pub struct RemoteVerifier {
    _opaque: [u8; 0],
}

opaque!(RemoteVerifier, Inner);

pub(crate) struct Inner {
    verifier: jotkit::RemoteVerifier,
    remote: Arc<Remote>,
}

/// What a token needs next. Its request is valid until it is freed.
pub struct RemoteTurn {
    _opaque: [u8; 0],
}

opaque!(RemoteTurn, Parts);

pub(crate) struct Parts {
    next: RemoteNext,
    verdict: Option<Result<Verified>>,
    lease: u64,
    request: Option<Owned<HttpRequest>>,
    until: Millis,
}

/// What to do next about a token.
/// cbindgen:prefix-with-name
/// cbindgen:rename-all=ScreamingSnakeCase
#[repr(i32)]
#[derive(Clone, Copy, Default)]
pub enum RemoteNext {
    /// Not a turn: the handle is NULL.
    #[default]
    Nothing = 0,
    /// `jotkit_remote_turn_verdict` says whether the token is good. If there is a request, send it
    /// when convenient and hand its reply in; the verdict does not wait for it.
    Decided = 1,
    /// Send `jotkit_remote_turn_request`, hand in its reply with `jotkit_remote_keys_answer` or the
    /// reason why there is none with `jotkit_remote_keys_failed`, and take another turn.
    Fetch = 2,
    /// A request that another turn led to is under way: take another turn after the next answer to
    /// these keys, or at `jotkit_remote_turn_until`.
    Wait = 3,
}

returns_default!(RemoteNext);

impl From<Turn> for Parts {
    fn from(turn: Turn) -> Self {
        let (next, verdict, fetch, until) = match Asked::from(turn) {
            Asked::Decided(verdict, fetch) => (RemoteNext::Decided, Some(verdict), fetch, 0),
            Asked::Fetch(fetch) => (RemoteNext::Fetch, None, Some(fetch), 0),
            Asked::Wait(until) => (RemoteNext::Wait, None, None, until),
        };
        Self {
            next,
            verdict,
            lease: fetch.as_ref().map_or(0, |fetch| fetch.lease),
            request: fetch.map(|fetch: Fetch| Owned::new(fetch.into())),
            until,
        }
    }
}

impl Inner {
    fn decide(
        &self,
        token: &[u8],
        expected: &Expectations,
        now: Option<f64>,
        fetcher: &Callback<SendRequest>,
    ) -> Result<Verified> {
        self.remote.decide(fetcher, |clock| {
            let turn = self.verifier.turn_expecting(token, expected, now, clock);
            Asked::from(turn)
        })
    }
}

/// Makes a verifier. The keys remain the caller's and may be freed; any number of verifiers share
/// them.
///
/// Fails with `policy_invalid`, also for a policy that allows only algorithms of shared secrets,
/// which no server publishes.
#[export]
fn jotkit_remote_verifier_new(
    keys: *const RemoteKeys,
    policy: Text,
    verifier: *mut *mut RemoteVerifier,
) -> Status {
    let policy = Policy::from_json(policy.str()?)?;
    verifier.put(Inner {
        verifier: jotkit::RemoteVerifier::new(Arc::clone(keys.keys()), policy)?,
        remote: Arc::clone(keys),
    })
}

/// Verifies a token as `jotkit_verifier_verify` does, and writes its claims. The fetcher is called
/// if a key is needed that is not held. If another thread has sent that request already, this one
/// waits for it, at most until the request's time is up.
///
/// When a refresh is due, from 80 % of the keys' lifetime on, one call of all threads sends it:
/// after it knows the verdict, which does not change any more, and before it returns. So only that
/// call takes longer, the fetcher never runs in a thread that the program did not start, and no
/// program forgets the refresh, without which withdrawn keys stay in use. A thread that calls
/// `jotkit_remote_keys_warm` at `jotkit_remote_keys_wake_at` mostly sends it first. A program
/// whose calls must never wait takes turns, which hand the request over next to the verdict.
///
/// Fails as `jotkit_verifier_verify`, and with `keys_unavailable` if the keys cannot be fetched and
/// none can be used; `jotkit_last_error_retry_at` says when to try again.
#[export]
fn jotkit_remote_verifier_verify(
    verifier: *const RemoteVerifier,
    token: Text,
    now: *const f64,
    fetcher: Fetcher,
    claims: *mut *mut OwnedString,
) -> Status {
    let expected = Expectations::default();
    let verified = verifier.decide(token.bytes()?, &expected, now, &fetcher)?;
    claims.put(verified.into_payload().into())
}

/// As `jotkit_remote_verifier_verify`, and writes the header's JSON too.
#[export]
fn jotkit_remote_verifier_verify_full(
    verifier: *const RemoteVerifier,
    token: Text,
    now: *const f64,
    fetcher: Fetcher,
    header: *mut *mut OwnedString,
    claims: *mut *mut OwnedString,
) -> Status {
    let expected = Expectations::default();
    let verified = verifier.decide(token.bytes()?, &expected, now, &fetcher)?;
    header.put(Terminated::copy(verified.header().json()))?;
    claims.put(verified.into_payload().into())
}

/// As `jotkit_remote_verifier_verify_full`, with what `jotkit_verifier_verify_expecting` expects.
#[export]
fn jotkit_remote_verifier_verify_expecting(
    verifier: *const RemoteVerifier,
    token: Text,
    expected: Text,
    now: *const f64,
    fetcher: Fetcher,
    header: *mut *mut OwnedString,
    claims: *mut *mut OwnedString,
) -> Status {
    let (token, expected) = (token.bytes()?, Expectations::from_json(expected.str()?)?);
    let verified = verifier.decide(token, &expected, now, &fetcher)?;
    header.put(Terminated::copy(verified.header().json()))?;
    claims.put(verified.into_payload().into())
}

/// Takes a turn to verify a token, and never blocks. `now_ms` judges the claims too.
///
/// `JOTKIT_OK` does **not** mean that the token is good, but that a turn was taken:
/// `jotkit_remote_turn_next` says what follows.
#[export]
fn jotkit_remote_verifier_turn(
    verifier: *const RemoteVerifier,
    token: Text,
    now_ms: i64,
    turn: *mut *mut RemoteTurn,
) -> Status {
    let taken = verifier.verifier.turn(token.bytes()?, now_ms);
    turn.put(taken.into())
}

/// As `jotkit_remote_verifier_turn`, with what `jotkit_verifier_verify_expecting` expects.
#[export]
fn jotkit_remote_verifier_turn_expecting(
    verifier: *const RemoteVerifier,
    token: Text,
    expected: Text,
    now_ms: i64,
    turn: *mut *mut RemoteTurn,
) -> Status {
    let (token, expected) = (token.bytes()?, Expectations::from_json(expected.str()?)?);
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 for 280 000 years")]
    let now = now_ms as f64 / 1_000.0;
    let taken = verifier
        .verifier
        .turn_expecting(token, &expected, now, now_ms);
    turn.put(taken.into())
}

/// Frees a verifier. Turns that it has taken stay valid.
#[export]
fn jotkit_remote_verifier_free(verifier: *mut RemoteVerifier) {
    verifier.free()
}

/// What to do next.
#[export]
fn jotkit_remote_turn_next(turn: *const RemoteTurn) -> RemoteNext {
    Ok(turn.next)
}

/// Writes header and claims of a verified token as `jotkit_verifier_verify_full` does, or fails
/// with the reason why it is refused. Fails with `argument_invalid` if it is not decided yet.
#[export]
fn jotkit_remote_turn_verdict(
    turn: *const RemoteTurn,
    header: *mut *mut OwnedString,
    claims: *mut *mut OwnedString,
) -> Status {
    let open = Error::argument_invalid("The token is not decided yet; do what the turn says.");
    let verified = turn.verdict.clone().ok_or(open)??;
    header.put(Terminated::copy(verified.header().json()))?;
    claims.put(verified.into_payload().into())
}

/// The request to send, which belongs to the turn and is freed with it; NULL if there is none. The
/// rules for sending it are those of `jotkit_fetcher`.
#[export]
fn jotkit_remote_turn_request(turn: *const RemoteTurn) -> *const HttpRequest {
    Ok(turn
        .request
        .as_ref()
        .map_or(std::ptr::null(), Owned::as_ptr))
}

/// What the request's reply is handed in with; 0 if there is no request.
#[export]
fn jotkit_remote_turn_lease(turn: *const RemoteTurn) -> u64 {
    Ok(turn.lease)
}

/// When to take another turn at the latest, for a turn that waits; otherwise 0.
#[export]
fn jotkit_remote_turn_until(turn: *const RemoteTurn) -> i64 {
    Ok(turn.until)
}

/// Wipes and frees a turn.
#[export]
fn jotkit_remote_turn_free(turn: *mut RemoteTurn) {
    turn.free()
}
