//! The OAuth session of a LikeCoin client. The program sends the requests and waits.

use std::str::FromStr;

use jotkit::likecoin::oauth::{Cause, Reaction, Session, Step};
use jotkit::{Error, Result};
use jotkit_ffi_export::export;

use crate::args::{Header, Text};
use crate::error::returns_default;
use crate::handle::{Owned, opaque};
use crate::request::HttpRequest;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// The tokens of one user, and the calls that are made with them.
///
/// A session does no input or output and never blocks. Each call is a sequence of steps: begin it
/// with `jotkit_oauth_session_call`, do what `jotkit_oauth_step_next` says, hand the result in, and
/// so on until a step or an error ends the call. An expired access token is refreshed on the way,
/// once for all calls.
///
/// Any thread may use a session at any time. A call that a program gives up must be ended by
/// `jotkit_oauth_session_cancel` or `jotkit_oauth_session_failed`: others may wait for it.
pub struct OAuthSession {
    _opaque: [u8; 0],
}

opaque!(OAuthSession, Session);

/// What a call needs next. Its texts and its request are valid until it is freed.
pub struct OAuthStep {
    _opaque: [u8; 0],
}

opaque!(OAuthStep, Parts);

pub(crate) struct Parts {
    next: Next,
    request: Option<Owned<HttpRequest>>,
    store: Option<Terminated>,
    refreshing: u64,
}

/// What to do next in a call.
/// cbindgen:prefix-with-name
/// cbindgen:rename-all=ScreamingSnakeCase
#[repr(i32)]
#[derive(Clone, Copy, Default)]
pub enum Next {
    /// Not a step: the handle is NULL.
    #[default]
    Nothing = 0,
    /// Send `jotkit_oauth_step_request`, and hand in the reply with `jotkit_oauth_session_reply`,
    /// or the reason why there is none with `jotkit_oauth_session_failed`.
    Send = 1,
    /// Another call refreshes the tokens: wait until a step of the session has ended, then call
    /// `jotkit_oauth_session_resume`.
    Wait = 2,
    /// The call has ended: its last reply is a success.
    Done = 3,
    /// The call has ended: its last reply asks for the user to go through the consent page again.
    Reauthorize = 4,
    /// The call has ended: its last reply is a failure that is not the token's.
    Failed = 5,
}

returns_default!(Next);

impl TryFrom<Step> for Parts {
    type Error = Error;

    fn try_from(step: Step) -> Result<Self> {
        let mut parts = Self {
            next: Next::Failed,
            request: None,
            store: None,
            refreshing: 0,
        };
        match step {
            Step::Send { request, store } => {
                parts.next = Next::Send;
                parts.request = Some(Owned::new(request.into()));
                if let Some(tokens) = store {
                    parts.store = Some(Terminated::copy(tokens.to_json()?.as_str()));
                }
            }
            Step::Wait { call } => (parts.next, parts.refreshing) = (Next::Wait, call),
            Step::Done { reaction, .. } => match reaction {
                Reaction::Done => parts.next = Next::Done,
                Reaction::Reauthorize => parts.next = Next::Reauthorize,
                // Reactions of later versions are not successes.
                _ => {}
            },
            _ => return Err(Error::internal()),
        }
        Ok(parts)
    }
}

/// Makes a session of a client with the tokens of a user, both JSON objects: the client as for
/// `jotkit_likecoin_token_request`, the tokens as `jotkit_likecoin_parse_token_response` writes
/// them.
///
/// Fails with `argument_invalid` or, for an empty client secret, `key_weak`.
#[export]
fn jotkit_oauth_session_new(client: Text, tokens: Text, session: *mut *mut OAuthSession) -> Status {
    session.put(Session::from_json(client.str()?, tokens.str()?)?)
}

/// Begins a call of the API, and writes its number and its first step.
///
/// `url` is a path under the client's endpoint, or an absolute address with the endpoint's scheme,
/// host and port. A body of `JOTKIT_ABSENT` is no body. The session adds the header `authorization`
/// itself.
///
/// Fails with `argument_invalid` for another address, a method or header name that is not a token
/// (RFC 9110, section 5.6.2), and a header value with control characters.
#[export]
fn jotkit_oauth_session_call(
    session: *const OAuthSession,
    method: Text,
    url: Text,
    headers: *const Header,
    header_count: usize,
    body: Text,
    call: *mut u64,
    step: *mut *mut OAuthStep,
) -> Status {
    let (headers, body) = (headers.pairs(header_count)?, body.optional_bytes()?);
    let body = body.map(<[u8]>::to_vec);
    let (number, first) = session.call(method.str()?, url.str()?, &headers, body)?;
    step.put(first.try_into()?)?;
    call.write(number)
}

