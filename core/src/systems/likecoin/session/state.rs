//! The rules of a session: who sends, who refreshes, who waits.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::call::{Call, Phase, Request};
use super::client::Client;
use super::reply::{Cause, Reply, completed};
use super::step::Step;
use crate::crypto::equal;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::systems::likecoin::replies::Reaction;
use crate::systems::likecoin::token_request::HttpRequest;
use crate::systems::likecoin::token_response::TokenResponse;

const UNUSABLE: &str = "The tokens that the app's server gave cannot be used.";

/// How often a call is sent.
const MAX_SENDS: u8 = 2;

/// A session's state. A call is in `calls` as long as it has something outstanding.
///
/// Refreshes that ended, in whatever way, are counted; the count says what happened since a call
/// was sent or began to wait.
pub(super) struct State {
    client: Client,
    tokens: Arc<TokenResponse>,
    calls: BTreeMap<u64, Call>,
    last_number: u64,
    /// The call that has the refresh.
    refresher: Option<u64>,
    ended: u64,
    /// The last refresh that succeeded, by its count.
    renewed: u64,
    /// The last refresh that changed the tokens, by its count.
    changed: u64,
    /// The last refresh that failed, by its count, and its error.
    failure: Option<(u64, Error)>,
}

impl State {
    pub(super) fn new(client: Client, tokens: TokenResponse) -> Self {
        Self {
            client,
            tokens: Arc::new(tokens),
            calls: BTreeMap::new(),
            last_number: 0,
            refresher: None,
            ended: 0,
            renewed: 0,
            changed: 0,
            failure: None,
        }
    }

    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn tokens(&self) -> Arc<TokenResponse> {
        Arc::clone(&self.tokens)
    }

    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        self.calls.is_empty() && self.refresher.is_none()
    }

    /// The number of the next call.
    pub(super) const fn number(&mut self) -> u64 {
        self.last_number = self.last_number.saturating_add(1);
        self.last_number
    }

    pub(super) fn begin(&mut self, number: u64, request: Request) -> Result<Step> {
        let call = Call {
            request,
            phase: Phase::Waiting,
            sends: 0,
            since: self.ended,
        };
        match self.refresher {
            Some(refresher) => Ok(self.wait(number, call, refresher)),
            None => self.send(number, call),
        }
    }

    pub(super) fn reply(&mut self, number: u64, reply: &Reply<'_>) -> Result<Step> {
        let call = self.take(number, |phase| {
            matches!(phase, Phase::Sent | Phase::Refreshing)
        })?;
        if call.phase == Phase::Refreshing {
            let tokens = reply.tokens(self.client.secret(), &self.tokens);
            return self.refreshed(number, call, tokens);
        }
        let reaction = match reply.reaction()? {
            Reaction::RefreshAndRetry => {
                if call.sends < MAX_SENDS && self.tokens.refresh_token.is_some() {
                    return self.renew(number, call, self.changed);
                }
                Reaction::Reauthorize
            }
            other => other,
        };
        Ok(Step::Done {
            status: reply.status,
            reaction,
        })
    }

    /// The request that ends the tokens held.
    pub(super) fn logout(&self) -> Result<HttpRequest> {
        let tokens = &self.tokens;
        let token = tokens
            .refresh_token
            .as_ref()
            .unwrap_or(&tokens.access_token);
        self.client.revoke(token)
    }

    pub(super) fn logged_out(&self, reply: &Reply<'_>) -> Result<()> {
        reply.accepted(self.client.secret(), &self.tokens)
    }

    /// Takes the tokens that were got elsewhere.
    pub(super) fn got(&mut self, number: u64, tokens: Result<TokenResponse>) -> Result<Step> {
        let call = self.take(number, |phase| phase == Phase::Elsewhere)?;
        let tokens = tokens
            .map(|tokens| completed(tokens, &self.tokens))
            .map_err(|_| Error::with_hint(Code::ResponseInvalid, UNUSABLE));
        self.refreshed(number, call, tokens)
    }

    pub(super) fn failed(&mut self, number: u64, cause: Cause) -> Error {
        let error = cause.error();
        match self.take(number, |_| true) {
            Ok(call) if matches!(call.phase, Phase::Refreshing | Phase::Elsewhere) => {
                self.refresh_failed(error)
            }
            Ok(_) => error,
            Err(nothing) => nothing,
        }
    }

    pub(super) fn resume(&mut self, number: u64) -> Result<Step> {
        let call = self.take(number, |phase| phase == Phase::Waiting)?;
        self.renew(number, call, self.renewed)
    }

    pub(super) fn cancel(&mut self, number: u64) -> Result<()> {
        self.take(number, |_| true)?;
        if self.refresher == Some(number) {
            self.refresher = None;
        }
        Ok(())
    }

    /// Takes out a call that has something outstanding, of the right kind.
    fn take(&mut self, number: u64, fits: impl FnOnce(Phase) -> bool) -> Result<Call> {
        let fits = self.calls.get(&number).is_some_and(|call| fits(call.phase));
        let call = if fits {
            self.calls.remove(&number)
        } else {
            None
        };
        call.ok_or(Error::argument_invalid(
            "There is no such call, it has ended, or another step of it is due.",
        ))
    }

    /// Gets newer tokens for a call. `newer` is the count of the refresh that brought the latest.
    fn renew(&mut self, number: u64, call: Call, newer: u64) -> Result<Step> {
        if let Some(refresher) = self.refresher {
            return Ok(self.wait(number, call, refresher));
        }
        if newer > call.since {
            return self.send(number, call);
        }
        match &self.failure {
            Some((count, error)) if *count > call.since => Err(error.clone()),
            _ => self.refresh(number, call),
        }
    }

    fn wait(&mut self, number: u64, mut call: Call, refresher: u64) -> Step {
        call.phase = Phase::Waiting;
        call.since = self.ended;
        self.calls.insert(number, call);
        Step::Wait { call: refresher }
    }

    fn send(&mut self, number: u64, mut call: Call) -> Result<Step> {
        let request = call.request.with(&self.tokens.access_token)?;
        call.phase = Phase::Sent;
        call.sends = call.sends.saturating_add(1);
        call.since = self.ended;
        self.calls.insert(number, call);
        Ok(Step::Send {
            request,
            store: None,
        })
    }

    fn refresh(&mut self, number: u64, mut call: Call) -> Result<Step> {
        // A call that needs newer tokens gets here only if there is a refresh token.
        let token = self.tokens.refresh_token.as_ref();
        let request = self.client.refresh(token.ok_or(Error::internal())?)?;
        let (phase, step) = match request {
            Some(request) => {
                let store = None;
                (Phase::Refreshing, Step::Send { request, store })
            }
            None => {
                let held = self.tokens();
                (Phase::Elsewhere, Step::Refresh { held })
            }
        };
        call.phase = phase;
        self.calls.insert(number, call);
        self.refresher = Some(number);
        Ok(step)
    }

    fn refreshed(
        &mut self,
        number: u64,
        call: Call,
        tokens: Result<TokenResponse>,
    ) -> Result<Step> {
        let tokens = match tokens {
            Ok(tokens) => tokens,
            Err(error) => return Err(self.refresh_failed(error)),
        };
        let is_change = !same(&self.tokens, &tokens);
        self.end_refresh();
        self.renewed = self.ended;
        self.tokens = Arc::new(tokens);
        if is_change {
            self.changed = self.ended;
        }
        let mut step = self.send(number, call)?;
        if let Step::Send { store, .. } = &mut step {
            *store = is_change.then(|| self.tokens());
        }
        Ok(step)
    }

    /// The tokens stay. All who wait get the error, too.
    fn refresh_failed(&mut self, error: Error) -> Error {
        self.end_refresh();
        self.failure = Some((self.ended, error.clone()));
        error
    }

    const fn end_refresh(&mut self) {
        self.refresher = None;
        self.ended = self.ended.saturating_add(1);
    }
}

/// Whether nothing changed. Secrets are compared in constant time.
fn same(left: &TokenResponse, right: &TokenResponse) -> bool {
    let secret =
        |left: &Secret, right: &Secret| equal(left.as_str().as_bytes(), right.as_str().as_bytes());
    let refresh_token = match (&left.refresh_token, &right.refresh_token) {
        (Some(left), Some(right)) => secret(left, right),
        (left, right) => left.is_none() == right.is_none(),
    };
    secret(&left.access_token, &right.access_token)
        && refresh_token
        && left.user == right.user
        && left.display_name == right.display_name
        && left.avatar == right.avatar
        && left.scope == right.scope
        && left.expires_at == right.expires_at
}
