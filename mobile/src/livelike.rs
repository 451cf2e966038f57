//! LiveLike profile access tokens.

use std::collections::HashMap;
use std::sync::Arc;

use jotkit::{Error, livelike};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// The host's own search for a client's secret. As with a resolver, a host's exception stays on its side.
#[uniffi::export(with_foreign)]
pub trait ClientSecrets: Send + Sync {
    /// The secret of a client, or none for one that is not known. The client id is not verified yet.
    fn secret(&self, client_id: String) -> Option<String>;
}

/// The lookup as the core wants it.
pub(crate) fn lookup(
    secrets: Arc<dyn ClientSecrets>,
) -> impl Fn(&str) -> Result<String, Error> + Send + Sync + 'static {
    move |client_id| {
        secrets
            .secret(client_id.to_owned())
            .ok_or(Error::client_unknown())
    }
}

/// Mints profile access tokens for one application.
#[derive(uniffi::Object)]
pub struct LiveLikeSigner(livelike::Signer);

#[uniffi::export]
impl LiveLikeSigner {
    /// A signer for the application with this Client ID and Client Secret.
    #[uniffi::constructor]
    pub fn new(client_id: String, client_secret: String) -> Result<Arc<Self>, Failure> {
        let client_secret = Zeroizing::new(client_secret);
        Ok(Arc::new(Self(livelike::Signer::new(
            client_id,
            client_secret.as_str(),
        )?)))
    }

    /// Mints a token for a user.
    pub fn sign(
        &self,
        custom_profile_id: &str,
        issued_at: Option<f64>,
        lifetime: Option<f64>,
    ) -> Result<String, Failure> {
        Ok(self.0.sign_with(custom_profile_id, issued_at, lifetime)?)
    }
}

/// What a verified profile access token says.
#[derive(Debug, uniffi::Record)]
pub struct LiveLikeProfile {
    /// The application's Client ID.
    pub client_id: String,
    /// The user in the application's own system.
    pub custom_profile_id: String,
    /// When the token was made, in seconds since 1970.
    pub issued_at: f64,
    /// When the token ends, in seconds since 1970.
    pub expires_at: Option<f64>,
}

impl From<livelike::Profile> for LiveLikeProfile {
    fn from(profile: livelike::Profile) -> Self {
        Self {
            client_id: profile.client_id,
            custom_profile_id: profile.custom_profile_id,
            issued_at: profile.issued_at,
            expires_at: profile.expires_at,
        }
    }
}

/// Verifies profile access tokens of one application or of many.
#[derive(uniffi::Object)]
pub struct LiveLikeVerifier(livelike::Verifier);

#[uniffi::export]
impl LiveLikeVerifier {
    /// A verifier for applications given as a map from Client ID to Client Secret.
    #[uniffi::constructor]
    pub fn new(clients: HashMap<String, String>) -> Result<Arc<Self>, Failure> {
        let clients = clients
            .into_iter()
            .map(|(id, secret)| (id, Zeroizing::new(secret)));
        let clients: Vec<_> = clients.collect();
        let pairs = clients
            .iter()
            .map(|(id, secret)| (id.as_str(), secret.as_str()));
        Ok(Arc::new(Self(livelike::Verifier::new(pairs)?)))
    }

    /// A verifier that asks the host for each secret.
    #[uniffi::constructor]
    pub fn with_lookup(secrets: Arc<dyn ClientSecrets>) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self(livelike::Verifier::with_lookup(lookup(
            secrets,
        ))?)))
    }

    /// Verifies a token at the system's time.
    pub fn verify(&self, token: &[u8]) -> Result<LiveLikeProfile, Failure> {
        Ok(self.0.verify(token)?.into())
    }

    /// Verifies a token as if it were `now`, in seconds since 1970.
    pub fn verify_at(&self, token: &[u8], now: f64) -> Result<LiveLikeProfile, Failure> {
        Ok(self.0.verify_at(token, now)?.into())
    }
}
