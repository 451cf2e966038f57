//! For programs that use the crate `jsonwebtoken` 11.
//!
//! [`install`] makes jotkit the provider of its cryptography, for the whole process: jsonwebtoken
//! judges headers and claims as before, and jotkit signs and verifies with keys that it parses
//! once. 256 keys are kept, by a hash of their bytes, and wiped when they go.
//!
//! ```
//! use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
//!
//! jotkit::jsonwebtoken::install()?; // first of all, where the program starts
//!
//! let claims = serde_json::json!({"sub": "u1", "exp": 4_000_000_000_u64});
//! let secret = b"a secret of at least 32 bytes, kept safe";
//! let key = EncodingKey::from_secret(secret);
//! let token = jsonwebtoken::encode(&Header::default(), &claims, &key)?;
//! let validation = Validation::new(Algorithm::HS256);
//! let key = DecodingKey::from_secret(secret);
//! let data = jsonwebtoken::decode::<serde_json::Value>(&token, &key, &validation)?;
//! assert_eq!(data.claims, claims);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Its types become jotkit's: a [`Jwk`] a [`Key`], a [`Validation`] a [`Policy`], a [`Header`]
//! [`SignerOptions`], and back where there is something to go back to.
//!
//! ```
//! use jotkit::{Key, Policy, Verifier};
//! use jsonwebtoken::{Algorithm, Validation, jwk::Jwk};
//!
//! # let pair = Key::generate(jotkit::Algorithm::Es256)?;
//! # let jwk = Jwk::try_from(&pair)?;
//! let mut validation = Validation::new(Algorithm::ES256);
//! validation.set_audience(&["api"]);
//! let verifier = Verifier::new(Key::try_from(&jwk)?, Policy::try_from(&validation)?)?;
//! # Ok::<(), jotkit::Error>(())
//! ```
//!
//! [`Jwk`]: ::jsonwebtoken::jwk::Jwk
//! [`Key`]: crate::Key
//! [`Validation`]: ::jsonwebtoken::Validation
//! [`Policy`]: crate::Policy
//! [`Header`]: ::jsonwebtoken::Header
//! [`SignerOptions`]: crate::SignerOptions

mod algorithm;
mod header;
mod jwk;
mod keys;
mod provider;
mod utils;
mod validation;

use std::sync::OnceLock;

pub use self::provider::PROVIDER;
use crate::error::{Error, Result};

/// Makes jotkit the provider of jsonwebtoken's cryptography for this process. Call it before
/// anything else of jsonwebtoken; a second call does nothing.
///
/// # Errors
/// `argument_invalid` if the process has another provider. jsonwebtoken takes one when it is first
/// used, and keeps it.
pub fn install() -> Result<()> {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    match INSTALLED.get_or_init(|| PROVIDER.install_default().is_ok()) {
        true => Ok(()),
        false => Err(Error::argument_invalid(
            "jsonwebtoken already has another provider; install jotkit's where the program \
             starts, before jsonwebtoken is used.",
        )),
    }
}
