//! LikeCoin access tokens: the issuer's and the resource server's side.

use std::collections::HashMap;
use std::sync::Arc;

use jotkit::likecoin::{self, Grant, VerifierOptions, scope};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::livelike::{ClientSecrets, lookup};

/// What an access token says.
#[derive(Debug, uniffi::Record)]
pub struct LikeCoinToken {
    /// The user's Liker ID.
    pub user: String,
    /// The granted scopes, as they stand in the token.
    pub scope: Vec<String>,
    /// The OAuth client the token was issued to.
    pub client_id: String,
    /// When the token was issued, in seconds since 1970.
    pub issued_at: f64,
    /// When the token ends, in seconds since 1970.
    pub expires_at: Option<f64>,
    /// The token's id.
    pub token_id: Option<String>,
}

impl From<likecoin::AccessToken> for LikeCoinToken {
    fn from(token: likecoin::AccessToken) -> Self {
        Self {
            user: token.user,
            scope: token.scope,
            client_id: token.client_id,
            issued_at: token.issued_at,
            expires_at: token.expires_at,
            token_id: token.token_id,
        }
    }
}

/// Issues access tokens as the service does.
#[derive(uniffi::Object)]
pub struct LikeCoinIssuer(likecoin::Issuer);

#[uniffi::export]
impl LikeCoinIssuer {
    /// An issuer with the service's common secret and its bare host name.
    #[uniffi::constructor]
    pub fn new(common_secret: String, host: String) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self(likecoin::Issuer::new(common_secret, host)?)))
    }

    /// Issues the token that the JSON text of a grant describes.
    pub fn sign(&self, grant: String, now: Option<f64>) -> Result<String, Failure> {
        let grant = Grant::from_json(&Zeroizing::new(grant))?;
        Ok(match now {
            None => self.0.sign(&grant)?,
            Some(now) => self.0.sign_at(&grant, now)?,
        })
    }
}

/// Verifies access tokens of known clients.
#[derive(uniffi::Object)]
pub struct LikeCoinVerifier(likecoin::Verifier);

#[uniffi::export]
impl LikeCoinVerifier {
    /// A verifier for clients given as a map from id to secret.
    #[uniffi::constructor]
    pub fn new(
        common_secret: String,
        clients: HashMap<String, String>,
        options: &str,
    ) -> Result<Arc<Self>, Failure> {
        let common_secret = Zeroizing::new(common_secret);
        let clients = clients
            .into_iter()
            .map(|(id, secret)| (id, Zeroizing::new(secret)));
        let clients: Vec<_> = clients.collect();
        let pairs = clients
            .iter()
            .map(|(id, secret)| (id.as_str(), secret.as_str()));
        let options = VerifierOptions::from_json(options)?;
        Ok(Arc::new(Self(likecoin::Verifier::new(
            &common_secret,
            pairs,
            &options,
        )?)))
    }

    /// A verifier that asks the host for each client's secret.
    #[uniffi::constructor]
    pub fn with_lookup(
        common_secret: String,
        secrets: Arc<dyn ClientSecrets>,
        options: &str,
    ) -> Result<Arc<Self>, Failure> {
        let options = VerifierOptions::from_json(options)?;
        let verifier = likecoin::Verifier::with_lookup(common_secret, lookup(secrets), &options)?;
        Ok(Arc::new(Self(verifier)))
    }

    /// Verifies a token at the system's time.
    pub fn verify(&self, token: &[u8]) -> Result<LikeCoinToken, Failure> {
        Ok(self.0.verify(token)?.into())
    }

    /// Verifies a token as if it were `now`, in seconds since 1970.
    pub fn verify_at(&self, token: &[u8], now: f64) -> Result<LikeCoinToken, Failure> {
        Ok(self.0.verify_at(token, now)?.into())
    }
}

/// Derives the key that one client's access tokens are signed with.
#[uniffi::export]
pub fn likecoin_signing_key(
    common_secret: String,
    client_secret: String,
) -> Result<String, Failure> {
    let secrets = (Zeroizing::new(common_secret), Zeroizing::new(client_secret));
    Ok(likecoin::signing_key(&secrets.0, &secrets.1)?.to_string())
}

/// Reads an access token as an OAuth client does: decoded, not verified.
#[uniffi::export]
pub fn likecoin_read(token: &[u8]) -> Result<LikeCoinToken, Failure> {
    Ok(likecoin::read(token)?.into())
}

/// Whether the held scopes cover the demanded one.
#[uniffi::export]
pub fn likecoin_scope_allows(held: Vec<String>, demanded: &str) -> Result<bool, Failure> {
    Ok(scope::allows(&held, demanded)?)
}
