//! LikeCoin's OAuth session: what to send, when to wait, what to store. The package sends and
//! waits.

use std::collections::HashMap;
use std::convert::identity;
use std::sync::Arc;

use jotkit::Error;
use jotkit::likecoin::oauth::{self, Cause, Client, TokenResponse};
use zeroize::Zeroizing;

use crate::error::{Failure, Report};
use crate::oauth::{OAuthReaction, OAuthRequest, OAuthTokens};

/// What a call does next.
#[derive(uniffi::Enum)]
pub(crate) enum Step {
    /// Send this request.
    Send {
        request: OAuthRequest,
        /// The tokens to store first, if a refresh has changed them.
        store: Option<OAuthTokens>,
    },
    /// Get the next tokens from where the client's secret is, and hand them to `refreshed`.
    Refresh { held: OAuthTokens },
    /// Wait for the refresh of that call, then resume.
    Wait { call: u64 },
    /// The call is over: the status of the last reply, whose body is the host's.
    Done {
        status: u16,
        reaction: OAuthReaction,
    },
}

impl Step {
    fn of(step: oauth::Step) -> Result<Self, Failure> {
        Ok(match step {
            oauth::Step::Send { request, store } => Self::Send {
                request: request.into(),
                store: store.map(|tokens| OAuthTokens::of(&tokens)),
            },
            oauth::Step::Refresh { held } => Self::Refresh {
                held: OAuthTokens::of(&held),
            },
            oauth::Step::Wait { call } => Self::Wait { call },
            oauth::Step::Done { status, reaction } => Self::Done {
                status,
                reaction: reaction.into(),
            },
            _ => return Err(Error::internal().into()),
        })
    }
}

/// A call that has begun.
#[derive(uniffi::Record)]
pub(crate) struct Begun {
    call: u64,
    step: Step,
}

/// The tokens of one user and the calls that use them. Shared between threads; nothing blocks.
#[derive(uniffi::Object)]
pub(crate) struct Session(oauth::Session);

#[uniffi::export]
impl Session {
    /// A session of a client and its tokens, both as JSON text.
    #[uniffi::constructor]
    fn new(client: String, tokens: String) -> Result<Arc<Self>, Failure> {
        let (client, tokens) = (Zeroizing::new(client), Zeroizing::new(tokens));
        Ok(Arc::new(Self(oauth::Session::from_json(&client, &tokens)?)))
    }

    /// A session of an app, which has no client secret.
    #[uniffi::constructor]
    fn without_secret(api: Option<String>, tokens: String) -> Result<Arc<Self>, Failure> {
        let tokens = Zeroizing::new(tokens);
        let mut client = Client::without_secret();
        if let Some(api) = api {
            client = client.endpoint(api);
        }
        let tokens = TokenResponse::from_json(&tokens)?;
        Ok(Arc::new(Self(oauth::Session::new(client, tokens)?)))
    }

    /// Begins a call.
    fn call(
        &self,
        method: &str,
        url: &str,
        headers: HashMap<String, String>,
        body: Option<Vec<u8>>,
    ) -> Result<Begun, Failure> {
        let headers: Vec<_> = headers.into_iter().collect();
        let (call, step) = self.0.call(method, url, &headers, body)?;
        let step = Step::of(step)?;
        Ok(Begun { call, step })
    }

    /// Hands in the reply to what a call sent.
    fn reply(
        &self,
        call: u64,
        status: u16,
        headers: HashMap<String, String>,
        body: Vec<u8>,
    ) -> Result<Step, Failure> {
        let (headers, body) = (Vec::from_iter(headers), Zeroizing::new(body));
        Step::of(self.0.reply(call, status, &headers, &body)?)
    }

    /// Hands in the tokens that a call was asked for, as JSON text.
    fn refreshed(&self, call: u64, tokens: String) -> Result<Step, Failure> {
        let tokens = Zeroizing::new(tokens);
        Step::of(self.0.refreshed_json(call, &tokens)?)
    }

    /// Ends a call that got no reply, for the core's cause of this name.
    fn failed(&self, call: u64, cause: &str) -> Report {
        let failed = |cause| self.0.failed(call, cause);
        Report::from(&cause.parse().map_or_else(identity, failed))
    }

    /// Asks again for a waiting call.
    fn resume(&self, call: u64) -> Result<Step, Failure> {
        Step::of(self.0.resume(call)?)
    }

    /// Ends a call whose caller went away. `argument_invalid` for one that is over.
    fn cancel(&self, call: u64) -> Result<(), Failure> {
        Ok(self.0.cancel(call)?)
    }

    /// The request that ends the tokens.
    fn logout(&self) -> Result<OAuthRequest, Failure> {
        Ok(self.0.logout()?.into())
    }

    /// Hands in the reply to it.
    fn logged_out(
        &self,
        status: u16,
        headers: HashMap<String, String>,
        body: Vec<u8>,
    ) -> Result<(), Failure> {
        let (headers, body) = (Vec::from_iter(headers), Zeroizing::new(body));
        Ok(self.0.logged_out(status, &headers, &body)?)
    }

    /// The tokens in use.
    fn tokens(&self) -> OAuthTokens {
        OAuthTokens::of(&self.0.tokens())
    }
}

/// The failure of a token request that got no reply, for the core's cause of this name.
#[uniffi::export]
fn oauth_no_reply(cause: &str) -> Report {
    Report::from(&cause.parse().map_or_else(identity, Cause::error))
}
