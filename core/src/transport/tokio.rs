//! Keys and a verifier for tokio.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ::tokio::sync::watch::{self, Receiver};
use ::tokio::time::timeout;

use super::{Lease, Next, left, now, too_late};
use crate::error::Result;
use crate::remote::{Cause, Change, Fetch, RemoteKeys, Reply, Status};
use crate::token::Now;
use crate::verify::{Expectations, Policy, RemoteVerifier, Verified};

/// Keys behind a URL, fetched when they are needed by tasks of tokio. Cloning is cheap and shares
/// the keys.
///
/// A request goes on when its caller is cancelled, since others may wait for it.
///
/// ```
/// use jotkit::{AsyncKeys, AsyncVerifier, Code, Policy, RemoteOptions};
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// // Nothing listens on this port.
/// let keys = AsyncKeys::new(RemoteOptions::new().jwks_url("http://127.0.0.1:9/keys"))?;
/// let verifier = AsyncVerifier::new(&keys, Policy::new().audience("api"))?;
/// let token = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImEifQ.e30.AAAA";
/// assert_eq!(verifier.verify(token).await.unwrap_err().code(), Code::KeysUnavailable);
/// # Ok::<(), jotkit::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct AsyncKeys(Arc<Inner>);

type Replying = Pin<Box<dyn Future<Output = Reply> + Send>>;

struct Inner {
    keys: Arc<RemoteKeys>,
    send: Box<dyn Fn(Fetch) -> Replying + Send + Sync>,
    /// Told when a request has been answered.
    answered: watch::Sender<()>,
}

impl AsyncKeys {
    /// Keys that a function fetches: it sends a GET with the headers given, follows no redirect and
    /// reads no more than the bytes given. When the time given is up its future is dropped.
    pub fn with_transport<F>(
        keys: RemoteKeys,
        send: impl Fn(Fetch) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        Self(Arc::new(Inner {
            keys: Arc::new(keys),
            send: Box::new(move |fetch| Box::pin(send(fetch))),
            answered: watch::Sender::new(()),
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
    pub async fn warm(&self, issuer: Option<&str>) -> Result<()> {
        self.go_on(|| self.0.keys.warm(issuer, now()).into()).await
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
        self.0.answered.send_replace(());
        Ok(())
    }

    /// Sends requests and waits until there is a result.
    async fn go_on<T>(&self, mut turn: impl FnMut() -> Next<T>) -> Result<T> {
        let mut late = false;
        // Only a caller that has to wait listens.
        let mut answers: Option<Receiver<()>> = None;
        loop {
            match turn() {
                Next::End(result, fetch) => {
                    if let Some(fetch) = fetch {
                        drop(self.spawn(fetch));
                    }
                    return result;
                }
                _ if late => return Err(too_late()),
                Next::Fetch(fetch) => {
                    // The task answers even if it panics.
                    let change = self.spawn(fetch).await;
                    late = change.is_ok_and(|change| change == Change::Ignored);
                }
                Next::Wait(until) => match &mut answers {
                    // An answer may have come since the turn: take another one first.
                    None => answers = Some(self.0.answered.subscribe()),
                    Some(answers) => {
                        // At the end of the other's lease this caller takes over.
                        let _ = timeout(left(until), answers.changed()).await;
                    }
                },
            }
        }
    }

    fn spawn(&self, fetch: Fetch) -> ::tokio::task::JoinHandle<Change> {
        let inner = Arc::clone(&self.0);
        ::tokio::spawn(async move { inner.fetch(fetch).await })
    }
}

impl Inner {
    async fn fetch(&self, fetch: Fetch) -> Change {
        // Dropped last, so that those who wait see the answer.
        let _wake = Wake(&self.answered);
        let lease = Lease::new(&self.keys, &fetch);
        let time = Duration::from_millis(u64::try_from(fetch.timeout_ms).unwrap_or(0));
        let reply = timeout(time, (self.send)(fetch)).await;
        lease.answer(&reply.unwrap_or(Reply::Failed(Cause::Timeout)))
    }
}

struct Wake<'i>(&'i watch::Sender<()>);

impl Drop for Wake<'_> {
    fn drop(&mut self) {
        self.0.send_replace(());
    }
}

/// Verifies tokens with keys behind a URL, in a runtime of tokio. A token whose keys are there is
/// verified without waiting; otherwise the task waits for one request, or for that of another task.
///
/// Make it once and share it. [`AsyncKeys`] has an example.
#[derive(Debug)]
pub struct AsyncVerifier {
    keys: AsyncKeys,
    verifier: RemoteVerifier,
}

impl AsyncVerifier {
    /// A verifier under a policy. Several may share their keys.
    ///
    /// # Errors
    /// As [`RemoteVerifier::new`].
    pub fn new(keys: &AsyncKeys, policy: Policy) -> Result<Self> {
        Ok(Self {
            keys: keys.clone(),
            verifier: RemoteVerifier::new(Arc::clone(keys.keys()), policy)?,
        })
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &AsyncKeys {
        &self.keys
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// As [`crate::Verifier::verify`]; `keys_unavailable` if there are no keys and none can be
    /// fetched.
    pub async fn verify(&self, token: impl AsRef<[u8]>) -> Result<Verified> {
        self.verify_expecting(token, &Expectations::default(), None)
            .await
    }

    /// Verifies a token, and that claims have the values that this call expects. `now` judges the
    /// claims; the keys' age is judged at the system's time.
    ///
    /// # Errors
    /// As [`AsyncVerifier::verify`] and [`crate::Verifier::verify_expecting`].
    pub async fn verify_expecting(
        &self,
        token: impl AsRef<[u8]>,
        expectations: &Expectations,
        given: impl Into<Now>,
    ) -> Result<Verified> {
        let (token, given) = (token.as_ref(), given.into());
        self.keys
            .go_on(|| {
                self.verifier
                    .turn_expecting(token, expectations, given, now())
                    .into()
            })
            .await
    }
}

impl fmt::Debug for AsyncKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncKeys").field(&self.0.keys).finish()
    }
}
