//! The core's OAuth session, which says what to send and when to wait.

use jotkit::likecoin::oauth::{Session, Step};
use jotkit::{Error, Result};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// What a call wants next.
#[napi(object, object_from_js = false)]
pub struct SessionStep {
    /// The call's number.
    pub call: u32,
    /// The step as JSON text, without the body.
    pub json: String,
    /// The body of the request to send.
    pub body: Option<Uint8Array>,
}

fn next(call: u32, step: &Step) -> Result<SessionStep> {
    let body = step.body().map(|body| body.as_bytes().to_vec().into());
    let json = step.to_json()?.to_string();
    Ok(SessionStep { call, json, body })
}

/// A session of a client with tokens, both in JSON text.
#[napi]
pub fn session_new(client_json: Text, tokens_json: Text) -> Answer<Handle<Session>> {
    guard_object(|| Session::from_json(&args::read(&client_json)?, &args::read(&tokens_json)?))
}

/// Begins a call.
#[napi]
pub fn session_call(
    session: &Handle<Session>,
    request_json: Text,
    body: Option<Uint8Array>,
) -> Answer<SessionStep> {
    guard(|| {
        let body = body.map(|body| body.to_vec());
        let (call, step) = session.call_json(&args::read(&request_json)?, body)?;
        next(u32::try_from(call).map_err(|_| Error::internal())?, &step)
    })
}

/// Hands in the reply to what a call sent.
#[napi]
pub fn session_reply(
    session: &Handle<Session>,
    call: u32,
    status: u16,
    encoding: Option<String>,
    body: Uint8Array,
) -> Answer<SessionStep> {
    let encoding = encoding.map(|encoding| ("content-encoding", encoding));
    guard(|| {
        next(
            call,
            &session.reply(call.into(), status, encoding.as_slice(), &body)?,
        )
    })
}

/// Ends a call that got no reply. Always fails, with the error to throw.
#[napi]
pub fn session_failed(session: &Handle<Session>, call: u32, cause: String) -> Answer<()> {
    guard(|| Err(session.failed(call.into(), cause.parse()?)))
}

/// Asks again for a call that waits.
#[napi]
pub fn session_resume(session: &Handle<Session>, call: u32) -> Answer<SessionStep> {
    guard(|| next(call, &session.resume(call.into())?))
}

/// Ends a call whose caller went away. Fails, without effect, for a call that has ended.
#[napi]
pub fn session_cancel(session: &Handle<Session>, call: u32) -> Answer<()> {
    guard(|| session.cancel(call.into()))
}

/// The request that ends the tokens, as JSON text.
#[napi]
pub fn session_logout(session: &Handle<Session>) -> Answer<String> {
    guard(|| Ok(session.logout()?.to_json()?.to_string()))
}

/// Reads the reply to that.
#[napi]
pub fn session_logged_out(
    session: &Handle<Session>,
    status: u16,
    encoding: Option<String>,
    body: Uint8Array,
) -> Answer<()> {
    let encoding = encoding.map(|encoding| ("content-encoding", encoding));
    guard(|| session.logged_out(status, encoding.as_slice(), &body))
}

/// The tokens now held, as JSON text.
#[napi]
pub fn session_tokens(session: &Handle<Session>) -> Answer<String> {
    guard(|| Ok(session.tokens().to_json()?.to_string()))
}
