//! Requests that a function of the program sends, and the wait for those of other threads.

use std::ffi::c_void;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jotkit::remote::{Cause, Change, Fetch, Millis, Reply, Step};
use jotkit::{Error, Result, Turn, Verified};
use jotkit_ffi_export::export;

use crate::args::{Argument, Header, Text};
use crate::callback::{Callback, Slot};
use crate::handle::Owned;
use crate::request::HttpRequest;
use crate::status::Status;

/// Where a fetcher puts the reply, with `jotkit_http_reply_give`, or the reason why there is none,
/// with `jotkit_http_reply_fail`. Valid until the fetcher returns.
pub struct HttpReply {
    _opaque: [u8; 0],
}

/// Sends the requests for keys behind a URL.
///
/// It is used only during the call that gets it, and by that call's thread. So its data may be that
/// thread's own, such as the handle of an HTTP client. No lock is held while it runs. The rules for
/// callbacks are those of `jotkit_resolver`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Fetcher {
    /// Sends a request with exactly its headers, within `jotkit_http_request_timeout_ms`, without
    /// following redirects, and answers. The request is valid until it returns. A reply that comes
    /// more than a second after that time is not used.
    ///
    /// Returns `JOTKIT_OK` after it has answered. Without an answer, and with any other status, the
    /// request has failed by `network`. It must not use the same keys to verify.
    pub fetch: Option<
        unsafe extern "C" fn(
            request: *const HttpRequest,
            reply: *mut HttpReply,
            user_data: *mut c_void,
        ) -> Status,
    >,
    /// What `fetch` is called with.
    pub user_data: *mut c_void,
}

pub(crate) type SendRequest =
    unsafe extern "C" fn(*const HttpRequest, *mut HttpReply, *mut c_void) -> Status;

impl Argument for Fetcher {
    type Read<'a> = Callback<SendRequest>;

    unsafe fn read(&self) -> Result<Callback<SendRequest>> {
        Ok(Callback::new(self.fetch, self.user_data, None))
    }
}

impl Argument for *mut HttpReply {
    type Read<'a> = &'a Slot<Reply>;

    unsafe fn read(&self) -> Result<&Slot<Reply>> {
        // SAFETY: the caller's promise is the same.
        unsafe { Slot::borrow(*self) }
    }
}

/// Answers with a server's reply, which is copied: any status, the headers, and the body as it was
/// received. A second answer replaces the first.
#[export]
fn jotkit_http_reply_give(
    reply: *mut HttpReply,
    http_status: u16,
    headers: *const Header,
    header_count: usize,
    body: Text,
) -> Status {
    let (headers, body) = (headers.lossy_pairs(header_count)?, body.body()?);
    reply.replace(http(http_status, headers, body));
    Ok(())
}

/// Answers that there is no reply. The cause is `timeout`, `network`, `tls` (the server could not
/// prove who it is), `too_large` or `redirect`. A second answer replaces the first.
///
/// Fails with `argument_invalid` for another cause.
#[export]
fn jotkit_http_reply_fail(reply: *mut HttpReply, cause: Text) -> Status {
    reply.replace(Reply::Failed(cause.str()?.parse()?));
    Ok(())
}

/// A reply as the core wants it.
pub(crate) fn http<T: Into<String>>(status: u16, headers: Vec<(T, T)>, body: &[u8]) -> Reply {
    let headers = headers.into_iter();
    Reply::Http {
        status,
        headers: headers
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        body: body.to_vec(),
    }
}

/// The keys, and those who wait for a request that another thread has sent.
pub(crate) struct Remote {
    keys: Arc<jotkit::RemoteKeys>,
    /// The number of answers and seeds so far.
    changes: Mutex<u64>,
    changed: Condvar,
}

/// What is to be done before there is a `T`.
pub(crate) enum Asked<T> {
    Decided(Result<T>, Option<Fetch>),
    Fetch(Fetch),
    /// Until this time, unless there is an answer before.
    Wait(Millis),
}

