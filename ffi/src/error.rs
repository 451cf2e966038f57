//! The guard around every export, and statuses and the last failure as C asks for them.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use jotkit::{Code, Error, Result};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::last_error;
use crate::status::{self, JOTKIT_OK, Row, Status};

/// What crosses to C when the body of an export has ended.
pub(crate) trait Returned {
    /// What the body results in.
    type Value;

    fn returned(result: Result<Self::Value>) -> Self;
}

/// A function that can fail returns its status; the error is kept for the calling thread.
impl Returned for Status {
    type Value = ();

    fn returned(result: Result<()>) -> Self {
        result.map_or_else(last_error::keep, |()| JOTKIT_OK)
    }
}

impl<T> Returned for *const T {
    type Value = Self;

    fn returned(result: Result<Self>) -> Self {
        result.unwrap_or(ptr::null())
    }
}

macro_rules! returns_default {
    ($($type:ty),+) => {$(
        impl $crate::error::Returned for $type {
            type Value = Self;

            fn returned(result: jotkit::Result<Self>) -> Self {
                result.unwrap_or_default()
            }
        }
    )+};
}
pub(crate) use returns_default;

returns_default!((), usize, u64, i64, u16, Text);

/// Runs the body of an export. Panics are caught here.
pub(crate) fn guard<R: Returned>(body: impl FnOnce() -> Result<R::Value>) -> R {
    let guarded = || {
        #[cfg(feature = "test-panic")]
        crate::test_panic::strike();
        R::returned(body())
    };
    // Handles lock what they change, and results are written last, so a panic leaves nothing half
    // done.
    catch_unwind(AssertUnwindSafe(guarded)).unwrap_or_else(|payload| {
        // Dropping the payload could panic again, outside of the guard.
        std::mem::forget(payload);
        R::returned(Err(Error::internal()))
    })
}

/// The whole body of an export, as `#[export]` writes it: reads the arguments and runs the body,
/// under the guard. A setter names the object that it spoils if it fails.
macro_rules! guarded {
    ($object:ident ($($argument:ident)*) $body:block) => {
        $crate::error::guard(|| {
            // SAFETY: the rules at the head of the header.
            let setting = unsafe { $crate::object::Setting::begin($object) }?;
            $(
                // SAFETY: as above; the argument outlives the body.
                let $argument = unsafe { $crate::args::Argument::read(&$argument) }?;
            )*
            let () = $body?;
            setting.succeeded();
            Ok(())
        })
    };
    (($($argument:ident)*) $body:block) => {
        $crate::error::guard(|| {
            $(
                // SAFETY: the rules at the head of the header; the argument outlives the body.
                let $argument = unsafe { $crate::args::Argument::read(&$argument) }?;
            )*
            $body
        })
    };
}
pub(crate) use guarded;

/// The core's error for a status that a callback returned.
pub(crate) fn from_callback(status: Status) -> Error {
    Code::from_number(status).map_or(
        Error::argument_invalid("A callback returned a number that is not a status."),
        Error::from,
    )
}

/// The claim that the last failed call of this thread was about, such as `aud`; absent if it was
/// about none, or if no call has failed yet.
///
/// Valid until the next failing call on the same thread. A call that succeeds changes nothing, so
/// ask only after a failure.
#[export]
fn jotkit_last_error_claim() -> Text {
    Ok(last_error::claim())
}

/// What happened in the last failed call of this thread, in English: the sentence of its status,
/// the claim, and often a hint. It contains no byte of a token, key or secret, so it may be logged.
/// Absent if no call has failed yet; valid as long as `jotkit_last_error_claim`.
#[export]
fn jotkit_last_error_message() -> Text {
    Ok(last_error::message())
}

/// The HTTP status of the server's reply that the last failed call of this thread was about; 0 if
/// it was about none.
#[export]
fn jotkit_last_error_http_status() -> u16 {
    Ok(last_error::http_status())
}

/// The error code that the server sent with that status, such as `INVALID_GRANT`, if it is a short
/// word; otherwise absent. Valid as long as `jotkit_last_error_claim`.
#[export]
fn jotkit_last_error_detail() -> Text {
    Ok(last_error::detail())
}

/// When the keys can be fetched again, in milliseconds since 1970, if the last failed call of this
/// thread was `keys_unavailable` during the pause after a failed request; otherwise 0.
#[export]
fn jotkit_last_error_retry_at() -> i64 {
    Ok(last_error::retry_at())
}

/// The code of a status, such as `token_expired`: the same string in every language of jotkit. `ok`
/// for `JOTKIT_OK`, `unknown` for a number that is not a status. Static.
#[export]
fn jotkit_status_code(status: Status) -> *const c_char {
    Ok(of(status, |row| row.code().as_ptr()))
}

/// The kind of a status: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. `ok` and
/// `unknown` as with `jotkit_status_code`. Static.
#[export]
fn jotkit_status_kind(status: Status) -> *const c_char {
    Ok(of(status, |row| row.kind().as_ptr()))
}

/// The fixed English sentence that explains a status. Static.
#[export]
fn jotkit_status_message(status: Status) -> *const c_char {
    Ok(of(status, |row| row.message().as_ptr()))
}

/// The version of jotkit, such as `1.2.3`. Static.
#[export]
fn jotkit_version() -> *const c_char {
    Ok(concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast())
}

fn of(status: Status, text: impl Fn(&Row) -> *const c_char) -> *const c_char {
    status::row(status).map_or(c"unknown".as_ptr(), text)
}
