//! An OAuth client's session: calls of the API for one user, with tokens that are refreshed when
//! the API says that they have expired.
//!
//! The session decides, and the caller sends and waits: nothing here does I/O, reads a clock or
//! blocks.

mod call;
mod client;
mod detail;
mod reply;
mod state;
mod step;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::client::Client;
pub use self::reply::Cause;
pub use self::step::Step;

use self::call::Request;
use self::reply::Reply;
use self::state::State;
use super::token_request::HttpRequest;
use super::token_response::TokenResponse;
use crate::error::{Error, Result};

/// Calls the API for one user.
///
/// A call begins with [`call`](Self::call), which returns the call's number and its first [`Step`]:
/// send a request, or wait. The outcome of a sent request goes to [`reply`](Self::reply) or
/// [`failed`](Self::failed), and a waiting call asks again with [`resume`](Self::resume) when
/// another call's step has ended. Each returns the next step, until [`Step::Done`] or an error ends
/// the call. A caller that gives up its call must say so with [`cancel`](Self::cancel), since
/// others may wait for it.
///
/// The API's 401 `TOKEN_EXPIRED` or `LOGIN_NEEDED` leads to a refresh, after which the call is sent
/// once more. Calls that need a refresh at the same time share one.
///
/// Share a session between threads: its methods lock it for a moment and never wait.
///
/// ```
/// use jotkit::likecoin::oauth::{Client, Session, Step, TokenResponse};
///
/// let client = Client::new("client", "client-secret", "https://app.example/cb");
/// let tokens = TokenResponse::from_json(r#"{"access_token":"a1","refresh_token":"r1"}"#)?;
/// let session = Session::new(client, tokens)?;
/// let (call, step) = session.call("GET", "/users/profile", &[] as &[(&str, &str)], None)?;
/// let Step::Send { request, .. } = step else { unreachable!() };
/// assert_eq!(request.url, "https://api.like.co/users/profile");
/// // Send it; then hand in the reply.
/// let step = session.reply(call, 200, &[("content-type", "application/json")], b"{}")?;
/// assert!(matches!(step, Step::Done { status: 200, .. }));
/// # Ok::<(), jotkit::Error>(())
/// ```
pub struct Session(Mutex<State>);

impl Session {
    /// A session of this client with these tokens.
    ///
    /// # Errors
    /// As [`Client::from_json`] and [`TokenResponse::from_json`].
    pub fn new(client: Client, tokens: TokenResponse) -> Result<Self> {
        client.check()?;
        tokens.check()?;
        Ok(Self(Mutex::new(State::new(client, tokens))))
    }

    /// A session of a client and tokens that are JSON objects.
    ///
    /// # Errors
    /// As [`Client::from_json`] and [`TokenResponse::from_json`].
    pub fn from_json(client: &str, tokens: &str) -> Result<Self> {
        Self::new(
            Client::from_json(client)?,
            TokenResponse::from_json(tokens)?,
        )
    }

    /// Begins a call, and returns its number and its first step.
    ///
    /// `url` is a path under the client's endpoint or an absolute address with the endpoint's
    /// scheme, host and port. The header `authorization` is the session's own; the caller's is left
    /// out. Headers of one name become one, joined by `, ` (RFC 9110 §5.3).
    ///
    /// Numbers start at 1 and also count calls that are refused.
    ///
    /// # Errors
    /// `argument_invalid` for another address, a method or header name that is not a token of
    /// RFC 9110 §5.6.2, and a header value with control characters.
    pub fn call<N: AsRef<str>, V: AsRef<str>>(
        &self,
        method: &str,
        url: &str,
        headers: &[(N, V)],
        body: Option<Vec<u8>>,
    ) -> Result<(u64, Step)> {
        self.begin(|client| {
            let headers = headers.iter();
            let headers = headers.map(|(name, value)| (name.as_ref(), value.as_ref()));
            Request::new(client, method, url, headers, body)
        })
    }

    /// As [`call`](Self::call), for a JSON object with the members `method`, `url` and, if there
    /// are any, `headers` (an object).
    ///
    /// # Errors
    /// As there, and `argument_invalid` for any other JSON.
    pub fn call_json(&self, request: &str, body: Option<Vec<u8>>) -> Result<(u64, Step)> {
        self.begin(|client| Request::from_json(client, request, body))
    }

    fn begin(&self, read: impl FnOnce(&Client) -> Result<Request>) -> Result<(u64, Step)> {
        let mut state = self.lock();
        let number = state.number();
        let request = read(state.client())?;
        Ok((number, state.begin(number, request)?))
    }

