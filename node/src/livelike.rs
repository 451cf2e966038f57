//! LiveLike profile tokens.

use jotkit::livelike::{Signer, Verifier};
use napi::Env;
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::ask::{self, AskSecret};
use crate::failure::{Answer, guard, guard_object};
use crate::text::{self, JsText};

/// A signer for one application.
#[napi]
pub fn livelike_signer(client_id: JsText, client_secret: JsText) -> Answer<External<Signer>> {
    guard_object(|| {
        Signer::new(
            text::read(&client_id)?.as_str(),
            text::read(&client_secret)?.as_str(),
        )
    })
}

/// Mints a token.
#[napi]
pub fn livelike_sign(
    signer: &External<Signer>,
    custom_profile_id: JsText,
    issued_at: Option<f64>,
    lifetime: Option<f64>,
) -> Answer<String> {
    guard(|| signer.sign_with(&text::read(&custom_profile_id)?, issued_at, lifetime))
}

/// A verifier for applications given as a list of alternating ids and secrets.
#[napi]
pub fn livelike_verifier(applications: Vec<JsText>) -> Answer<External<Verifier>> {
    guard_object(|| Verifier::new(text::pairs(&applications)?))
}

/// A verifier that asks for each application's secret, for [`livelike_ask`].
#[napi]
pub fn livelike_verifier_with_lookup() -> Answer<External<Verifier>> {
    guard_object(|| Verifier::with_lookup(ask::secret))
}

fn verify(verifier: &Verifier, token: &str, now: Option<f64>) -> jotkit::Result<String> {
    let profile = match now {
        None => verifier.verify(token),
        Some(now) => verifier.verify_at(token, now),
    };
    profile?.to_json()
}

/// The profile as JSON text.
#[napi]
pub fn livelike_verify(
    verifier: &External<Verifier>,
    token: String,
    now: Option<f64>,
) -> Answer<String> {
    guard(|| verify(verifier, &token, now))
}

/// As [`livelike_verify`], while a function answers for the secret.
#[napi]
pub fn livelike_ask(
    env: Env,
    verifier: &External<Verifier>,
    token: String,
    now: Option<f64>,
    secret: AskSecret<'_>,
) -> Answer<String> {
    guard(|| ask::answering(env, &secret, || verify(verifier, &token, now)))
}
