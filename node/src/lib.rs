//! The native half of the npm package `jotkit`.
//!
//! Its exports are not for users: the package's JavaScript checks the types of what they pass, turns
//! options into JSON text, and throws what comes back as a [`failure::Failure`]. Nothing here or
//! there decides anything about a token.
//!
//! Keys, signers and verifiers cross as externals, which JavaScript can only hand back. Every export is
//! synchronous: the slowest one, an RSA signature, takes less than a millisecond of the event loop,
//! which is about what a trip to another thread and back costs in latency.

pub mod ask;
pub mod failure;
pub mod key;
pub mod likecoin;
pub mod livelike;
pub mod oauth;
pub mod signer;
mod text;
pub mod verifier;
