//! Verifying a token: the order of checks and the rules.

#[cfg(feature = "cache")]
mod cache;
#[cfg(not(feature = "cache"))]
#[path = "no_cache.rs"]
mod cache;
mod expectations;
mod explain;
mod half_hash;
pub(crate) mod jws;
mod key_choice;
mod known_headers;
mod policy;
mod profile;
#[cfg(feature = "remote")]
mod remote;
mod rules;
mod scope;
mod shape;
mod verified;
mod verifier;

pub use expectations::Expectations;
pub use explain::{Check, Finding, findings_to_json};
pub use key_choice::{KeyHint, Keys};
#[cfg(feature = "peers")]
pub(crate) use known_headers::KnownHeaders;
pub use policy::Policy;
pub use profile::Profile;
#[cfg(feature = "remote")]
pub use remote::{RemoteVerifier, Turn};
pub use scope::Grants;
pub use verified::Verified;
#[cfg(any(feature = "likecoin", feature = "livelike"))]
pub(crate) use verifier::ReadClaims;
pub use verifier::Verifier;
