//! Signing LiveLike profile access tokens.

use std::sync::Arc;

use jotkit::livelike;
use zeroize::Zeroizing;

use crate::error::Failure;

/// Signs profile access tokens for one application.
#[derive(uniffi::Object)]
pub(crate) struct LiveLikeSigner(livelike::Signer);

#[uniffi::export]
impl LiveLikeSigner {
    /// A signer for the application with this Client ID and Client Secret.
    #[uniffi::constructor]
    fn new(client_id: String, client_secret: String) -> Result<Arc<Self>, Failure> {
        let client_secret = Zeroizing::new(client_secret);
        let signer = livelike::Signer::new(client_id, client_secret.as_str())?;
        Ok(Arc::new(Self(signer)))
    }

    /// Signs a token for a user, issued at a time in whole seconds, or now.
    fn sign(
        &self,
        custom_profile_id: &str,
        issued_at: Option<f64>,
        lifetime: Option<f64>,
        now: Option<f64>,
    ) -> Result<String, Failure> {
        Ok(self
            .0
            .sign_at(custom_profile_id, issued_at, lifetime, now)?)
    }
}
