//! Questions that the core asks back while it verifies: which key, which secret.
//!
//! The core's callbacks outlive a call and may run on any thread; a JavaScript function may not. So
//! the function is passed with each verification and kept on this thread for as long as that lasts.
//! It also keeps a verifier and a function that refers to it from holding each other alive for ever.

use std::cell::RefCell;

use jotkit::{Algorithm, Error, Key, KeyHint, Result};

use crate::call::{Call, Function};

thread_local! {
    /// The functions in charge on this thread. A stack, since a function may verify another token before
    /// it answers; the verification that asks is always the last one that began.
    static ASKED: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Takes a function off the stack again, whatever happens.
struct Pushed;

impl Drop for Pushed {
    fn drop(&mut self) {
        ASKED.with_borrow_mut(Vec::pop);
    }
}

/// Works while the function that a call was given answers.
pub(crate) fn answering<T>(
    call: &Call<'_>,
    place: usize,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let function = call.function(place)?;
    ASKED.with_borrow_mut(|asked| asked.push(function));
    let _pushed = Pushed;
    work()
}

/// Asks the function in charge. It catches what the user's code throws and answers with nothing;
/// JavaScript throws the exception once this verification has failed.
fn ask<R>(
    question: &[Option<&str>],
    read: impl FnOnce(&Call<'_>) -> Result<R>,
) -> Result<Option<R>> {
    // The stack must not be borrowed while the function runs: it may grow.
    let function = ASKED.with_borrow(|asked| asked.last().copied());
    let function = function.ok_or(Error::internal())?;
    let answer = function.answer(question)?;
    match answer.is_undefined(0)? {
        true => Ok(None),
        false => read(&answer).map(Some),
    }
}

/// Asks for the key that a hint calls for, by algorithm, `kid`, `iss` and `azp`.
pub(crate) fn key(hint: &KeyHint<'_>) -> Result<Key> {
    let algorithm = Some(Algorithm::name(hint.algorithm()));
    let question = [
        algorithm,
        hint.kid(),
        hint.issuer(),
        hint.authorized_party(),
    ];
    let key = ask(&question, |answer| answer.handle::<Key>(0).cloned())?;
    key.ok_or(Error::key_unknown())
}

/// Asks for a client's secret.
pub(crate) fn secret(client_id: &str) -> Result<String> {
    let secret = ask(&[Some(client_id)], |answer| answer.text(0))?;
    // The core wipes it.
    let secret = secret.map(|mut secret| std::mem::take(&mut *secret));
    secret.ok_or(Error::client_unknown())
}
