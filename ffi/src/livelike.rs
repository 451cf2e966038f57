//! LiveLike profile access tokens.

use std::ffi::{c_char, c_void};

use jotkit::{Result, livelike};

use crate::callback::{self, Release, SecretLookup, UserData};
use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::{clients, optional_number, text};
use crate::text::{Client, OwnedText};
use crate::token::of_token;

/// Mints LiveLike profile access tokens for one application.
pub struct LiveLikeSigner {
    _opaque: [u8; 0],
}

impl Opaque for LiveLikeSigner {
    type Inner = livelike::Signer;
    const TAG: [u8; 8] = *b"jotllsgn";
}

/// Verifies LiveLike profile access tokens of one application or of many.
pub struct LiveLikeVerifier {
    _opaque: [u8; 0],
}

impl Opaque for LiveLikeVerifier {
    type Inner = livelike::Verifier;
    const TAG: [u8; 8] = *b"jotllvrf";
}

/// Makes a signer for the application with this Client ID and Client Secret. The secret is taken as
/// text; any length but zero will do, since LiveLike chose it.
///
/// Fails with `argument_invalid` for a blank Client ID, `key_weak` for an empty secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_signer_new(
    client_id: *const c_char,
    client_id_len: usize,
    client_secret: *const c_char,
    client_secret_len: usize,
    signer: *mut *mut LiveLikeSigner,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (id, secret, signer) = unsafe {
            (
                text(client_id, client_id_len)?,
                text(client_secret, client_secret_len)?,
                Out::new(signer)?,
            )
        };
        signer.put(livelike::Signer::new(id, secret)?)
    })
}

/// Mints a token for a user, issued now and without an end. An id that is a number is written in
/// decimal digits first.
///
/// Fails with `argument_invalid` if the id is blank or longer than 255 Unicode code points.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_signer_sign(
    signer: *const LiveLikeSigner,
    custom_profile_id: *const c_char,
    custom_profile_id_len: usize,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            mint(
                signer,
                custom_profile_id,
                custom_profile_id_len,
                None,
                None,
                token,
            )
        }
    })
}

/// Mints a token for a user, issued at a given time (seconds since 1970; NULL: now) and valid for a
/// lifetime (seconds; NULL: without an end), both whole.
///
/// Fails as `jotkit_livelike_signer_sign`, and with `argument_invalid` for a time that is negative, has a
/// fraction or must be meant in milliseconds, and for a lifetime that is not a whole number above 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_signer_sign_with(
    signer: *const LiveLikeSigner,
    custom_profile_id: *const c_char,
    custom_profile_id_len: usize,
    issued_at: *const f64,
    lifetime: *const f64,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let (issued_at, lifetime) = (optional_number(issued_at), optional_number(lifetime));
            mint(
                signer,
                custom_profile_id,
                custom_profile_id_len,
                issued_at,
                lifetime,
                token,
            )
        }
    })
}

/// # Safety
/// As [`borrow`], [`text`] and [`Out::new`].
unsafe fn mint(
    signer: *const LiveLikeSigner,
    id: *const c_char,
    id_len: usize,
    issued_at: Option<f64>,
    lifetime: Option<f64>,
    token: *mut *mut OwnedText,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (signer, id, token) = unsafe { (borrow(signer)?, text(id, id_len)?, Out::new(token)?) };
    token.put(signer.sign_with(id, issued_at, lifetime)?.into())
}

/// Frees a signer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_signer_free(signer: *mut LiveLikeSigner) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(signer) }
    })
}

/// Makes a verifier for applications given by their Client IDs and Client Secrets.
///
/// Fails with `key_weak` for an empty secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_verifier_new(
    applications: *const Client,
    count: usize,
    verifier: *mut *mut LiveLikeVerifier,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (applications, verifier) =
            unsafe { (clients(applications, count)?, Out::new(verifier)?) };
        verifier.put(livelike::Verifier::new(applications)?)
    })
}

/// Makes a verifier that looks an application's Client Secret up by its Client ID.
///
/// `release` and `user_data` are as with `jotkit_verifier_new_with_resolver`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_verifier_new_with_lookup(
    lookup: SecretLookup,
    user_data: *mut c_void,
    release: Release,
    verifier: *mut *mut LiveLikeVerifier,
) -> Status {
    guard(|| {
        let data = UserData::new(user_data, release);
        // SAFETY: the rules at the head of the header.
        let verifier = unsafe { Out::new(verifier)? };
        let lookup = callback::lookup(lookup, data)?;
        verifier.put(livelike::Verifier::with_lookup(lookup)?)
    })
}

/// Verifies a token and gives the profile as a JSON object: `client_id`, `custom_profile_id`, `issued_at`,
/// and `expires_at` where the token ends; times in seconds since 1970.
///
/// Fails with `client_unknown` for an application that is not known, otherwise as
/// `jotkit_verifier_verify`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_verifier_verify(
    verifier: *const LiveLikeVerifier,
    token: *const c_char,
    token_len: usize,
    profile: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            of_token(verifier, token, token_len, profile, |verifier, token| {
                verifier.verify(token)?.to_json()
            })
        }
    })
}

/// As `jotkit_livelike_verifier_verify`, as if it were `now`, in seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_verifier_verify_at(
    verifier: *const LiveLikeVerifier,
    token: *const c_char,
    token_len: usize,
    now: f64,
    profile: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            of_token(verifier, token, token_len, profile, |verifier, token| {
                verifier.verify_at(token, now)?.to_json()
            })
        }
    })
}

/// Frees a verifier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_livelike_verifier_free(verifier: *mut LiveLikeVerifier) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(verifier) }
    })
}
