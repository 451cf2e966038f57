//! Signs and validates JSON Web Tokens (RFC 7519); strict by default.
//!
//! ```
//! use jotkit::{Key, Policy, Signer, SignerOptions, Verifier};
//! # fn main() -> jotkit::Result<()> {
//! let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
//!
//! let options = SignerOptions::new().issuer("https://id.example").audience("api").lifetime(3600);
//! let signer = Signer::with_options(key.clone(), options)?;
//! let token = signer.sign(&serde_json::json!({"sub": "u1"}))?;
//!
//! let policy = Policy::new().issuer("https://id.example").audience("api");
//! let verified = Verifier::new(key, policy)?.verify(&token)?;
//! assert!(verified.payload().starts_with(r#"{"sub":"u1","#));
//! # Ok(())
//! # }
//! ```
//!
//! A [`Verifier`] is made once of keys and a [`Policy`] and then judges tokens in one fixed order:
//! size, structure, header, algorithm, key choice, signature, payload, claims. The first failure
//! wins and is an [`Error`] with a stable [`Code`]. The header of a token never chooses how it is
//! verified, and nothing of its payload is acted on before its signature has held.
//!
//! Data flows one way: a host hands over text ([`Policy::from_json`], [`Key::from_jwk`]) and gets
//! text back ([`Verified::payload`]); every decision is made in this crate. It does no network, no
//! files and no async, but in [`transport`] with the features `ureq` and `reqwest` and in `store`
//! with `rusqlite` and `tokio-postgres`, which are off by default.
//!
//! Two token systems are built in: [`livelike`] profile tokens and [`likecoin`] OAuth access
//! tokens.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(all(
        feature = "likecoin",
        feature = "livelike",
        feature = "remote",
        feature = "x509"
    )),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "parts that are left out share helpers with others; the whole is linted"
    )
)]

mod algorithm;
mod base64url;
pub mod bearer;
mod challenge;
mod crypto;
mod error;
mod json;
#[cfg(feature = "jsonwebtoken")]
pub mod jsonwebtoken;
mod key;
#[cfg(any(feature = "likecoin", feature = "remote"))]
mod loopback;
mod options;
#[cfg(feature = "peers")]
pub mod peers;
#[cfg(feature = "remote")]
pub mod remote;
mod secret;
mod sign;
#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
pub mod store;
#[cfg(any(feature = "likecoin", feature = "livelike"))]
mod systems;
mod token;
#[cfg(feature = "remote")]
pub mod transport;
mod verify;

/// Signatures over any bytes (RFC 7515), in the compact form, attached or detached.
///
/// For JSON Web Tokens use [`Signer`] and [`Verifier`], which judge claims too.
pub mod jws {
    pub use crate::sign::jws::{sign, sign_detached};
    pub use crate::verify::jws::{Verified, Verifier};
}

pub use algorithm::{Algorithm, KeyType};
pub use challenge::Challenge;
pub use error::{Code, Error, Kind, Result};
pub use json::{Visitor, walk};
pub use key::{Key, KeyOptions, KeySet, Skipped};
pub use options::{Expected, Milliseconds, Number, OptionInfo, Seconds};
#[cfg(feature = "remote")]
pub use remote::{RemoteKeys, RemoteOptions};
pub use sign::{Recipe, SignCall, Signer, SignerOptions};
#[cfg(any(feature = "likecoin", feature = "livelike"))]
pub use systems::clients;
#[cfg(feature = "likecoin")]
pub use systems::likecoin;
#[cfg(feature = "livelike")]
pub use systems::livelike;
pub use token::{Header, MAX_TOKEN_BYTES, Now, Unverified, peek};
#[cfg(feature = "reqwest")]
pub use transport::{AsyncKeys, AsyncVerifier};
#[cfg(feature = "remote")]
pub use transport::{BlockingKeys, BlockingVerifier};
pub use verify::{
    Check, Expectations, Finding, Grants, KeyHint, Keys, Policy, Profile, Verified, Verifier,
    findings_to_json,
};
#[cfg(feature = "remote")]
pub use verify::{RemoteVerifier, Turn};
