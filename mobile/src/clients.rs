//! Verifiers whose keys are client secrets: LiveLike's and LikeCoin's.

use std::collections::HashMap;
use std::sync::Arc;

use jotkit::clients::{self, System};
use jotkit::likecoin::VerifierOptions;
use jotkit::{Error, likecoin, livelike};
use zeroize::Zeroizing;

use crate::callback::{ClientSecrets, lookup};
use crate::error::Failure;

/// The content of a token of either system.
#[derive(Debug, uniffi::Record)]
pub(crate) struct ClientContent {
    client_id: String,
    /// The user: LiveLike's custom profile id, LikeCoin's Liker ID.
    user: String,
    /// The granted scopes, in the token's order; LiveLike's tokens have none.
    scope: Option<Vec<String>>,
    issued_at: f64,
    expires_at: Option<f64>,
    token_id: Option<String>,
}

impl From<livelike::Profile> for ClientContent {
    fn from(profile: livelike::Profile) -> Self {
        Self {
            client_id: profile.client_id,
            user: profile.custom_profile_id,
            scope: None,
            issued_at: profile.issued_at,
            expires_at: profile.expires_at,
            token_id: None,
        }
    }
}

impl From<likecoin::AccessToken> for ClientContent {
    fn from(token: likecoin::AccessToken) -> Self {
        Self {
            client_id: token.client_id,
            user: token.user,
            scope: Some(token.scope),
            issued_at: token.issued_at,
            expires_at: token.expires_at,
            token_id: token.token_id,
        }
    }
}

type Verify = dyn Fn(&str, Option<f64>) -> Result<ClientContent, Error> + Send + Sync;

/// Verifies tokens of known clients. Immutable and shared between threads.
#[derive(uniffi::Object)]
pub(crate) struct ClientVerifier(Box<Verify>);

impl ClientVerifier {
    fn of<S: System>(verifier: clients::ClientVerifier<S>) -> Arc<Self>
    where
        ClientContent: From<S::Content>,
    {
        Arc::new(Self(Box::new(move |token, now| {
            Ok(verifier.verify_at(token, now)?.into())
        })))
    }
}

#[uniffi::export]
impl ClientVerifier {
    /// LiveLike's, for a map from Client ID to Client Secret.
    #[uniffi::constructor]
    fn live_like(clients: HashMap<String, String>) -> Result<Arc<Self>, Failure> {
        Ok(Self::of(livelike::Verifier::new(wiped(clients))?))
    }

    /// LiveLike's, asking the host for each secret.
    #[uniffi::constructor]
    fn live_like_with_lookup(secrets: Arc<dyn ClientSecrets>) -> Result<Arc<Self>, Failure> {
        Ok(Self::of(livelike::Verifier::with_lookup(lookup(secrets))?))
    }

    /// LikeCoin's, for a map from client id to secret.
    #[uniffi::constructor]
    fn like_coin(
        common_secret: String,
        clients: HashMap<String, String>,
        options: &str,
    ) -> Result<Arc<Self>, Failure> {
        let (common_secret, clients) = (Zeroizing::new(common_secret), wiped(clients));
        let options = VerifierOptions::from_json(options)?;
        let verifier = likecoin::Verifier::new(&common_secret, clients, &options)?;
        Ok(Self::of(verifier))
    }

    /// LikeCoin's, asking the host for each secret.
    #[uniffi::constructor]
    fn like_coin_with_lookup(
        common_secret: String,
        secrets: Arc<dyn ClientSecrets>,
        options: &str,
    ) -> Result<Arc<Self>, Failure> {
        let common_secret = Zeroizing::new(common_secret);
        let options = VerifierOptions::from_json(options)?;
        let verifier =
            likecoin::Verifier::with_lookup(common_secret.as_str(), lookup(secrets), &options)?;
        Ok(Self::of(verifier))
    }

    /// Verifies a token, at the system's time unless `now` (seconds since 1970) is given.
    fn verify(&self, token: &str, now: Option<f64>) -> Result<ClientContent, Failure> {
        Ok((self.0)(token, now)?)
    }
}

/// The clients with secrets that are wiped, those too that an error leaves unread.
fn wiped(clients: HashMap<String, String>) -> Vec<(String, Zeroizing<String>)> {
    let wiped = |(id, secret)| (id, Zeroizing::new(secret));
    clients.into_iter().map(wiped).collect()
}
