//! The last failure of each thread.

use std::cell::{OnceCell, RefCell};

use jotkit::Error;

use crate::args::Text;
use crate::status::Status;

/// Strings are made when they are asked for, each with a zero byte at the end.
struct Failure {
    error: Error,
    claim: OnceCell<Option<String>>,
    message: OnceCell<String>,
    detail: OnceCell<Option<String>>,
}

thread_local! {
    static LAST: RefCell<Option<Failure>> = const { RefCell::new(None) };
}

/// Keeps an error for its thread and returns its status. The one place where a core error becomes
/// C's.
pub(crate) fn keep(error: Error) -> Status {
    let status = error.code().number();
    let failure = Failure {
        error,
        claim: OnceCell::new(),
        message: OnceCell::new(),
        detail: OnceCell::new(),
    };
    // Fails in a thread that is ending, where nothing can ask for the details any more.
    let _ = LAST.try_with(|last| last.replace(Some(failure)));
    status
}

/// Reads the last failure; the default if there is none.
fn last<T: Default>(read: impl FnOnce(&Failure) -> T) -> T {
    LAST.try_with(|last| last.borrow().as_ref().map(read))
        .ok()
        .flatten()
        .unwrap_or_default()
}

pub(crate) fn claim() -> Text {
    last(|failure| {
        let claim = || failure.error.claim().map(|claim| format!("{claim}\0"));
        Text::terminated(failure.claim.get_or_init(claim).as_deref())
    })
}

pub(crate) fn message() -> Text {
    last(|failure| {
        let message = failure
            .message
            .get_or_init(|| format!("{}\0", failure.error));
        Text::terminated(Some(message))
    })
}

pub(crate) fn http_status() -> u16 {
    last(|failure| failure.error.status().unwrap_or_default())
}

pub(crate) fn retry_at() -> i64 {
    last(|failure| failure.error.retry_at().unwrap_or_default())
}

pub(crate) fn detail() -> Text {
    last(|failure| {
        let detail = || failure.error.detail().map(|detail| format!("{detail}\0"));
        Text::terminated(failure.detail.get_or_init(detail).as_deref())
    })
}
