//! LiveLike profile tokens.

use jotkit::livelike::{Signer, Verifier};
use napi_derive::napi;

use crate::ask;
use crate::failure::{Answer, guard, guard_object};
use crate::handle::Handle;
use crate::text::{self, JsText};

/// A signer for one application.
#[napi]
pub fn livelike_signer(client_id: JsText, client_secret: JsText) -> Answer<Handle<Signer>> {
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
    signer: &Handle<Signer>,
    custom_profile_id: JsText,
    issued_at: Option<f64>,
    lifetime: Option<f64>,
) -> Answer<String> {
    guard(|| signer.sign_with(&text::read(&custom_profile_id)?, issued_at, lifetime))
}

/// A verifier for applications given as a list of alternating ids and secrets.
#[napi]
pub fn livelike_verifier(applications: Vec<JsText>) -> Answer<Handle<Verifier>> {
    guard_object(|| Verifier::new(text::pairs(&applications)?))
}

/// A verifier that asks for each application's secret, for [`crate::systems::verify_asking`].
#[napi]
pub fn livelike_verifier_with_lookup() -> Answer<Handle<Verifier>> {
    guard_object(|| Verifier::with_lookup(ask::secret))
}
