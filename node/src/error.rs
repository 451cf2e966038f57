//! The panic guard, and the one place that turns an error of the core into what JavaScript throws.
#![expect(unsafe_code, reason = "a trait of napi-rs is unsafe")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::{Code, Error, Result};
use napi::bindgen_prelude::{Either, ToNapiValue};
use napi::sys;
use napi_derive::napi;

use crate::args::{self, Text};
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
    /// The HTTP status of the reply it is about, or the one to answer a request with.
    pub status: Option<u16>,
    /// The server's short reason, if any.
    pub detail: Option<String>,
    /// When keys can be fetched again, in milliseconds since 1970, if it is known.
    #[napi(js_name = "retry_at")]
    pub retry_at: Option<i64>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            code: error.code().as_str(),
            kind: error.kind().as_str(),
            claim: error.claim().map(ToOwned::to_owned),
            text: error.to_string(),
            status: error.status().or_else(|| answered(&error)),
            detail: error.detail().map(ToOwned::to_owned),
            retry_at: error.retry_at(),
        }
    }
}

/// The status that answers a request whose token was refused. Servers answer 500 by themselves.
fn answered(error: &Error) -> Option<u16> {
    let answer = error.challenge::<&str>(None, None).ok()?;
    (answer.status != 500).then_some(answer.status)
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
pub(crate) fn guard<T>(work: impl FnOnce() -> Result<T>) -> Answer<T> {
    // Unwind safe: whatever a panic leaves half done ends with the call.
    let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::internal()));
    Answer(match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(error.into()),
    })
}

/// [`guard`] for an object that JavaScript holds as a handle.
pub(crate) fn guard_object<T: 'static>(work: impl FnOnce() -> Result<T>) -> Answer<Handle<T>> {
    guard(|| work().map(Handle::new))
}

/// The HTTP answer to a request that failed.
#[napi(object, object_from_js = false)]
pub struct Challenge {
    /// The HTTP status.
    pub status: u16,
    /// The value of the `WWW-Authenticate` header, if there is one.
    #[napi(js_name = "www_authenticate")]
    pub www_authenticate: Option<String>,
}

/// Fails with the error of verified claims that a schema of the caller's does not fit. `place` is
/// what is wrong, in names of the schema.
#[napi]
pub fn refuse_shape(place: Option<Text>) -> Answer<bool> {
    guard(|| {
        let place = args::read_some(place.as_ref())?;
        let place = place.as_ref().map(|place| place.as_str());
        Err(Error::claims_of_other_shape(place))
    })
}

/// The HTTP answer to a request that failed with an error of this code.
#[napi]
pub fn error_challenge(
    code: String,
    realm: Option<Text>,
    scope: Option<Vec<Text>>,
) -> Answer<Challenge> {
    guard(|| {
        let known = Code::ALL.iter().find(|known| known.as_str() == code);
        let error = Error::from(*known.ok_or(Error::internal())?);
        let realm = args::read_some(realm.as_ref())?;
        let scope = scope.map(|words| words.iter().map(args::read).collect::<Result<Vec<_>>>());
        let scope = scope.transpose()?;
        let scope = scope
            .as_ref()
            .map(|words| words.iter().map(|word| word.as_str()));
        let scope = scope.map(Iterator::collect::<Vec<&str>>);
        let realm = realm.as_ref().map(|realm| realm.as_str());
        let answer = error.challenge(realm, scope.as_deref())?;
        Ok(Challenge {
            status: answer.status,
            www_authenticate: answer.www_authenticate,
        })
    })
}
