//! The native half of the npm package `jotkit`.
//!
//! Its exports are for the package's own JavaScript, which checks the types of arguments, turns
//! options into JSON text, and throws each [`error::Failure`]. No decision about a token is made
//! here or there.
//!
//! Keys, signers and verifiers cross as handles, which JavaScript can only hand back. Every export
//! is synchronous: the slowest, an RSA signature, takes less than a millisecond of the event loop,
//! about as much latency as a trip to another thread and back.

mod args;
pub mod bearer;
mod call;
mod callback;
pub mod cli;
mod clients;
pub mod error;
mod handle;
pub mod jsonwebtoken;
pub mod jws;
pub mod key;
pub mod keyset;
pub mod likecoin;
pub mod livelike;
pub mod oauth;
pub mod provider;
pub mod remote;
pub mod session;
pub mod signer;
pub mod verifier;

use std::ffi::CStr;

use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

/// The exports that run for every token.
const CALLS: [(&CStr, call::Work); 17] = [
    (c"signerSign", signer::sign),
    (c"signerSigningInput", signer::signing_input),
    (c"verifierVerify", verifier::verify),
    (c"verifierVerifyFull", verifier::verify_full),
    (c"verifierExplain", verifier::explain),
    (c"verifierPeek", verifier::peek),
    (c"remoteWarm", remote::warm),
    (c"remoteVerify", remote::verify),
    (c"remoteVerifyFull", remote::verify_full),
    (c"clientVerify", clients::verify),
    (c"likecoinPeek", likecoin::peek),
    (c"jsonwebtokenVerify", jsonwebtoken::verify),
    (c"jsonwebtokenSign", jsonwebtoken::sign),
    (c"jsonwebtokenDecode", jsonwebtoken::decode),
    (c"npmJwsSign", jsonwebtoken::jws_sign),
    (c"npmJwsVerify", jsonwebtoken::jws_verify),
    (c"npmJwsDecode", jsonwebtoken::jws_decode),
];

/// Adds them to the exports that `#[napi]` adds.
#[napi(module_exports)]
pub fn exports(exports: Object<'_>, env: Env) -> napi::Result<()> {
    let mut calls = CALLS.into_iter();
    calls.try_for_each(|(name, work)| call::export(&env, &exports, name, work))
}
