//! The C binding: the library `jotkit` and its header `jotkit.h`.
//!
//! Each export reads its arguments, calls the core, and hands the result over as an opaque handle,
//! all under one [panic guard](error::guard). No decision about a token is made here.
//!
//! The rules for callers are the same for every function and are at the head of the header.

#![allow(
    unsafe_code,
    reason = "C passes raw pointers; only this crate of the workspace may touch them"
)]
#![deny(unsafe_op_in_unsafe_fn)]
#![allow(
    clippy::missing_safety_doc,
    reason = "the rules for pointers are the same everywhere, and at the head of jotkit.h"
)]

mod handle;
mod last_error;

// The order of the functions in the header.
pub mod args;
pub mod status;

pub mod error;
pub mod string;

pub mod object;
pub mod options;

pub mod key;
pub mod keyset;
pub mod signer;
pub mod verifier;

pub mod callback;
pub mod external;

pub mod jws;

pub mod claims;

pub mod bearer;
pub mod challenge;
pub mod token;

pub mod clients;

pub mod livelike;

pub mod likecoin;

pub mod oauth;
pub mod request;
pub mod session;

pub mod fetcher;
pub mod remote;
pub mod remote_verifier;

#[cfg(feature = "test-panic")]
pub mod test_panic;
