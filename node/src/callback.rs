//! Callbacks in the middle of a call: which key, which secret, which signature.
//!
//! The core's callbacks outlive a call and may run on any thread; a JavaScript function may not.
//! So each call is given the function, and keeps it on this thread until it ends. That also keeps a
//! verifier and a function that refers to it from holding each other alive.

use std::cell::RefCell;

use jotkit::{Algorithm, Error, Key, KeyHint, Result};
use napi::bindgen_prelude::Uint8Array;

use crate::args::{self, Text};
use crate::call::{Call, Function};

thread_local! {
    /// The functions of the calls that run on this thread, the innermost last: a function may
    /// verify another token before it returns.
    static FUNCTIONS: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Takes a function off the stack again, after a panic too.
struct Pushed;

impl Drop for Pushed {
    fn drop(&mut self) {
        FUNCTIONS.with_borrow_mut(Vec::pop);
    }
}

/// Runs work that may ask the function among the call's arguments, if there is one.
pub(crate) fn answering<T>(
    call: &Call<'_>,
    place: usize,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let Some(function) = call.function(place)? else {
        return work();
    };
    FUNCTIONS.with_borrow_mut(|functions| functions.push(function));
    let _pushed = Pushed;
    work()
}

/// Asks the innermost function. JavaScript catches what the user's code throws and returns
/// `undefined`; it throws the exception once this call has failed.
fn ask(question: &[Option<&str>]) -> Result<Call<'static>> {
    // The stack is not borrowed while the function runs: it may grow.
    let function = FUNCTIONS.with_borrow(|functions| functions.last().copied());
    function.ok_or(Error::internal())?.call(question)
}

/// Asks for a key by algorithm, `kid`, `iss` and `azp`.
pub(crate) fn key(hint: &KeyHint<'_>) -> Result<Key> {
    let algorithm = Some(Algorithm::name(hint.algorithm()));
    let answer = ask(&[
        algorithm,
        hint.kid(),
        hint.issuer(),
        hint.authorized_party(),
    ])?;
    answer
        .handle::<Key>(0)
        .cloned()
        .map_err(|_| Error::key_unknown())
}

/// Asks for a client's secret.
pub(crate) fn secret(client_id: &str) -> Result<String> {
    let secret: Option<Text> = ask(&[Some(client_id)])?.read(0)?;
    let mut secret = args::read_some(secret.as_ref())?.ok_or(Error::client_unknown())?;
    // The core wipes it.
    Ok(std::mem::take(&mut *secret))
}

/// Asks for a signature. The input of a signature is ASCII, so it crosses as a string.
pub(crate) fn signature(input: &[u8]) -> Result<Vec<u8>> {
    let input = str::from_utf8(input).map_err(|_| Error::internal())?;
    let signature: Uint8Array = ask(&[Some(input)])?.read(0)?;
    Ok(signature.to_vec())
}