/// Takes the reply to the request that a call sent last, and writes the call's next step.
///
/// Hand in the body as it was received, not decompressed, and 0 for an HTTP status that does not
/// fit. A program that does not read more than 1 MiB and one byte of a body needs no limit of its
/// own.
///
/// Fails with `argument_invalid` for a call that has not sent anything unanswered, which changes
/// nothing. Any other error ends the call: `response_invalid` for a reply that cannot be used,
/// `request_refused` if the server refused to refresh the tokens, `server_unavailable` if it could
/// not: the tokens are still good. `jotkit_last_error_http_status` and `jotkit_last_error_detail`
/// say more.
#[export]
fn jotkit_oauth_session_reply(
    session: *const OAuthSession,
    call: u64,
    http_status: u16,
    headers: *const Header,
    header_count: usize,
    body: Text,
    step: *mut *mut OAuthStep,
) -> Status {
    let (headers, body) = (headers.lossy_pairs(header_count)?, body.body()?);
    step.put(
        session
            .reply(call, http_status, &headers, body)?
            .try_into()?,
    )
}

/// Ends a call that got no reply, or that waited until its own deadline, and returns its error.
///
/// The cause is `timeout`, `network` (both `server_unavailable`), `too_large` or `redirect` (both
/// `response_invalid`). `argument_invalid` is for another cause and for a call that has ended.
#[export]
fn jotkit_oauth_session_failed(session: *const OAuthSession, call: u64, cause: Text) -> Status {
    Err(session.failed(call, Cause::from_str(cause.str()?)?))
}

/// Writes the next step of a call that waits; it waits again if the refresh has not ended.
///
/// Fails with the error of the refresh, which ends the call, and with `argument_invalid` for a call
/// that does not wait.
#[export]
fn jotkit_oauth_session_resume(
    session: *const OAuthSession,
    call: u64,
    step: *mut *mut OAuthStep,
) -> Status {
    step.put(session.resume(call)?.try_into()?)
}

/// Ends a call that the program gives up. If it had the refresh, another call takes that over when
/// it is resumed.
///
/// Fails with `argument_invalid` for a call that has ended, which can be ignored.
#[export(ignorable)]
fn jotkit_oauth_session_cancel(session: *const OAuthSession, call: u64) -> Status {
    session.cancel(call)
}

/// Writes the tokens that the session holds as the JSON object of
/// `jotkit_likecoin_parse_token_response`.
#[export]
fn jotkit_oauth_session_tokens(
    session: *const OAuthSession,
    tokens: *mut *mut OwnedString,
) -> Status {
    tokens.put(Terminated::copy(session.tokens().to_json()?.as_str()))
}

/// Wipes and frees a session, its calls included.
#[export]
fn jotkit_oauth_session_free(session: *mut OAuthSession) {
    session.free()
}

/// What to do next.
#[export]
fn jotkit_oauth_step_next(step: *const OAuthStep) -> Next {
    Ok(step.next)
}

/// The request to send, which belongs to the step and is freed with it; NULL if there is none.
#[export]
fn jotkit_oauth_step_request(step: *const OAuthStep) -> *const HttpRequest {
    Ok(step
        .request
        .as_ref()
        .map_or(std::ptr::null(), Owned::as_ptr))
}

/// All tokens that the session holds, if a refresh has just changed any: store them before the
/// request is sent. The JSON object of `jotkit_likecoin_parse_token_response`.
#[export]
fn jotkit_oauth_step_store(step: *const OAuthStep) -> Text {
    Ok(step
        .store
        .as_ref()
        .map_or_else(Text::default, Terminated::text))
}

/// The number of the call that refreshes the tokens, for a step that waits; otherwise 0.
#[export]
fn jotkit_oauth_step_refreshing_call(step: *const OAuthStep) -> u64 {
    Ok(step.refreshing)
}

/// Wipes and frees a step.
#[export]
fn jotkit_oauth_step_free(step: *mut OAuthStep) {
    step.free()
}
