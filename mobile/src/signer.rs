//! Signing.

use std::sync::Arc;

use jotkit::SignerOptions;

use crate::direct;
use crate::failure::{Failure, text};
use crate::key::Key;

/// Signs tokens with one key. Immutable and shared between threads.
#[derive(uniffi::Object)]
pub struct Signer(pub(crate) jotkit::Signer);

#[uniffi::export]
impl Signer {
    /// A signer with its options.
    #[uniffi::constructor]
    pub fn new(key: &Key, options: &str) -> Result<Arc<Self>, Failure> {
        let options = SignerOptions::from_json(options)?;
        Ok(Arc::new(Self(jotkit::Signer::with_options(
            key.0.clone(),
            options,
        )?)))
    }

    /// Signs with more header members, or as if it were `now`.
    pub fn sign_with(
        &self,
        claims: &[u8],
        header: Option<String>,
        now: Option<f64>,
    ) -> Result<String, Failure> {
        Ok(self
            .0
            .sign_json_with(text(claims)?, header.as_deref(), now)?)
    }

    /// Where the direct calls find this object.
    pub fn address(&self) -> u64 {
        direct::address(self)
    }

    /// The core's own description, which shows no secret.
    pub fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