    /// Takes the reply to the request that a call sent last, and returns the call's next step.
    ///
    /// Pass 0 for a status that is not a number of 16 bits, and the body as it was received, not
    /// decompressed.
    ///
    /// # Errors
    /// All but the first end the call:
    /// - `argument_invalid`: this call has not sent anything that is unanswered. Nothing changes.
    /// - `response_invalid`: the status is outside 100 to 599, the body is longer than
    ///   [`MAX_BODY_BYTES`](super::oauth::MAX_BODY_BYTES) or is encoded, or the reply to a refresh
    ///   cannot be understood.
    /// - `request_refused`: the server refused to refresh the tokens.
    /// - `server_unavailable`: the server could not refresh the tokens now. They are still good.
    pub fn reply<N: AsRef<str>, V: AsRef<str>>(
        &self,
        call: u64,
        status: u16,
        headers: &[(N, V)],
        body: &[u8],
    ) -> Result<Step> {
        self.lock().reply(call, &Reply::new(status, headers, body))
    }

    /// The request by which the client ends the session's tokens (RFC 7009), those that other
    /// processes got by the same login too. The endpoint is that of jotkit's own provider:
    /// LikeCoin's is not public. Of a refresh token that a newer one replaced it knows nothing, and
    /// says that all is done (RFC 7009, section 2.2): the access token then lives until its `exp`.
    ///
    /// The reply goes to [`logged_out`](Self::logged_out), a failure to [`Cause::error`]. The
    /// session keeps its tokens; the API refuses them.
    ///
    /// # Errors
    /// `argument_invalid` for a [`Client::without_secret`].
    pub fn logout(&self) -> Result<HttpRequest> {
        self.lock().logout()
    }

    /// Reads the reply to [`logout`](Self::logout).
    ///
    /// # Errors
    /// `request_refused`, `server_unavailable` (the tokens may still be good: ask again) and
    /// `response_invalid`, as with the reply to a refresh.
    pub fn logged_out<N: AsRef<str>, V: AsRef<str>>(
        &self,
        status: u16,
        headers: &[(N, V)],
        body: &[u8],
    ) -> Result<()> {
        self.lock().logged_out(&Reply::new(status, headers, body))
    }

    /// Takes the tokens that a call got for its [`Step::Refresh`], and returns the call's next
    /// step. What they lack, such as the refresh token, is kept from those held.
    ///
    /// # Errors
    /// `argument_invalid` if this call was not asked for tokens, and nothing changes.
    /// `response_invalid` for tokens that cannot be used, which ends the call; others that wait get
    /// it, too.
    pub fn refreshed(&self, call: u64, tokens: TokenResponse) -> Result<Step> {
        let checked = tokens.check().map(|()| tokens);
        self.lock().got(call, checked)
    }

    /// As [`refreshed`](Self::refreshed), for tokens that are a JSON object.
    ///
    /// # Errors
    /// As there.
    pub fn refreshed_json(&self, call: u64, tokens: &str) -> Result<Step> {
        self.lock().got(call, TokenResponse::from_json(tokens))
    }

    /// Ends a call that got no reply, or that waited until its own deadline, and returns the error
    /// to report.
    ///
    /// The error is `server_unavailable` or, for [`Cause::TooLarge`] and [`Cause::Redirect`],
    /// `response_invalid`. It is `argument_invalid`, and nothing changes, if this call has nothing
    /// outstanding.
    pub fn failed(&self, call: u64, cause: Cause) -> Error {
        self.lock().failed(call, cause)
    }

    /// Returns the next step of a call that waits: [`Step::Wait`] again if a refresh is still under
    /// way.
    ///
    /// # Errors
    /// `argument_invalid` if this call does not wait, and nothing changes; otherwise the error of
    /// the refresh it waited for, which ends the call.
    pub fn resume(&self, call: u64) -> Result<Step> {
        self.lock().resume(call)
    }

    /// Ends a call whose caller went away. If it had the refresh, the first waiting call that is
    /// resumed refreshes instead.
    ///
    /// # Errors
    /// `argument_invalid` if this call has nothing outstanding. Nothing changes, and the error can
    /// be ignored.
    pub fn cancel(&self, call: u64) -> Result<()> {
        self.lock().cancel(call)
    }

    /// The tokens now held.
    #[must_use]
    pub fn tokens(&self) -> Arc<TokenResponse> {
        self.lock().tokens()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No step panics halfway through a change, so the state is whole even then.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("user", &self.tokens().user)
            .finish_non_exhaustive()
    }
}
