//! Questions that the core asks back while it verifies: which key, which secret.
//!
//! The core's callbacks outlive a call and may run on any thread; a JavaScript function may not. So
//! the function is passed with each verification and kept on this thread for as long as that lasts.
//! It also keeps a verifier and a function that refers to it from holding each other alive for ever.

use std::cell::RefCell;
use std::marker::PhantomData;

use jotkit::{Algorithm, Error, Key, KeyHint, Result};
use napi::Env;
use napi::bindgen_prelude::{FromNapiValue, Function, FunctionRef, ToNapiValue};
use napi_derive::napi;

use crate::handle::Copied;
use crate::text::{self, JsText};

/// What a resolver may look at. All of it is unverified.
#[napi(object, object_from_js = false)]
pub struct Hint {
    /// The header's algorithm.
    pub algorithm: &'static str,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The payload's `iss`.
    pub issuer: Option<String>,
    /// The payload's `azp`.
    #[napi(js_name = "authorized_party")]
    pub authorized_party: Option<String>,
}

impl From<&KeyHint<'_>> for Hint {
    fn from(hint: &KeyHint<'_>) -> Self {
        Self {
            algorithm: Algorithm::name(hint.algorithm()),
            kid: hint.kid().map(ToOwned::to_owned),
            issuer: hint.issuer().map(ToOwned::to_owned),
            authorized_party: hint.authorized_party().map(ToOwned::to_owned),
        }
    }
}

/// Gets a hint and answers with a key or nothing.
pub(crate) type AskKey<'env> = Function<'env, Hint, Option<Copied<Key>>>;
/// Gets a client id and answers with the client's secret or nothing.
pub(crate) type AskSecret<'env> = Function<'env, String, Option<JsText>>;

/// A question that can be asked and the kind of answer it has.
pub(crate) trait Question: ToNapiValue + Sized + 'static {
    type Answer: FromNapiValue + 'static;

    /// The functions in charge on this thread. A stack, since a function may verify another token
    /// before it answers.
    fn stack() -> &'static Stack<Self>;
}

pub(crate) type Stack<Q> = std::thread::LocalKey<RefCell<Vec<Asked<Q>>>>;

pub(crate) struct Asked<Q: Question> {
    env: Env,
    function: FunctionRef<Q, Option<Q::Answer>>,
}

impl Question for Hint {
    type Answer = Copied<Key>;

    fn stack() -> &'static Stack<Self> {
        thread_local!(static KEYS: RefCell<Vec<Asked<Hint>>> = const { RefCell::new(Vec::new()) });
        &KEYS
    }
}

impl Question for String {
    type Answer = JsText;

    fn stack() -> &'static Stack<Self> {
        thread_local!(
            static SECRETS: RefCell<Vec<Asked<String>>> = const { RefCell::new(Vec::new()) }
        );
        &SECRETS
    }
}

/// Takes a function off its stack again, whatever happens.
struct Pushed<Q: Question>(PhantomData<Q>);

impl<Q: Question> Drop for Pushed<Q> {
    fn drop(&mut self) {
        let popped = Q::stack().with_borrow_mut(Vec::pop);
        drop(popped);
    }
}

/// Works while `function` answers.
pub(crate) fn answering<Q: Question, T>(
    env: Env,
    function: &Function<'_, Q, Option<Q::Answer>>,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let function = function.create_ref().map_err(|_| Error::internal())?;
    Q::stack().with_borrow_mut(|stack| stack.push(Asked { env, function }));
    let _pushed = Pushed::<Q>(PhantomData);
    work()
}

/// What the function in charge answers. The function catches what the user's code throws and answers
/// with nothing; JavaScript throws the exception once this verification has failed.
fn ask<Q: Question>(question: Q) -> Result<Option<Q::Answer>> {
    let internal = |_| Error::internal();
    // The stack must not be borrowed while the function runs: it may grow.
    let (env, function) = Q::stack().with_borrow(|stack| {
        let asked = stack.last().ok_or(Error::internal())?;
        let function = asked.function.borrow_back(&asked.env).map_err(internal)?;
        Ok::<_, Error>((asked.env, function.create_ref().map_err(internal)?))
    })?;
    let function = function.borrow_back(&env).map_err(internal)?;
    function.call(question).map_err(internal)
}

/// Asks for the key that a hint calls for.
pub(crate) fn key(hint: &KeyHint<'_>) -> Result<Key> {
    let copied = ask(Hint::from(hint))?.ok_or(Error::key_unknown())?;
    Ok(copied.0)
}

/// Asks for a client's secret.
pub(crate) fn secret(client_id: &str) -> Result<String> {
    let secret = ask(client_id.to_owned())?.ok_or(Error::client_unknown())?;
    // The core wipes it.
    text::read(&secret).map(|mut secret| std::mem::take(&mut *secret))
}