impl From<Turn> for Asked<Verified> {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Decided { verdict, fetch } => Self::Decided(verdict, fetch),
            Turn::Fetch(fetch) => Self::Fetch(fetch),
            Turn::Wait { until, .. } => Self::Wait(until),
            _ => Self::Decided(Err(Error::internal()), None),
        }
    }
}

/// Whether there are keys.
impl From<Step> for Asked<()> {
    fn from(step: Step) -> Self {
        match step {
            Step::Use(_) => Self::Decided(Ok(()), None),
            Step::UseAndFetch(_, fetch) => Self::Decided(Ok(()), Some(fetch)),
            Step::Fetch(fetch) => Self::Fetch(fetch),
            Step::Wait { until, .. } => Self::Wait(until),
            Step::Refuse(error) => Self::Decided(Err(error), None),
            _ => Self::Decided(Err(Error::internal()), None),
        }
    }
}

impl Remote {
    pub(crate) fn new(keys: jotkit::RemoteKeys) -> Self {
        Self {
            keys: Arc::new(keys),
            changes: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    pub(crate) const fn keys(&self) -> &Arc<jotkit::RemoteKeys> {
        &self.keys
    }

    /// Hands in what came of a request.
    pub(crate) fn answer(&self, lease: u64, reply: &Reply, now: Millis, jitter: u32) -> Change {
        let change = self.keys.answer(lease, reply, now, jitter);
        self.wake();
        change
    }

    pub(crate) fn seed(&self, snapshot: &str, now: Millis) -> Result<()> {
        self.keys.seed(snapshot, now)?;
        self.wake();
        Ok(())
    }

    /// Asks until there is a decision. This thread sends what it is to send, and waits for others.
    pub(crate) fn decide<T>(
        &self,
        fetcher: &Callback<SendRequest>,
        mut ask: impl FnMut(Millis) -> Asked<T>,
    ) -> Result<T> {
        let send = fetcher.function()?;
        loop {
            let seen = *self.changes();
            match ask(clock()) {
                Asked::Decided(verdict, fetch) => {
                    if let Some(fetch) = fetch {
                        self.send(fetch, send, fetcher.data());
                    }
                    return verdict;
                }
                Asked::Fetch(fetch) => self.send(fetch, send, fetcher.data()),
                Asked::Wait(until) => self.wait(seen, until),
            }
        }
    }

    /// Has the program send a request, and hands in what came of it.
    fn send(&self, fetch: Fetch, send: SendRequest, data: *mut c_void) {
        let lease = fetch.lease;
        let request = Owned::<HttpRequest>::new(fetch.into());
        let failed = Error::argument_invalid("The fetcher gave no answer.");
        let reply = Slot::<Reply>::ask(failed, |reply| {
            // SAFETY: the caller passed a function of this type; its arguments outlive the call.
            unsafe { send(request.as_ptr(), reply, data) }
        });
        let reply = reply.unwrap_or(Reply::Failed(Cause::Network));
        self.answer(lease, &reply, clock(), any_number());
    }

    /// Waits for a change after those that were seen, at most until a time.
    fn wait(&self, seen: u64, until: Millis) {
        let rest = u64::try_from(until.saturating_sub(clock())).unwrap_or(0);
        let changes = self.changes();
        let waited =
            self.changed
                .wait_timeout_while(changes, Duration::from_millis(rest), |changes| {
                    *changes == seen
                });
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    fn wake(&self) {
        let mut changes = self.changes();
        *changes = changes.wrapping_add(1);
        self.changed.notify_all();
    }

    /// A number is never half changed.
    fn changes(&self) -> MutexGuard<'_, u64> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The system's clock; 0 before 1970.
fn clock() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    })
}

/// Spreads pauses over many programs; nothing depends on how random it is.
fn any_number() -> u32 {
    let [a, b, c, d, ..] = RandomState::new().hash_one(0).to_ne_bytes();
    u32::from_ne_bytes([a, b, c, d])
}
