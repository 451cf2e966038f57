//! LikeCoin access tokens: issuing them, and the rules that need no object.

use std::sync::Arc;

use jotkit::Code;
use jotkit::likecoin::{self, Grant, scope};
use zeroize::Zeroizing;

use crate::clients::ClientContent;
use crate::error::Failure;

/// Issues access tokens as the service does.
#[derive(uniffi::Object)]
pub(crate) struct LikeCoinIssuer(likecoin::Issuer);

#[uniffi::export]
impl LikeCoinIssuer {
    /// An issuer with the service's common secret and its bare host name.
    #[uniffi::constructor]
    fn new(common_secret: String, host: String) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self(likecoin::Issuer::new(common_secret, host)?)))
    }

    /// Issues the token that the JSON text of a grant describes.
    fn sign(&self, grant: String, now: Option<f64>) -> Result<String, Failure> {
        let grant = Grant::from_json(&Zeroizing::new(grant))?;
        Ok(self.0.sign_at(&grant, now)?)
    }
}

/// Derives the key that one client's access tokens are signed with.
#[uniffi::export]
fn likecoin_signing_key(common_secret: String, client_secret: String) -> Result<String, Failure> {
    let secrets = (Zeroizing::new(common_secret), Zeroizing::new(client_secret));
    Ok(likecoin::signing_key(&secrets.0, &secrets.1)?.to_string())
}

/// Decodes an access token without verifying it.
#[uniffi::export]
fn likecoin_peek(token: &str) -> Result<ClientContent, Failure> {
    Ok(likecoin::peek(token)?.claims().clone().into())
}

/// The reply of a LikeCoin API to a request whose token was refused.
#[derive(Debug, uniffi::Record)]
pub(crate) struct Refusal {
    status: u16,
    body: String,
}

/// The reply to a request whose token fails with this code; `None` if the failure is not the
/// token's.
#[uniffi::export]
fn likecoin_refusal(code: &str) -> Option<Refusal> {
    let code = *Code::ALL.iter().find(|known| known.as_str() == code)?;
    let refusal = likecoin::replies::Refusal::of_code(code)?;
    let (status, body) = (refusal.status, refusal.body.to_owned());
    Some(Refusal { status, body })
}

/// Whether the held scopes cover the demanded one.
#[uniffi::export]
fn likecoin_scope_allows(held: Vec<String>, demanded: &str) -> Result<bool, Failure> {
    Ok(scope::allows(&held, demanded)?)
}
