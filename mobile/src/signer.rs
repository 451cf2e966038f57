//! Signing.

use std::sync::Arc;

use jotkit::{SignCall, SignerOptions};

use crate::error::Failure;
use crate::key::Key;

/// Signs tokens with one key. Immutable and shared between threads.
#[derive(uniffi::Object)]
pub(crate) struct Signer(pub(crate) jotkit::Signer);

#[uniffi::export]
impl Signer {
    /// A signer with its options.
    #[uniffi::constructor]
    fn new(key: &Key, options: &str) -> Result<Arc<Self>, Failure> {
        let options = SignerOptions::from_json(options)?;
        let signer = jotkit::Signer::with_options(key.0.clone(), options)?;
        Ok(Arc::new(Self(signer)))
    }

    /// Signs the JSON text of claims, with more header members if any, at the system's time unless
    /// `now` (seconds since 1970) is given.
    fn sign(
        &self,
        claims: &str,
        header: Option<String>,
        now: Option<f64>,
    ) -> Result<String, Failure> {
        let call = SignCall::new().header(header.as_deref()).at(now);
        Ok(self.0.sign_json_with(claims, &call)?)
    }

    /// The address for `jvm`, valid while the host holds the object.
    fn address(&self) -> u64 {
        std::ptr::from_ref(self).expose_provenance() as u64
    }

    /// The core's own description, which shows no secret.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
