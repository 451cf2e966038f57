//! The native half of the npm package `jotkit`.
//!
//! Its exports are not for users: the package's JavaScript checks the types of what they pass, turns
//! options into JSON text, and throws what comes back as a [`failure::Failure`]. Nothing here or
//! there decides anything about a token.
//!
//! Keys, signers and verifiers cross as handles, which JavaScript can only hand back. Every export is
//! synchronous: the slowest one, an RSA signature, takes less than a millisecond of the event loop,
//! which is about what a trip to another thread and back costs in latency.

pub mod ask;
mod call;
pub mod failure;
mod handle;
pub mod key;
pub mod likecoin;
pub mod livelike;
pub mod oauth;
pub mod pack;
pub mod signer;
mod systems;
mod text;
pub mod verifier;

use std::ffi::CStr;

use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

/// The exports that are called for every token.
const CALLS: [(&CStr, call::Work); 9] = [
    (c"signerSign", signer::sign),
    (c"verifierVerify", verifier::verify),
    (c"verifierVerifyFull", verifier::verify_full),
    (c"verifierAsk", verifier::verify_asking),
    (c"peek", verifier::peek_token),
    (
        c"livelikeVerify",
        systems::verify::<jotkit::livelike::Verifier>,
    ),
    (
        c"livelikeAsk",
        systems::verify_asking::<jotkit::livelike::Verifier>,
    ),
    (
        c"likecoinVerify",
        systems::verify::<jotkit::likecoin::Verifier>,
    ),
    (
        c"likecoinAsk",
        systems::verify_asking::<jotkit::likecoin::Verifier>,
    ),
];

/// Adds them to the exports that `#[napi]` adds.
#[napi(module_exports)]
pub fn exports(exports: Object<'_>, env: Env) -> napi::Result<()> {
    for (name, work) in CALLS {
        call::export(&env, &exports, name, work)?;
    }
    Ok(())
}
