//! Keys behind a URL.

use std::sync::Arc;

use jotkit::remote::{Ask, Reply, events_to_json};
use jotkit::{Code, Error};
use jotkit_ffi_export::export;

use crate::args::{Header, Text};
use crate::fetcher::{Asked, Fetcher, Remote, http};
use crate::handle::opaque;
use crate::keyset::KeySet;
use crate::status::Status;
use crate::string::OwnedString;

/// The keys of an issuer, which are behind a URL, or of several issuers. Share one among all
/// threads and verifiers.
///
/// jotkit decides when a request is sent, and the program sends it. There are two ways:
///
/// - With a `jotkit_fetcher`: `jotkit_remote_keys_warm` and `jotkit_remote_verifier_verify` call it
///   and block. Threads that need the reply to another thread's request wait for it.
/// - From an event loop: `jotkit_remote_verifier_turn` never blocks and says what to do.
///   `jotkit_remote_keys_ask` does the same without a token, in JSON. Replies are handed in with
///   `jotkit_remote_keys_answer` and `jotkit_remote_keys_failed`.
///
/// Times are in **milliseconds** since 1970, whole and of the wall clock.
pub struct RemoteKeys {
    _opaque: [u8; 0],
}

opaque!(RemoteKeys, Arc<Remote>);

/// Makes keys of a source: `{"issuer":"https://id.example"}`, whose discovery document names the
/// address of the keys, or `{"jwks_url":"https://id.example/keys"}`. docs/options.md lists all
/// options. Several sources are `{"issuers":[{"issuer":...},...]}`: a token's unverified `iss`
/// chooses among them. Nothing is sent yet.
///
/// Fails with `argument_invalid`.
#[export]
fn jotkit_remote_keys_new(options: Text, keys: *mut *mut RemoteKeys) -> Status {
    let source = jotkit::RemoteKeys::from_json(options.str()?)?;
    keys.put(Arc::new(Remote::new(source)))
}

/// Fetches keys unless there are some that can be used, such as when the program starts. `issuer`
/// is one of several; without one, those of every source are fetched. A refresh that is due is sent
/// too: a thread that calls this at `jotkit_remote_keys_wake_at` keeps the keys fresh.
///
/// Fails with `keys_unavailable` if there are no keys to use; `jotkit_last_error_retry_at` says
/// when to try again.
#[export]
fn jotkit_remote_keys_warm(keys: *const RemoteKeys, issuer: Text, fetcher: Fetcher) -> Status {
    let issuer = issuer.optional_str()?;
    keys.decide(&fetcher, |now| Asked::from(keys.keys().warm(issuer, now)))
}

/// Writes what to do to verify a token that names a key like this, as JSON. `ask` is
/// `{"kid"?,"x5t#S256"?,"x5t"?,"iss"?}`, all of it unverified.
///
/// `{"step":"use","kids"}`: there are keys. `{"step":"fetch",...}`: send a GET, hand in what came
/// of it, and ask again. `{"step":"use_and_fetch",...}`: both, without waiting for the reply.
/// `{"step":"wait","until","generation"}`: another request is under way, so ask again after its
/// answer or at `until`. `{"step":"refuse","code","retry_at"?}`: refuse the token.
///
/// A request has `lease`, `url`, `headers`, `timeout_ms` and `max_bytes`. Send exactly these
/// headers, keep to time and size, and follow no redirect.
#[export]
fn jotkit_remote_keys_ask(
    keys: *const RemoteKeys,
    ask: Text,
    now_ms: i64,
    step: *mut *mut OwnedString,
) -> Status {
    let ask = Ask::from_json(ask.str()?)?;
    step.put(keys.keys().ask(&ask, now_ms).to_json().into())
}

