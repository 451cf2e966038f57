//! The claim rules of other libraries, for the host packages that replace them.
//!
//! Each peer is a second, named set of rules above the signatures and keys of this crate. It takes
//! a token, a key, what is expected and the time, and returns header and payload or a refusal in
//! the peer's own words. The host maps names to its exceptions and decides nothing.
//!
//! Use [`crate::Verifier`] and [`crate::Signer`] unless a program was written for one of them.

pub mod jsonwebtoken;
pub mod pyjwt;
