//! The one place where an error of the core, or a panic, becomes something JavaScript can throw.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::Error;
use jotkit::likecoin::http_status::Refusal;
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::handle::Handle;

/// The most failures that have a number. There are fewer, unless policies name ever new claims.
const MOST: usize = 256;

thread_local! {
    /// The failures that JavaScript of this thread knows by their number.
    static KNOWN: RefCell<Vec<Error>> = const { RefCell::new(Vec::new()) };
}

/// What the core says about a failure.
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

/// The place of an error among the known ones, if there is room for it.
fn place(error: &Error) -> Option<usize> {
    KNOWN.with_borrow_mut(|known| {
        let place = known.iter().position(|known| known == error);
        if place.is_none() && known.len() < MOST {
            known.push(error.clone());
            return known.len().checked_sub(1);
        }
        place
    })
}

/// A failure on its way to JavaScript, which makes its `JotkitError` of it.
///
/// It is returned, not thrown: a native throw would build one error object with its stack trace and
/// JavaScript a second one. And it is a negative number that stands for one that has happened before: refusing a
/// token must not cost more than taking one, and making an object with six members does.
type Returned = Either<i32, Failure>;

fn returned(error: &Error) -> Returned {
    match place(error).and_then(|place| i32::try_from(place).ok()) {
        Some(place) => Either::A(!place),
        None => Either::B(Failure::from(error)),
    }
}

/// What stands behind a failure's number.
#[napi]
pub fn failure_details(number: i32) -> Answer<Failure> {
    guard(|| {
        let place = usize::try_from(!number).map_err(|_| Error::internal())?;
        KNOWN.with_borrow(|known| {
            let details = known.get(place).map(Failure::from);
            details.ok_or(Error::internal())
        })
    })
}

/// What every export returns.
pub(crate) type Answer<T> = Either<T, Returned>;

/// Runs an export's work. No panic gets past it.
pub(crate) fn guard<T>(work: impl FnOnce() -> jotkit::Result<T>) -> Answer<T> {
    // Nothing that a panic could leave half done outlives the call.
    let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::internal()));
    match result {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(returned(&error)),
    }
}

/// [`guard`] for what JavaScript can hold but not look into.
pub(crate) fn guard_object<T: 'static>(
    work: impl FnOnce() -> jotkit::Result<T>,
) -> Answer<Handle<T>> {
    guard(|| work().map(Handle::new))
}
