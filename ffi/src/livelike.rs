//! LiveLike profile access tokens.

use jotkit::livelike;
use jotkit_ffi_export::export;

use crate::args::{Client, Text};
use crate::callback::Lookup;
use crate::clients::ClientVerifier;
use crate::handle::opaque;
use crate::status::Status;
use crate::string::OwnedString;

/// Signs LiveLike profile access tokens for one application.
pub struct LiveLikeSigner {
    _opaque: [u8; 0],
}

opaque!(LiveLikeSigner, livelike::Signer);

/// Makes a signer for the application with this Client ID and Client Secret. The secret is used as
/// text of any length but zero, since LiveLike chose it.
///
/// Fails with `argument_invalid` for a blank Client ID, `key_weak` for an empty secret.
#[export]
fn jotkit_livelike_signer_new(
    client_id: Text,
    client_secret: Text,
    signer: *mut *mut LiveLikeSigner,
) -> Status {
    signer.put(livelike::Signer::new(
        client_id.str()?,
        client_secret.str()?,
    )?)
}

/// Signs a token for a user, issued at a time (seconds since 1970; NULL: now) and valid for a
/// lifetime (seconds; NULL: without an end), both whole. An id that is a number is written in
/// decimal digits.
///
/// Fails with `argument_invalid` for an id that is blank or longer than 255 Unicode code points, a
/// time that is negative, has a fraction or must be in milliseconds, and a lifetime that is not a
/// whole number above 0.
#[export]
fn jotkit_livelike_signer_sign(
    signer: *const LiveLikeSigner,
    custom_profile_id: Text,
    issued_at: *const f64,
    lifetime: *const f64,
    token: *mut *mut OwnedString,
) -> Status {
    token.put(
        signer
            .sign_with(custom_profile_id.str()?, issued_at, lifetime)?
            .into(),
    )
}

/// Frees a signer.
#[export]
fn jotkit_livelike_signer_free(signer: *mut LiveLikeSigner) {
    signer.free()
}

/// Makes a verifier for applications given by their Client IDs and Client Secrets.
///
/// Fails with `key_weak` for an empty secret.
#[export]
fn jotkit_livelike_verifier_new(
    applications: *const Client,
    count: usize,
    verifier: *mut *mut ClientVerifier,
) -> Status {
    verifier.put(Box::new(livelike::Verifier::new(
        applications.pairs(count)?,
    )?))
}

/// Makes a verifier that looks an application's Client Secret up by its Client ID.
#[export]
fn jotkit_livelike_verifier_new_with_lookup(
    lookup: Lookup,
    verifier: *mut *mut ClientVerifier,
) -> Status {
    verifier.put(Box::new(livelike::Verifier::with_lookup(
        lookup.into_lookup()?,
    )?))
}
