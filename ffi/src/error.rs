//! Statuses, and what a thread can ask about its last failure.

use std::cell::{OnceCell, RefCell};
use std::ffi::{CStr, c_char};
use std::ptr;

use jotkit::{Code, Error};

use crate::guard::guard;
use crate::text::Text;

/// What a function that can fail returns: `JOTKIT_OK`, or one of the other numbers of `jotkit_code`.
/// The numbers are never reused; a later version may add some.
pub type Status = i32;

/// The last failure of a thread. Texts are made when somebody asks.
struct Failure {
    error: Error,
    claim: OnceCell<Option<Text>>,
    message: OnceCell<Text>,
}

thread_local! {
    static LAST: RefCell<Option<Failure>> = const { RefCell::new(None) };
}

/// Keeps an error for its thread and gives its status. The one place where a core error becomes C's.
pub(crate) fn keep(error: Error) -> Status {
    let status = error.code().number();
    let failure = Failure {
        error,
        claim: OnceCell::new(),
        message: OnceCell::new(),
    };
    // A thread that is going away has nobody to ask for the details.
    let _ = LAST.try_with(|last| last.replace(Some(failure)));
    status
}

/// A text of the last failure, and its length.
fn last(read: impl FnOnce(&Failure) -> Option<&Text>) -> Option<(*const c_char, usize)> {
    LAST.try_with(|last| {
        let last = last.borrow();
        let text = read(last.as_ref()?)?;
        Some((text.as_ptr(), text.len()))
    })
    .ok()
    .flatten()
}

/// # Safety
/// `len` is null or can be written to.
unsafe fn with_len(text: Option<(*const c_char, usize)>, len: *mut usize) -> *const c_char {
    let (text, bytes) = text.unwrap_or((ptr::null(), 0));
    // SAFETY: the caller's promise is the same.
    if let Some(len) = unsafe { len.as_mut() } {
        *len = bytes;
    }
    text
}

/// The claim that the last failed call of this thread was about, such as `aud`; NULL if it was about
/// none, or none has failed yet. Terminated; its length is also written to `len`, unless that is NULL.
///
/// Valid until the next failing call on the same thread. A call that succeeds changes nothing, so ask
/// only after a failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_last_error_claim(len: *mut usize) -> *const c_char {
    guard(|| {
        let claim = last(|failure| {
            let claim = || failure.error.claim().map(Text::copy);
            failure.claim.get_or_init(claim).as_ref()
        });
        // SAFETY: the rules at the head of the header.
        unsafe { with_len(claim, len) }
    })
}

/// What happened in the last failed call of this thread, in English: the sentence of its status, the
/// claim, and often a hint. It holds no byte of a token, key or secret, so it may be logged. NULL if none
/// has failed yet. Length and validity are as with `jotkit_last_error_claim`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_last_error_message(len: *mut usize) -> *const c_char {
    guard(|| {
        let message = last(|failure| {
            let message = || Text::copy(failure.error.to_string());
            Some(failure.message.get_or_init(message))
        });
        // SAFETY: the rules at the head of the header.
        unsafe { with_len(message, len) }
    })
}

/// The code of a status, such as `token_expired`: the same string in every language jotkit speaks. `ok` for
/// `JOTKIT_OK`, `unknown` for a number that is no status. Static.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_status_code(status: Status) -> *const c_char {
    guard(|| of(status, |row| row.code))
}

/// The kind of a status: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. `ok` and `unknown`
/// as with `jotkit_status_code`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_status_kind(status: Status) -> *const c_char {
    guard(|| of(status, |row| row.kind))
}

/// The fixed English sentence that explains a status. Static.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_status_message(status: Status) -> *const c_char {
    guard(|| of(status, |row| row.message))
}

/// jotkit's version, such as `1.2.3`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_version() -> *const c_char {
    guard(|| {
        concat!(env!("CARGO_PKG_VERSION"), "\0")
            .as_ptr()
            .cast::<c_char>()
    })
}

/// What the three functions above say about one status.
pub(crate) struct Row {
    pub(crate) number: Status,
    pub(crate) code: &'static CStr,
    pub(crate) kind: &'static CStr,
    pub(crate) message: &'static CStr,
}

fn of(status: Status, text: impl Fn(&Row) -> &'static CStr) -> *const c_char {
    let row = crate::status::TABLE.iter().find(|row| row.number == status);
    row.map_or(c"unknown", text).as_ptr()
}

/// The core's error for a status that a callback returned.
pub(crate) fn from_callback(status: Status) -> Error {
    match Code::from_number(status) {
        Some(code) => code.into(),
        None => Error::argument_invalid("A callback returned a number that is no status."),
    }
}
