//! LikeCoin access tokens: the issuer's and the resource server's side.

use jotkit::likecoin::replies::Refusal;
use jotkit::likecoin::{self, Grant, Issuer, Verifier, VerifierOptions, scope};
use jotkit::{Code, MAX_TOKEN_BYTES, Result};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::call::{Call, Value};
use crate::callback;
use crate::clients::ClientVerifier;
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// Derives the key of one client's access tokens.
#[napi]
pub fn likecoin_signing_key(common_secret: Text, client_secret: Text) -> Answer<String> {
    guard(|| {
        let secrets = (args::read(&common_secret)?, args::read(&client_secret)?);
        Ok(likecoin::signing_key(&secrets.0, &secrets.1)?.to_string())
    })
}

/// An issuer with the service's common secret and its host name.
#[napi]
pub fn likecoin_issuer(common_secret: Text, host: Text) -> Answer<Handle<Issuer>> {
    guard_object(|| {
        let (secret, host) = (args::read(&common_secret)?, args::read(&host)?);
        Issuer::new(secret.as_str(), host.as_str())
    })
}

/// Issues the token that a grant in JSON text describes.
#[napi]
pub fn likecoin_sign(
    issuer: &Handle<Issuer>,
    grant_json: Text,
    now: Option<f64>,
) -> Answer<String> {
    guard(|| {
        let grant = Grant::from_json(&args::read(&grant_json)?)?;
        issuer.sign_at(&grant, now)
    })
}

/// A verifier for clients given as alternating ids and secrets, or for a lookup.
#[napi]
pub fn likecoin_verifier(
    common_secret: Text,
    clients: Option<Vec<Text>>,
    options_json: Text,
) -> Answer<Handle<ClientVerifier>> {
    guard_object(|| {
        let common_secret = args::read(&common_secret)?;
        let options = VerifierOptions::from_json(&args::read(&options_json)?)?;
        Ok(Box::new(match clients {
            Some(clients) => Verifier::new(&common_secret, args::pairs(&clients)?, &options)?,
            None => Verifier::with_lookup(&common_secret, callback::secret, &options)?,
        }) as ClientVerifier)
    })
}

/// An access token's content as JSON text. **Not verified.**
pub(crate) fn peek(call: &Call<'_>) -> Result<Value> {
    let token = call.token(0, MAX_TOKEN_BYTES, |token| likecoin::peek(token))?;
    call.string(&token.to_json()?)
}

/// What an API answers to a request whose token was refused.
#[napi(object, object_from_js = false)]
pub struct LikecoinReply {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: &'static str,
}

/// The API's answer to an error of this code, if the token is at fault.
#[napi]
pub fn likecoin_refusal(code: String) -> Answer<Option<LikecoinReply>> {
    guard(|| {
        let code = Code::ALL.iter().find(|known| known.as_str() == code);
        let refusal = code.and_then(|code| Refusal::of_code(*code));
        Ok(refusal.map(|Refusal { status, body, .. }| LikecoinReply { status, body }))
    })
}

/// Whether the held scopes cover the demanded one.
#[napi]
pub fn likecoin_allows(held: Vec<Text>, demanded: Text) -> Answer<bool> {
    guard(|| {
        let held = held.iter().map(args::read);
        let held = held.collect::<Result<Vec<_>>>()?;
        let held: Vec<&str> = held.iter().map(|scope| scope.as_str()).collect();
        scope::allows(&held, &args::read(&demanded)?)
    })
}