/// Hands in the reply to a request, and writes what it changed as JSON. `lease` is the request's,
/// the body as it was received, `jitter` any random number: it spreads the pauses after failures.
///
/// `{"change":"replaced","skipped"}`, `{"change":"unchanged","skipped"}`,
/// `{"change":"failed","cause","retry_at"}`, `{"change":"next"}` if another request has to follow,
/// or `{"change":"ignored"}` for a lease that is not out (any more).
#[export]
fn jotkit_remote_keys_answer(
    keys: *const RemoteKeys,
    lease: u64,
    http_status: u16,
    headers: *const Header,
    header_count: usize,
    body: Text,
    now_ms: i64,
    jitter: u32,
    change: *mut *mut OwnedString,
) -> Status {
    let reply = http(
        http_status,
        headers.lossy_pairs(header_count)?,
        body.body()?,
    );
    let changed = keys.answer(lease, &reply, now_ms, jitter);
    change.put(changed.to_json().into())
}

/// Hands in that a request got no reply. The cause is one of `jotkit_http_reply_fail`; a request
/// that is given up has failed by `network`. Writes the same as `jotkit_remote_keys_answer`.
///
/// Fails with `argument_invalid` for another cause.
#[export]
fn jotkit_remote_keys_failed(
    keys: *const RemoteKeys,
    lease: u64,
    cause: Text,
    now_ms: i64,
    jitter: u32,
    change: *mut *mut OwnedString,
) -> Status {
    let reply = Reply::Failed(cause.str()?.parse()?);
    let changed = keys.answer(lease, &reply, now_ms, jitter);
    change.put(changed.to_json().into())
}

/// When a program that refreshes keys ahead of time should ask or warm again; 0 while there are no
/// keys.
#[export]
fn jotkit_remote_keys_wake_at(keys: *const RemoteKeys, now_ms: i64) -> i64 {
    Ok(keys.keys().wake_at(now_ms).unwrap_or_default())
}

/// Writes the keys that are held, for a later start without a request.
#[export]
fn jotkit_remote_keys_export(keys: *const RemoteKeys, snapshot: *mut *mut OwnedString) -> Status {
    snapshot.put(keys.keys().export().into())
}

/// Takes keys that `jotkit_remote_keys_export` wrote. Keys held that are as new stay.
///
/// Fails with `argument_invalid`, and changes nothing, for anything else, another source, and keys
/// that are too old to be used.
#[export]
fn jotkit_remote_keys_seed(keys: *const RemoteKeys, snapshot: Text, now_ms: i64) -> Status {
    keys.seed(snapshot.str()?, now_ms)
}

/// Writes how the keys are, for health checks: `{"state","kids","skipped","failures","generation",
/// "since"?,"retry_at"?,"last_error"?}`. `state` is `fresh`, `ageing`, `stale` or `empty`. `issuer`
/// is as for `jotkit_remote_keys_warm`.
///
/// Fails with `issuer_refused` for none of several issuers.
#[export]
fn jotkit_remote_keys_status(
    keys: *const RemoteKeys,
    issuer: Text,
    now_ms: i64,
    status: *mut *mut OwnedString,
) -> Status {
    let found = keys.keys().status(issuer.optional_str()?, now_ms)?;
    status.put(found.to_json().into())
}

/// Writes what has happened since the last call, for metrics and logs: a JSON list of `{"event",
/// "source","at","cause"?,"retry_at"?,"skipped"?}`, at most 64 for each source. The events are
/// `fetched`, `rotated`, `unchanged`, `skipped`, `failed`, `stale_used` and `kid_unknown`.
#[export]
fn jotkit_remote_keys_events(keys: *const RemoteKeys, events: *mut *mut OwnedString) -> Status {
    events.put(events_to_json(&keys.keys().events()).into())
}

/// Makes a key set of the keys that can be used now. `issuer` is as for `jotkit_remote_keys_warm`.
///
/// Fails with `keys_unavailable` if there are none, `issuer_refused` for none of several issuers.
#[export]
fn jotkit_remote_keys_key_set(
    keys: *const RemoteKeys,
    issuer: Text,
    now_ms: i64,
    keyset: *mut *mut KeySet,
) -> Status {
    let held = keys.keys().status(issuer.optional_str()?, now_ms)?.keys;
    let held = held.ok_or(Error::from(Code::KeysUnavailable))?;
    keyset.put(Arc::unwrap_or_clone(held))
}

/// Frees keys. Verifiers made with them keep working, and share them on.
#[export]
fn jotkit_remote_keys_free(keys: *mut RemoteKeys) {
    keys.free()
}
