//! LikeCoin access tokens: issuing them, and the rules that need no object.

use std::sync::Arc;

use jotkit::likecoin::{self, Grant, scope};
use zeroize::Zeroizing;

use crate::clients::ClientContent;
use crate::error::Failure;

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

/// Derives the key that one client's access tokens are signed with.
#[uniffi::export]
pub fn likecoin_signing_key(
    common_secret: String,
    client_secret: String,
) -> Result<String, Failure> {
    let secrets = (Zeroizing::new(common_secret), Zeroizing::new(client_secret));
    Ok(likecoin::signing_key(&secrets.0, &secrets.1)?.to_string())
}

/// Decodes an access token without verifying it.
#[uniffi::export]
pub fn likecoin_read(token: &str) -> Result<ClientContent, Failure> {
    Ok(likecoin::read(token)?.into())
}

/// Whether the held scopes cover the demanded one.
#[uniffi::export]
pub fn likecoin_scope_allows(held: Vec<String>, demanded: &str) -> Result<bool, Failure> {
    Ok(scope::allows(&held, demanded)?)
}
