//! Keys and a verifier that block the calling thread.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::{Lease, Next, left, now, too_late};
use crate::error::Result;
use crate::remote::{Change, Fetch, Millis, RemoteKeys, Reply, Status};
use crate::token::Now;
use crate::verify::{Expectations, Policy, RemoteVerifier, Verified};

/// Keys behind a URL, fetched when they are needed while the calling thread waits. Cloning is cheap
/// and shares the keys.
///
/// ```
/// use jotkit::remote::Reply;
/// use jotkit::{BlockingKeys, BlockingVerifier, Code, Policy, RemoteKeys, RemoteOptions};
///
/// # let body = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k1",
/// #     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
/// let keys = RemoteKeys::new(RemoteOptions::new().jwks_url("https://id.example/keys"))?;
/// // With the feature `ureq`: BlockingKeys::new(options)
/// let keys = BlockingKeys::with_transport(keys, move |fetch| {
///     assert_eq!(fetch.url, "https://id.example/keys");
///     Reply::new(200, body)
/// });
/// keys.warm(None)?;
/// let verifier = BlockingVerifier::new(&keys, Policy::new().audience("api"))?;
/// assert_eq!(verifier.verify("a.b.c").unwrap_err().code(), Code::TokenMalformed);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone)]
pub struct BlockingKeys(Arc<Inner>);

struct Inner {
    keys: Arc<RemoteKeys>,
    send: Box<dyn Fn(&Fetch) -> Reply + Send + Sync>,
    /// How many requests have been answered. Changed while the lock is held.
    answers: AtomicU64,
    lock: Mutex<()>,
    changed: Condvar,
}

impl BlockingKeys {
    /// Keys that a function fetches: it sends a GET with the headers given, within the time given,
    /// follows no redirect and reads no more than the bytes given.
    pub fn with_transport(
        keys: RemoteKeys,
        send: impl Fn(&Fetch) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner {
            keys: Arc::new(keys),
            send: Box::new(send),
            answers: AtomicU64::new(0),
            lock: Mutex::default(),
            changed: Condvar::new(),
        }))
    }

    /// The keys themselves, to take their events, for example.
    #[must_use]
    pub fn keys(&self) -> &Arc<RemoteKeys> {
        &self.0.keys
    }

    /// Fetches the keys unless they are there; of several issuers, those of the one named or all.
    ///
    /// # Errors
    /// `keys_unavailable` if they cannot be fetched; `issuer_refused` for an issuer that is not
    /// one of several.
    pub fn warm(&self, issuer: Option<&str>) -> Result<()> {
        self.go_on(|| self.0.keys.warm(issuer, now()).into())
    }

    /// How the keys are, for health checks: [`RemoteKeys::status`] now.
    ///
    /// # Errors
    /// `issuer_refused` if several issuers are configured and this is none of them.
    pub fn status(&self, issuer: Option<&str>) -> Result<Status> {
        self.0.keys.status(issuer, now())
    }

    /// Takes keys that [`RemoteKeys::export`] wrote: [`RemoteKeys::seed`] now.
    ///
    /// # Errors
    /// `argument_invalid`, and nothing changes.
    pub fn seed(&self, snapshot: &str) -> Result<()> {
        self.0.keys.seed(snapshot, now())?;
        self.0.wake();
        Ok(())
    }

    /// Sends requests and waits until there is a result.
    fn go_on<T>(&self, mut turn: impl FnMut() -> Next<T>) -> Result<T> {
        let mut late = false;
        loop {
            let seen = self.0.answers.load(Ordering::Acquire);
            match turn() {
                Next::End(result, fetch) => {
                    if let Some(fetch) = fetch {
                        self.in_background(fetch);
                    }
                    return result;
                }
                _ if late => return Err(too_late()),
                Next::Fetch(fetch) => late = self.0.fetch(&fetch) == Change::Ignored,
                Next::Wait(until) => self.0.wait(seen, until),
            }
        }
    }

    fn in_background(&self, fetch: Fetch) {
        let inner = Arc::clone(&self.0);
        let lease = fetch.lease;
        let thread = thread::Builder::new().name("jotkit-keys".to_owned());
        let work = move || {
            inner.fetch(&fetch);
        };
        if thread.spawn(work).is_err() {
            // No more threads. The keys that are held stay good.
            drop(Lease {
                keys: &self.0.keys,
                number: Some(lease),
            });
            self.0.wake();
        }
    }
}

impl Inner {
    fn fetch(&self, fetch: &Fetch) -> Change {
        // Dropped last, so that those who wait see the answer.
        let _wake = Wake(self);
        let lease = Lease::new(&self.keys, fetch);
        lease.answer(&(self.send)(fetch))
    }

    /// Waits for an answer beyond those seen, at most until another's lease ends.
    fn wait(&self, seen: u64, until: Millis) {
        let unchanged = |(): &mut ()| self.answers.load(Ordering::Acquire) == seen;
        drop(
            self.changed
                .wait_timeout_while(self.lock(), left(until), unchanged),
        );
    }

    fn wake(&self) {
        let lock = self.lock();
        self.answers.fetch_add(1, Ordering::Release);
        drop(lock);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Wake<'i>(&'i Inner);

impl Drop for Wake<'_> {
    fn drop(&mut self) {
        self.0.wake();
    }
}

/// Verifies tokens with keys behind a URL. A token whose keys are there is verified without
/// waiting; otherwise the calling thread waits for one request, or for that of another caller.
///
/// Make it once and share it between threads. [`BlockingKeys`] has an example.
#[derive(Debug)]
pub struct BlockingVerifier {
    keys: BlockingKeys,
    verifier: RemoteVerifier,
}

impl BlockingVerifier {
    /// A verifier under a policy. Several may share their keys.
    ///
    /// # Errors
    /// As [`RemoteVerifier::new`].
    pub fn new(keys: &BlockingKeys, policy: Policy) -> Result<Self> {
        Ok(Self {
            keys: keys.clone(),
            verifier: RemoteVerifier::new(Arc::clone(keys.keys()), policy)?,
        })
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &BlockingKeys {
        &self.keys
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// As [`crate::Verifier::verify`]; `keys_unavailable` if there are no keys and none can be
    /// fetched.
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<Verified> {
        self.verify_expecting(token, &Expectations::default(), None)
    }

    /// Verifies a token, and that claims have the values that this call expects. `now` judges the
    /// claims; the keys' age is judged at the system's time.
    ///
    /// # Errors
    /// As [`BlockingVerifier::verify`] and [`crate::Verifier::verify_expecting`].
    pub fn verify_expecting(
        &self,
        token: impl AsRef<[u8]>,
        expectations: &Expectations,
        given: impl Into<Now>,
    ) -> Result<Verified> {
        let (token, given) = (token.as_ref(), given.into());
        self.keys.go_on(|| {
            self.verifier
                .turn_expecting(token, expectations, given, now())
                .into()
        })
    }
}

impl fmt::Debug for BlockingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingKeys").field(&self.0.keys).finish()
    }
}
