//! Calls of LikeCoin's API with an access token: where it may be sent, and what to do about the reply.

use std::ffi::{c_char, c_void};
use std::ptr::NonNull;

use jotkit::likecoin::oauth;
use jotkit::{Error, Result};

use crate::error::Status;
use crate::guard::guard;
use crate::handle::Out;
use crate::input::{body, optional_text, text};
use crate::text::OwnedText;

/// What an OAuth client does about an API's reply.
/// cbindgen:prefix-with-name
/// cbindgen:rename-all=ScreamingSnakeCase
#[repr(i32)]
pub enum Reaction {
    /// The call succeeded.
    Done = 0,
    /// Get a new access token with the refresh token, and send the request again, once.
    RefreshAndRetry = 1,
    /// Send the user through the consent page again.
    Reauthorize = 2,
    /// The call failed for a reason that has nothing to do with the token.
    Failed = 3,
}

impl From<oauth::Reaction> for Reaction {
    fn from(reaction: oauth::Reaction) -> Self {
        match reaction {
            oauth::Reaction::Done => Self::Done,
            oauth::Reaction::RefreshAndRetry => Self::RefreshAndRetry,
            oauth::Reaction::Reauthorize => Self::Reauthorize,
            // What a later core may add is no success, and nothing to repeat a request for.
            _ => Self::Failed,
        }
    }
}

/// Checks the address of an API before an access token is sent to it, and brings it into the form that every
/// URL parser reads alike. What comes back is what to call.
///
/// Fails with `argument_invalid` unless it is an absolute `https` URL (`http` is for localhost) without a
/// user name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_api_url(
    address: *const c_char,
    address_len: usize,
    url: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (address, url) = unsafe { (text(address, address_len)?, Out::new(url)?) };
        url.put(oauth::api_url(address)?.into())
    })
}

/// Makes the address to send an access token to: one of the API's own, which nothing but the API gets.
///
/// The address is a path under the API's address, or an absolute URL with the same scheme, host and port. The endpoint
/// is the API's address, as the client's requests name it, or NULL and 0 for the production service. Fails with
/// `argument_invalid` for an address elsewhere, one that `jotkit_likecoin_api_url` refuses, and an endpoint that
/// `jotkit_likecoin_token_request` refuses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_call_url(
    address: *const c_char,
    address_len: usize,
    endpoint: *const c_char,
    endpoint_len: usize,
    url: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (address, endpoint, url) = unsafe {
            (
                text(address, address_len)?,
                optional_text(endpoint, endpoint_len)?,
                Out::new(url)?,
            )
        };
        url.put(oauth::call_url(endpoint, address)?.into())
    })
}

/// Says what to do about an API's reply to a request that was sent for the first time.
///
/// A 403 never leads to a refresh: the new token would have the same scopes. A body may be NULL if its
/// length is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_reaction(
    http_status: u16,
    response_body: *const c_void,
    response_body_len: usize,
    reaction: *mut Reaction,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            react(response_body, response_body_len, reaction, |reply| {
                oauth::Reaction::to(http_status, reply)
            })
        }
    })
}

/// Says what to do about the reply to a request that was sent again after a refresh: it is not refreshed
/// twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_reaction_after_refresh(
    http_status: u16,
    response_body: *const c_void,
    response_body_len: usize,
    reaction: *mut Reaction,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            react(response_body, response_body_len, reaction, |reply| {
                oauth::Reaction::after_refresh(http_status, reply)
            })
        }
    })
}

/// # Safety
/// As [`body`]; `place` is null or can be written to.
unsafe fn react(
    reply: *const c_void,
    reply_len: usize,
    place: *mut Reaction,
    judge: impl FnOnce(&[u8]) -> oauth::Reaction,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let reply = unsafe { body(reply, reply_len)? };
    let place =
        NonNull::new(place).ok_or(Error::argument_invalid("The place for the result is NULL."))?;
    // SAFETY: the caller's promise is the same.
    unsafe { place.write(judge(reply).into()) };
    Ok(())
}
