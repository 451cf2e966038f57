//! LikeCoin's authorization server. JavaScript runs the statements that its flows ask for.

use std::cell::RefCell;

use jotkit::likecoin::provider::{
    ClientOptions, Endpoint, JsonFlow, MAX_BODY_BYTES, Options, Provider, Request, statements,
};
use jotkit::likecoin::scope::Demands;
use jotkit::{Error, Result};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// A decision under way, on the thread of its environment; `None` once it has ended.
type Flow = RefCell<Option<Box<dyn JsonFlow>>>;

fn begin<F: JsonFlow + 'static>(work: impl FnOnce() -> Result<F>) -> Answer<Handle<Flow>> {
    guard_object(|| Ok(RefCell::new(Some(Box::new(work()?) as Box<dyn JsonFlow>))))
}

/// A provider whose options are JSON text.
#[napi]
pub fn provider_new(options_json: Text) -> Answer<Handle<Provider>> {
    guard_object(|| Provider::new(Options::from_json(&args::read(&options_json)?)?))
}

/// Makes the tables.
#[napi]
pub fn provider_setup(provider: &Handle<Provider>, now: i64) -> Answer<Handle<Flow>> {
    begin(|| Ok(provider.setup(now)))
}

/// Registers a client, which is JSON text.
#[napi]
pub fn provider_put_client(
    provider: &Handle<Provider>,
    client_json: Text,
    now: i64,
) -> Answer<Handle<Flow>> {
    begin(|| {
        let client = ClientOptions::from_json(&args::read(&client_json)?)?;
        provider.put_client(client, now)
    })
}

/// Gives a client another secret; those before it are good for `keep` seconds more.
#[napi]
pub fn provider_new_secret(
    provider: &Handle<Provider>,
    client: Text,
    secret: Option<Text>,
    keep: u32,
    now: i64,
) -> Answer<Handle<Flow>> {
    begin(|| {
        let (client, secret) = (args::read(&client)?, args::read_some(secret.as_ref())?);
        // The core wipes it.
        let secret = secret.map(|mut secret| std::mem::take(&mut *secret));
        Ok(provider.new_secret(client.as_str(), secret, keep, now))
    })
}

/// The ids of all clients.
#[napi]
pub fn provider_clients(provider: &Handle<Provider>, now: i64) -> Answer<Handle<Flow>> {
    begin(|| Ok(provider.clients(now)))
}

/// Answers a request, which is JSON text, with its body.
#[napi]
pub fn provider_answer(
    provider: &Handle<Provider>,
    request_json: Text,
    body: Option<Uint8Array>,
    now: i64,
) -> Answer<Handle<Flow>> {
    begin(|| {
        let body = body.map(|body| body.to_vec());
        let request = Request::from_json(&args::read(&request_json)?, body)?;
        Ok(provider.answer(request, now))
    })
}

/// Verifies an access token; what the call demands of it is JSON text.
#[napi]
pub fn provider_verify(
    provider: &Handle<Provider>,
    token: Text,
    demands_json: Text,
    now: i64,
) -> Answer<Handle<Flow>> {
    begin(|| {
        let demands = Demands::from_json(&args::read(&demands_json)?)?;
        // A lone surrogate becomes U+FFFD, which no token contains.
        let token = String::from_utf16_lossy(&token);
        Ok(provider.verify(token, demands, now))
    })
}

/// What a user has allowed.
#[napi]
pub fn provider_apps(provider: &Handle<Provider>, user: Text, now: i64) -> Answer<Handle<Flow>> {
    begin(|| Ok(provider.apps(args::read(&user)?.as_str(), now)))
}

/// Ends what a user allowed a client.
#[napi]
pub fn provider_withdraw(
    provider: &Handle<Provider>,
    user: Text,
    client: Text,
    now: i64,
) -> Answer<Handle<Flow>> {
    begin(|| {
        let (user, client) = (args::read(&user)?, args::read(&client)?);
        Ok(provider.withdraw(user.as_str(), client.as_str(), now))
    })
}

/// Deletes codes and grants that ended long ago.
#[napi]
pub fn provider_sweep(provider: &Handle<Provider>, now: i64) -> Answer<Handle<Flow>> {
    begin(|| Ok(provider.sweep(now)))
}

/// Every statement: its name and its text.
#[napi]
pub fn provider_statements() -> Answer<Vec<Vec<&'static str>>> {
    guard(|| Ok(statements().map(|(name, sql)| vec![name, sql]).collect()))
}

/// The name of the endpoint of a path.
#[napi]
pub fn provider_endpoint(path: Text) -> Answer<Option<&'static str>> {
    guard(|| {
        let path = String::from_utf16_lossy(&path);
        Ok(Endpoint::of_path(&path).map(Endpoint::as_str))
    })
}

/// How much of a body is read, in bytes, but for one byte more.
#[napi]
pub fn provider_max_body_bytes() -> Answer<u32> {
    guard(|| u32::try_from(MAX_BODY_BYTES).map_err(|_| Error::internal()))
}

/// What to do now, as JSON text. Fails as the function does, once it is done.
#[napi]
pub fn flow_step(flow: &Handle<Flow>) -> Answer<String> {
    work(flow, |flow| flow.step_json())
}

/// Hands in the rows of the statement, as JSON text.
#[napi]
pub fn flow_rows(flow: &Handle<Flow>, rows_json: Text) -> Answer<()> {
    work(flow, |flow| flow.rows_json(&args::read(&rows_json)?))
}

/// Hands in the user, as JSON text, if there is one.
#[napi]
pub fn flow_user(flow: &Handle<Flow>, user_json: Option<Text>) -> Answer<()> {
    work(flow, |flow| {
        let user = args::read_some(user_json.as_ref())?;
        flow.user_json(user.as_ref().map(|user| user.as_str()))
    })
}

/// Says that the step could not be done.
#[napi]
pub fn flow_fail(flow: &Handle<Flow>) -> Answer<()> {
    work(flow, |flow| flow.fail())
}

/// Frees what a flow holds. The garbage collector would: once the event loop has turned, which it
/// does not while a driver that does not wait answers one call after another.
#[napi]
pub fn flow_end(flow: &Handle<Flow>) -> Answer<()> {
    guard(|| {
        let mut flow = flow.try_borrow_mut().map_err(|_| Error::internal())?;
        *flow = None;
        Ok(())
    })
}

fn work<T>(flow: &Handle<Flow>, work: impl FnOnce(&mut dyn JsonFlow) -> Result<T>) -> Answer<T> {
    guard(|| {
        let mut flow = flow.try_borrow_mut().map_err(|_| Error::internal())?;
        work(&mut **flow.as_mut().ok_or(Error::internal())?)
    })
}
