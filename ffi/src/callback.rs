//! Callbacks into C: what they see, and how they answer.

use std::cell::RefCell;
use std::ffi::c_void;

use jotkit::{Error, KeyHint, Result};
use jotkit_ffi_export::export;
use zeroize::Zeroizing;

use crate::args::{Argument, Text};
use crate::error;
use crate::key::Key;
use crate::status::{JOTKIT_OK, Status};

/// What a resolver may look at to find a key. All of it is **unverified**: it selects a key and
/// proves nothing. The texts are valid until the resolver returns and are not terminated.
#[repr(C)]
pub struct Hint {
    /// The header's algorithm. A key for another one is refused afterwards.
    pub algorithm: Text,
    /// The header's `kid`; absent if it has none.
    pub kid: Text,
    /// The payload's `iss`; absent unless it is a string.
    pub issuer: Text,
    /// The payload's `azp`; absent unless it is a string.
    pub authorized_party: Text,
}

/// Where a resolver puts a key, with `jotkit_key_answer_give`. Valid until the resolver returns.
pub struct KeyAnswer {
    _opaque: [u8; 0],
}

/// Where a lookup puts a client secret, with `jotkit_secret_answer_give`. Valid until the lookup
/// returns.
pub struct SecretAnswer {
    _opaque: [u8; 0],
}

/// Finds the key for a token, which must be one that the hint names: there is no default key.
///
/// Every thread that verifies calls `resolve`, several at once. It must return: no `longjmp`, no
/// C++ exception.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Resolver {
    /// Returns `JOTKIT_OK` after it has given an answer; without one, `JOTKIT_OK` means
    /// `key_unknown`. Verifying fails with any other status that it returns.
    pub resolve: Option<
        unsafe extern "C" fn(
            hint: *const Hint,
            answer: *mut KeyAnswer,
            user_data: *mut c_void,
        ) -> Status,
    >,
    /// What `resolve` and `release` are called with.
    pub user_data: *mut c_void,
    /// Called once: when the verifier is freed, or at once if it cannot be made. May be NULL.
    pub release: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

/// Finds the secret of a client. The rules are those of `jotkit_resolver`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Lookup {
    /// Gets the **unverified** client id, valid until it returns and not terminated. Returns
    /// `JOTKIT_OK` after it has given an answer; without one, `JOTKIT_OK` means `client_unknown`.
    /// Verifying fails with any other status that it returns.
    pub look_up: Option<
        unsafe extern "C" fn(
            client_id: Text,
            answer: *mut SecretAnswer,
            user_data: *mut c_void,
        ) -> Status,
    >,
    /// What `look_up` and `release` are called with.
    pub user_data: *mut c_void,
    /// Called once: when the verifier is freed, or at once if it cannot be made. May be NULL.
    pub release: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

/// A function of C and its data, which is released when this is dropped.
pub(crate) struct Callback<F> {
    ask: Option<F>,
    data: *mut c_void,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
}

// SAFETY: jotkit never reads through the pointer; the header asks for callbacks that any thread may
// call.
unsafe impl<F: Send> Send for Callback<F> {}
// SAFETY: as above.
unsafe impl<F: Sync> Sync for Callback<F> {}

impl<F> Drop for Callback<F> {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: the header promises exactly one call with this argument.
            unsafe { release(self.data) };
        }
    }
}

impl<F: Copy> Callback<F> {
    pub(crate) const fn new(
        ask: Option<F>,
        data: *mut c_void,
        release: Option<unsafe extern "C" fn(*mut c_void)>,
    ) -> Self {
        Self { ask, data, release }
    }

    /// What the function is called with.
    pub(crate) const fn data(&self) -> *mut c_void {
        self.data
    }

    pub(crate) fn function(&self) -> Result<F> {
        self.ask
            .ok_or(Error::argument_invalid("The callback is NULL."))
    }
}

type Resolve = unsafe extern "C" fn(*const Hint, *mut KeyAnswer, *mut c_void) -> Status;

impl Argument for Resolver {
    type Read<'a> = Callback<Resolve>;

    unsafe fn read(&self) -> Result<Callback<Resolve>> {
        Ok(Callback::new(self.resolve, self.user_data, self.release))
    }
}

