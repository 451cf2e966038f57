//! Verifying a token: the order of checks and the rules.

mod cache;
mod key_choice;
mod known_headers;
mod policy;
mod rules;
mod verified;
mod verifier;

pub use key_choice::{KeyHint, Keys};
pub use policy::Policy;
pub use verified::Verified;
pub(crate) use verifier::ReadClaims;
pub use verifier::Verifier;
