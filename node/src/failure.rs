//! The one place where an error of the core, or a panic, becomes something JavaScript can throw.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::Error;
use jotkit::likecoin::http_status::Refusal;
use napi::bindgen_prelude::{Either, External};
use napi_derive::napi;

/// What the core says about a failure. JavaScript makes its `JotkitError` of it.
///
/// It is returned, not thrown: a native throw would build one error object with its stack trace and
/// JavaScript a second one.
#[napi(object, object_from_js = false)]
pub struct Failure {
    /// The stable code.
    pub code: &'static str,
    /// The code's kind.
    pub kind: &'static str,
    /// The claim it is about, where there is one.
    pub claim: Option<String>,
    /// The sentences that explain it.
    pub text: String,
    /// The HTTP status of a LikeCoin API's answer, where the failure is the token's.
    pub status: Option<u16>,
    /// The body that goes with the status.
    pub body: Option<&'static str>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let refusal = Refusal::of(error);
        Self {
            code: error.code().as_str(),
            kind: error.kind().as_str(),
            claim: error.claim().map(ToOwned::to_owned),
            text: error.to_string(),
            status: refusal.map(|refusal| refusal.status),
            body: refusal.map(|refusal| refusal.body),
        }
    }
}

/// What every export returns.
pub(crate) type Answer<T> = Either<T, Failure>;

/// Runs an export's work. No panic gets past it.
pub(crate) fn guard<T>(work: impl FnOnce() -> jotkit::Result<T>) -> Answer<T> {
    // Nothing that a panic could leave half done outlives the call.
    let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::internal()));
    match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(Failure::from(&error)),
    }
}

/// [`guard`] for what JavaScript can hold but not look into.
pub(crate) fn guard_object<T: 'static>(
    work: impl FnOnce() -> jotkit::Result<T>,
) -> Answer<External<T>> {
    guard(|| work().map(External::new))
}