impl Callback<Resolve> {
    /// The resolver as the core wants it.
    pub(crate) fn into_resolver(
        self,
    ) -> Result<impl Fn(&KeyHint<'_>) -> Result<jotkit::Key> + Send + Sync + 'static> {
        let resolve = self.function()?;
        Ok(move |hint: &KeyHint<'_>| {
            let callback = &self;
            let hint = Hint {
                algorithm: Text::lend(Some(hint.algorithm().name())),
                kid: Text::lend(hint.kid()),
                issuer: Text::lend(hint.issuer()),
                authorized_party: Text::lend(hint.authorized_party()),
            };
            Slot::<jotkit::Key>::ask(Error::key_unknown(), |answer| {
                // SAFETY: the caller passed a function of this type; its arguments outlive the
                // call.
                unsafe { resolve(&raw const hint, answer, callback.data()) }
            })
        })
    }
}

type LookUp = unsafe extern "C" fn(Text, *mut SecretAnswer, *mut c_void) -> Status;

impl Argument for Lookup {
    type Read<'a> = Callback<LookUp>;

    unsafe fn read(&self) -> Result<Callback<LookUp>> {
        Ok(Callback::new(self.look_up, self.user_data, self.release))
    }
}

impl Callback<LookUp> {
    /// The lookup as the core wants it.
    pub(crate) fn into_lookup(
        self,
    ) -> Result<impl Fn(&str) -> Result<String> + Send + Sync + 'static> {
        let look_up = self.function()?;
        Ok(move |client_id: &str| {
            let callback = &self;
            let mut secret = Slot::<Zeroizing<String>>::ask(Error::client_unknown(), |answer| {
                // SAFETY: the caller passed a function of this type; its arguments outlive the
                // call.
                unsafe { look_up(Text::lend(Some(client_id)), answer, callback.data()) }
            })?;
            Ok(std::mem::take(&mut *secret))
        })
    }
}

/// Where a callback puts its answer. Each question has one of its own.
pub(crate) struct Slot<T>(RefCell<Option<T>>);

impl<T> Slot<T> {
    /// Asks; `none` is the error if there is no answer.
    pub(crate) fn ask<A>(none: Error, ask: impl FnOnce(*mut A) -> Status) -> Result<T> {
        let slot = Self(RefCell::new(None));
        match ask((&raw const slot).cast_mut().cast()) {
            JOTKIT_OK => slot.0.into_inner().ok_or(none),
            failed => Err(error::from_callback(failed)),
        }
    }

    /// Answers; an answer that is there already is dropped.
    pub(crate) fn replace(&self, answer: T) {
        self.0.replace(Some(answer));
    }

    /// # Safety
    /// `answer` is null, or came from [`Slot::ask`] with this type of slot in a call that has not
    /// ended.
    pub(crate) unsafe fn borrow<'a, A>(answer: *mut A) -> Result<&'a Self> {
        // SAFETY: the caller's promise is the same.
        unsafe { answer.cast_const().cast::<Self>().as_ref() }
            .ok_or(Error::argument_invalid("The answer is NULL."))
    }
}

impl Argument for *mut KeyAnswer {
    type Read<'a> = &'a Slot<jotkit::Key>;

    unsafe fn read(&self) -> Result<&Slot<jotkit::Key>> {
        // SAFETY: the caller's promise is the same.
        unsafe { Slot::borrow(*self) }
    }
}

impl Argument for *mut SecretAnswer {
    type Read<'a> = &'a Slot<Zeroizing<String>>;

    unsafe fn read(&self) -> Result<&Slot<Zeroizing<String>>> {
        // SAFETY: the caller's promise is the same.
        unsafe { Slot::borrow(*self) }
    }
}

/// Answers a resolver's question with a key, which remains the caller's and may be freed after this
/// call. A second answer replaces the first.
#[export]
fn jotkit_key_answer_give(answer: *mut KeyAnswer, key: *const Key) -> Status {
    answer.replace(key.clone());
    Ok(())
}

/// Answers a lookup's question with a client secret, which is copied. A second answer replaces the
/// first.
#[export]
fn jotkit_secret_answer_give(answer: *mut SecretAnswer, secret: Text) -> Status {
    answer.replace(Zeroizing::new(secret.str()?.to_owned()));
    Ok(())
}
