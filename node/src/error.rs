//! The panic guard, and the one place that turns an error of the core into what JavaScript throws.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::Error;
use napi::bindgen_prelude::Either;
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

/// What every export returns.
pub(crate) type Answer<T> = Either<T, Failure>;

/// Runs an export's work and catches its panics.
pub(crate) fn guard<T>(work: impl FnOnce() -> jotkit::Result<T>) -> Answer<T> {
    // Unwind safe: whatever a panic leaves half done ends with the call.
    let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::internal()));
    match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(error.into()),
    }
}

/// [`guard`] for an object that JavaScript holds as a handle.
pub(crate) fn guard_object<T: 'static>(
    work: impl FnOnce() -> jotkit::Result<T>,
) -> Answer<Handle<T>> {
    guard(|| work().map(Handle::new))
}
