//! LikeCoin access tokens: the issuer's and the resource server's side.

use jotkit::likecoin::{self, Grant, Issuer, Verifier, VerifierOptions, scope};
use napi_derive::napi;

use crate::ask;
use crate::failure::{Answer, guard, guard_object};
use crate::handle::Handle;
use crate::text::{self, JsText};

/// Derives the key of one client's access tokens.
#[napi]
pub fn likecoin_signing_key(common_secret: JsText, client_secret: JsText) -> Answer<String> {
    guard(|| {
        let secrets = (text::read(&common_secret)?, text::read(&client_secret)?);
        Ok(likecoin::signing_key(&secrets.0, &secrets.1)?.to_string())
    })
}

/// An issuer with the service's common secret and its host name.
#[napi]
pub fn likecoin_issuer(common_secret: JsText, host: JsText) -> Answer<Handle<Issuer>> {
    guard_object(|| {
        Issuer::new(
            text::read(&common_secret)?.as_str(),
            text::read(&host)?.as_str(),
        )
    })
}

/// Issues the token that the JSON text of a grant describes.
#[napi]
pub fn likecoin_sign(
    issuer: &Handle<Issuer>,
    grant_json: JsText,
    now: Option<f64>,
) -> Answer<String> {
    guard(|| {
        let grant = Grant::from_json(&text::read(&grant_json)?)?;
        match now {
            None => issuer.sign(&grant),
            Some(now) => issuer.sign_at(&grant, now),
        }
    })
}

fn options(json: &JsText) -> jotkit::Result<VerifierOptions> {
    VerifierOptions::from_json(&text::read(json)?)
}

/// A verifier for clients given as a list of alternating ids and secrets.
#[napi]
pub fn likecoin_verifier(
    common_secret: JsText,
    clients: Vec<JsText>,
    options_json: JsText,
) -> Answer<Handle<Verifier>> {
    guard_object(|| {
        let common_secret = text::read(&common_secret)?;
        let clients = text::pairs(&clients)?;
        let clients = clients
            .iter()
            .map(|(id, secret)| (id.as_str(), secret.as_str()));
        Verifier::new(&common_secret, clients, &options(&options_json)?)
    })
}

/// A verifier that asks for each client's secret, for [`crate::systems::verify_asking`].
#[napi]
pub fn likecoin_verifier_with_lookup(
    common_secret: JsText,
    options_json: JsText,
) -> Answer<Handle<Verifier>> {
    guard_object(|| {
        let common_secret = text::read(&common_secret)?;
        Verifier::with_lookup(
            common_secret.as_str(),
            ask::secret,
            &options(&options_json)?,
        )
    })
}

/// An access token's content as JSON text, unverified.
#[napi]
pub fn likecoin_read(token: String) -> Answer<String> {
    guard(|| likecoin::read(&token)?.to_json())
}

/// Whether the held scopes cover the demanded one.
#[napi]
pub fn likecoin_allows(held: Vec<JsText>, demanded: JsText) -> Answer<bool> {
    guard(|| {
        let held = held
            .iter()
            .map(text::read)
            .collect::<jotkit::Result<Vec<_>>>()?;
        let held: Vec<&str> = held.iter().map(|scope| scope.as_str()).collect();
        scope::allows(&held, &text::read(&demanded)?)
    })
}
