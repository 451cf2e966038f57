//! The panic guard, and the one place that turns an error of the core into what JavaScript throws.
#![expect(unsafe_code, reason = "a trait of napi-rs is unsafe")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::Error;
use napi::bindgen_prelude::{Either, ToNapiValue};
use napi::sys;
use napi_derive::napi;

use crate::handle::Handle;

/// An error on its way to JavaScript, which makes a `JotkitError` of it.
///
/// It is returned, not thrown: a native throw would build a second error object and stack trace.
#[napi(object, object_from_js = false)]
pub struct Failure {
    /// The stable code.
    pub code: &'static str,
    /// The code's kind.
    pub kind: &'static str,
    /// The claim it is about, if any.
    pub claim: Option<String>,
    /// The message.
    pub text: String,
    /// The HTTP status of the reply it is about, if any.
    pub status: Option<u16>,
    /// The server's short reason, if any.
    pub detail: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            code: error.code().as_str(),
            kind: error.kind().as_str(),
            claim: error.claim().map(ToOwned::to_owned),
            text: error.to_string(),
            status: error.status(),
            detail: error.detail().map(ToOwned::to_owned),
        }
    }
}

/// What every export returns. Only the guard makes one, so an export cannot work outside it.
pub struct Answer<T>(Either<T, Failure>);

impl<T: ToNapiValue> ToNapiValue for Answer<T> {
    unsafe fn to_napi_value(env: sys::napi_env, answer: Self) -> napi::Result<sys::napi_value> {
        // SAFETY: `env` is that of the call.
        unsafe { ToNapiValue::to_napi_value(env, answer.0) }
    }
}

/// Runs an export's work and catches its panics.
pub(crate) fn guard<T>(work: impl FnOnce() -> jotkit::Result<T>) -> Answer<T> {
    // Unwind safe: whatever a panic leaves half done ends with the call.
    let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::internal()));
    Answer(match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(error.into()),
    })
}

/// [`guard`] for an object that JavaScript holds as a handle.
pub(crate) fn guard_object<T: 'static>(
    work: impl FnOnce() -> jotkit::Result<T>,
) -> Answer<Handle<T>> {
    guard(|| work().map(Handle::new))
}
