//! Signing.

use std::sync::Arc;

use jotkit::{SignCall, SignerOptions};

use crate::error::{Failure, algorithm};
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

    /// A signer whose key is somewhere else: `signing_input`, the signature, `assemble`.
    #[uniffi::constructor]
    fn keyless(algorithm_name: &str, options: &str) -> Result<Arc<Self>, Failure> {
        let (algorithm, options) = (
            algorithm(algorithm_name)?,
            SignerOptions::from_json(options)?,
        );
        let signer = jotkit::Signer::keyless(algorithm, options)?;
        Ok(Arc::new(Self(signer)))
    }

    /// Signs the JSON text of claims, with more header members and a lifetime in seconds if any, at
    /// the system's time unless `now` (seconds since 1970) is given.
    fn sign(
        &self,
        claims: &str,
        header: Option<String>,
        lifetime: Option<u64>,
        now: Option<f64>,
    ) -> Result<String, Failure> {
        let call = SignCall::new().header(header.as_deref());
        let call = call.lifetime(lifetime).at(now);
        Ok(self.0.sign_json_with(claims, &call)?)
    }

    /// The text whose UTF-8 bytes are to be signed somewhere else; arguments as of `sign`.
    fn signing_input(
        &self,
        claims: &str,
        header: Option<String>,
        lifetime: Option<u64>,
        now: Option<f64>,
    ) -> Result<String, Failure> {
        let call = SignCall::new().header(header.as_deref());
        let call = call.lifetime(lifetime).at(now);
        Ok(self.0.signing_input(claims, &call)?)
    }

    /// The token of a signing input and the signature over it: raw, or for ECDSA also DER.
    fn assemble(&self, signing_input: &str, signature: &[u8]) -> Result<String, Failure> {
        Ok(self.0.assemble(signing_input, signature)?)
    }

    /// The core's own description, which shows no secret.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
