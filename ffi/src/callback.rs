//! Callbacks into C: who asks, what they may see, and how they hand back an answer.

use std::cell::RefCell;
use std::ffi::{c_char, c_void};

use jotkit::{Error, Key, KeyHint, Result};
use zeroize::Zeroizing;

use crate::error::{self, Status};
use crate::guard::guard;
use crate::handle;
use crate::input;
use crate::status::JOTKIT_OK;
use crate::text::Span;

/// What a resolver may look at to find a key. All of it is **unverified**: it selects a key, and proves
/// nothing. The texts are valid until the resolver returns.
#[repr(C)]
pub struct Hint {
    /// The algorithm that the header names. A key for another one is refused afterwards.
    pub algorithm: Span,
    /// The header's `kid`, or NULL.
    pub kid: Span,
    /// The payload's `iss`, or NULL if it is not a string.
    pub issuer: Span,
    /// The payload's `azp`, or NULL if it is not a string.
    pub authorized_party: Span,
}

/// Where a resolver leaves a key, by `jotkit_key_answer_give`. Valid until the resolver returns.
pub struct KeyAnswer {
    _opaque: [u8; 0],
}

/// Where a lookup leaves a client secret, by `jotkit_secret_answer_give`. Valid until the lookup returns.
pub struct SecretAnswer {
    _opaque: [u8; 0],
}

/// Finds the key for a token. `JOTKIT_OK` without an answer means `key_unknown`; any other status is what
/// verifying fails with. It must not answer with a default key for what it does not know.
///
/// Any thread that verifies may call it, several at once. It must return: no `longjmp`, no C++ exception.
pub type KeyResolver = Option<
    unsafe extern "C" fn(
        hint: *const Hint,
        answer: *mut KeyAnswer,
        user_data: *mut c_void,
    ) -> Status,
>;

/// Finds the secret of a client by its id, which is **unverified**. `JOTKIT_OK` without an answer means
/// `client_unknown`; otherwise as with `jotkit_key_resolver`.
pub type SecretLookup = Option<
    unsafe extern "C" fn(
        client_id: *const c_char,
        client_id_len: usize,
        answer: *mut SecretAnswer,
        user_data: *mut c_void,
    ) -> Status,
>;

/// Lets go of a callback's `user_data`.
pub type Release = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// What a caller wants to see again in its callbacks.
pub(crate) struct UserData {
    data: *mut c_void,
    release: Release,
}

// SAFETY: jotkit never looks behind the pointer; the header asks for callbacks that any thread may call.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

impl UserData {
    pub(crate) fn new(data: *mut c_void, release: Release) -> Self {
        Self { data, release }
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: the header says that this is called once, and with what.
            unsafe { release(self.data) };
        }
    }
}

/// Where a callback leaves its answer. A verifier makes one for each question; it lives as long as
/// that.
struct Slot<T>(RefCell<Option<T>>);

impl<T> Slot<T> {
    fn empty() -> Self {
        Self(RefCell::new(None))
    }

    /// The answer to a question that ended with a status.
    fn answer(self, status: i32, none: Error) -> Result<T> {
        match status {
            JOTKIT_OK => self.0.into_inner().ok_or(none),
            failed => Err(error::from_callback(failed)),
        }
    }

    /// # Safety
    /// `pointer` is null or came from `question`, in a call that has not ended.
    unsafe fn give<A>(pointer: *mut A, value: T) -> Result<()> {
        // SAFETY: the caller's promise is the same.
        let slot = unsafe { pointer.cast_const().cast::<Self>().as_ref() };
        let slot = slot.ok_or(Error::argument_invalid("The answer is NULL."))?;
        slot.0.replace(Some(value));
        Ok(())
    }

    fn question<A>(&self) -> *mut A {
        std::ptr::from_ref(self).cast_mut().cast()
    }
}

/// A resolver as the core wants it.
pub(crate) fn resolver(
    ask: KeyResolver,
    data: UserData,
) -> Result<impl Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync + 'static> {
    let ask = ask.ok_or(Error::argument_invalid("The resolver is NULL."))?;
    Ok(move |hint: &KeyHint<'_>| {
        let data = &data;
        let hint = Hint {
            algorithm: Span::lend(Some(hint.algorithm().name())),
            kid: Span::lend(hint.kid()),
            issuer: Span::lend(hint.issuer()),
            authorized_party: Span::lend(hint.authorized_party()),
        };
        let slot = Slot::<Key>::empty();
        // SAFETY: the caller gave a function of this type; all it gets lives until it returns.
        let status = unsafe { ask(&raw const hint, slot.question(), data.data) };
        slot.answer(status, Error::key_unknown())
    })
}

/// A secret that C handed over, on its way to becoming a key.
type Secret = Zeroizing<String>;

/// A lookup of client secrets as the core wants it.
pub(crate) fn lookup(
    ask: SecretLookup,
    data: UserData,
) -> Result<impl Fn(&str) -> Result<String> + Send + Sync + 'static> {
    let ask = ask.ok_or(Error::argument_invalid("The lookup is NULL."))?;
    Ok(move |client_id: &str| {
        let data = &data;
        let slot = Slot::<Secret>::empty();
        // SAFETY: the caller gave a function of this type; all it gets lives until it returns.
        let status = unsafe {
            ask(
                client_id.as_ptr().cast(),
                client_id.len(),
                slot.question(),
                data.data,
            )
        };
        let mut secret = slot.answer(status, Error::client_unknown())?;
        Ok(std::mem::take(&mut *secret))
    })
}

/// Answers a resolver's question with a key, which stays the caller's: it may be freed right after this
/// call or be used again. A second answer takes the place of the first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_answer_give(
    answer: *mut KeyAnswer,
    key: *const crate::key::Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { Slot::give(answer, handle::borrow(key)?.clone()) }
    })
}

/// Answers a lookup's question with a client secret, of which jotkit makes a copy. A second answer
/// takes the place of the first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_secret_answer_give(
    answer: *mut SecretAnswer,
    secret: *const c_char,
    secret_len: usize,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let secret = unsafe { input::text(secret, secret_len)? };
        // SAFETY: as above.
        unsafe { Slot::give(answer, Zeroizing::new(secret.to_owned())) }
    })
}
