//! What can be done with a token without a key.

use std::ffi::c_char;

use jotkit::Result;

use crate::error::Status;
use crate::guard::guard;
use crate::handle::{Opaque, Out, borrow};
use crate::input;
use crate::text::{OwnedText, Text};

/// Reads a token **without verifying it**, for display and for finding a key; never to decide anything:
/// anybody may have written it. Gives the JSON texts of header and payload.
///
/// Fails with `token_too_large`, `token_malformed`, `header_malformed` or `payload_malformed`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_token_peek(
    token: *const c_char,
    token_len: usize,
    unverified_header: *mut *mut OwnedText,
    unverified_payload: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (token, header, payload) = unsafe {
            (
                input::token(token, token_len)?,
                Out::new(unverified_header)?,
                Out::new(unverified_payload)?,
            )
        };
        let (read, text) = jotkit::peek(token)?.into_parts();
        header.put(Text::copy(read.json()))?;
        payload.put(text.into())
    })
}

/// What a handle makes of a token: the body of every function that verifies.
///
/// # Safety
/// As [`borrow`], [`input::token`] and [`Out::new`].
pub(crate) unsafe fn of_token<O: Opaque, T: Into<Text>>(
    handle: *const O,
    token: *const c_char,
    token_len: usize,
    result: *mut *mut OwnedText,
    judge: impl FnOnce(&O::Inner, &[u8]) -> Result<T>,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (handle, token, result) = unsafe {
        (
            borrow(handle)?,
            input::token(token, token_len)?,
            Out::new(result)?,
        )
    };
    result.put(judge(handle, token)?.into())
}

/// Takes the token out of the value of an `Authorization` header (RFC 6750). The token is only cut out,
/// not looked at.
///
/// Fails with `argument_invalid` unless the value is `Bearer`, one space and a token.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_bearer_parse(
    header_value: *const c_char,
    header_value_len: usize,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (value, token) = unsafe {
            (
                input::text(header_value, header_value_len)?,
                Out::new(token)?,
            )
        };
        token.put(Text::copy(jotkit::bearer::parse(value)?))
    })
}

/// Makes the value of an `Authorization` header for a token. It is as secret as the token.
///
/// Fails with `argument_invalid` if the token is empty or holds anything but visible ASCII.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_bearer_format(
    token: *const c_char,
    token_len: usize,
    header_value: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (token, value) = unsafe { (input::text(token, token_len)?, Out::new(header_value)?) };
        value.put(jotkit::bearer::format(token)?.into())
    })
}
