//! LiveLike profile tokens.

use jotkit::livelike::{Signer, Verifier};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::callback;
use crate::clients::ClientVerifier;
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// A signer for one application.
#[napi]
pub fn livelike_signer(client_id: Text, client_secret: Text) -> Answer<Handle<Signer>> {
    guard_object(|| {
        let (id, secret) = (args::read(&client_id)?, args::read(&client_secret)?);
        Signer::new(id.as_str(), secret.as_str())
    })
}

/// Signs a token, issued at a given time, or now.
#[napi]
pub fn livelike_sign(
    signer: &Handle<Signer>,
    custom_profile_id: Text,
    issued_at: Option<f64>,
    lifetime: Option<f64>,
    now: f64,
) -> Answer<String> {
    guard(|| signer.sign_at(&args::read(&custom_profile_id)?, issued_at, lifetime, now))
}

/// A verifier for applications given as alternating ids and secrets, or for a lookup.
#[napi]
pub fn livelike_verifier(applications: Option<Vec<Text>>) -> Answer<Handle<ClientVerifier>> {
    guard_object(|| {
        Ok(Box::new(match applications {
            Some(applications) => Verifier::new(args::pairs(&applications)?)?,
            None => Verifier::with_lookup(callback::secret)?,
        }) as ClientVerifier)
    })
}
