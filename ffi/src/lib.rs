//! The C binding: the library `jotkit` and its header `jotkit.h`.
//!
//! Each function here does the same three things under one [panic guard](guard::guard): it turns
//! pointers into references, calls the core, and hands the result over as an opaque handle. No
//! decision about a token is made here.
//!
//! What a caller has to keep to is the same for every function and stands at the head of the header;
//! every `# Safety` section would repeat it.

#![allow(
    unsafe_code,
    reason = "C hands over raw pointers; only this crate of the workspace may touch them"
)]
#![deny(unsafe_op_in_unsafe_fn)]
#![allow(
    clippy::missing_safety_doc,
    reason = "the rules for pointers are the same everywhere and stand once, at the head of jotkit.h"
)]

mod guard;
mod handle;
mod input;

// The order of the functions in the header.
pub mod error;

pub mod text;

pub mod key;
pub mod keyset;
pub mod signer;
pub mod verifier;

pub mod callback;

pub mod token;

pub mod livelike;

pub mod likecoin;

pub mod oauth;
pub mod token_response;

pub mod api_call;

pub mod status;

#[cfg(feature = "test-panic")]
pub mod test_panic;

#[cfg(test)]
mod source_tests;
