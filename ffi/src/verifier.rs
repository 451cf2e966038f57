//! Verifying.

use std::ffi::{c_char, c_void};

use jotkit::{Policy, Result};

use crate::callback::{self, KeyResolver, Release, UserData};
use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input;
use crate::key::Key;
use crate::keyset::KeySet;
use crate::text::{OwnedText, Text};
use crate::token::of_token;

/// Verifies tokens under one policy.
///
/// A policy is a JSON object. `{}` is the strict default: the key's own algorithm, `exp` required, a
/// token that carries an audience refused. Its members, each of which may be left out:
///
/// - `algorithms`: a list of names; what the key allows
/// - `issuer`, `audience`: a string or a list of those accepted
/// - `any_audience`: `true`, instead of `audience`
/// - `subject`: a string
/// - `types`: a list of `typ` values; absent, `JWT` and `at+jwt` pass by default
/// - `required`: a list of names of claims that must be there
/// - `expected`: an object of claims and the string, number or boolean each must equal
/// - `expiry_optional`: `true`
/// - `leeway`, `max_age`: whole seconds; the leeway is 0 by default and at most 86400
/// - `max_token_bytes`, `max_header_bytes`, `max_depth`: 262144, 8192 and 64 by default
/// - `cache`: how many good tokens to keep, so that one seen again costs a hash; 1 to 1000000
///
/// An unknown member, a null or an empty list is `policy_invalid`: a setting that came back empty must not
/// switch a check off.
pub struct Verifier {
    _opaque: [u8; 0],
}

impl Opaque for Verifier {
    type Inner = jotkit::Verifier;
    const TAG: [u8; 8] = *b"jot vrfy";
}

/// Makes a verifier with one key.
///
/// Fails with `policy_invalid`; `key_unsuitable` for a key that may not verify; `key_invalid` for one whose
/// algorithm nobody names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_new(
    key: *const Key,
    policy: *const c_char,
    policy_len: usize,
    verifier: *mut *mut Verifier,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, policy, verifier) = unsafe {
            (
                borrow(key)?,
                input::text(policy, policy_len)?,
                Out::new(verifier)?,
            )
        };
        let policy = Policy::from_json(policy)?;
        verifier.put(jotkit::Verifier::new(key.clone(), policy)?)
    })
}

/// Makes a verifier with a key set, in which keys that may not verify are left out. Fails with
/// `policy_invalid`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_new_with_keyset(
    keyset: *const KeySet,
    policy: *const c_char,
    policy_len: usize,
    verifier: *mut *mut Verifier,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (keyset, policy, verifier) = unsafe {
            (
                borrow(keyset)?,
                input::text(policy, policy_len)?,
                Out::new(verifier)?,
            )
        };
        let policy = Policy::from_json(policy)?;
        verifier.put(jotkit::Verifier::new(keyset.clone(), policy)?)
    })
}

/// Makes a verifier that asks for the key of each token.
///
/// `release`, unless it is NULL, is called with `user_data` once: when the verifier is freed, or at once if
/// this function fails. Fails with `policy_invalid`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_new_with_resolver(
    resolver: KeyResolver,
    user_data: *mut c_void,
    release: Release,
    policy: *const c_char,
    policy_len: usize,
    verifier: *mut *mut Verifier,
) -> Status {
    guard(|| {
        let data = UserData::new(user_data, release);
        // SAFETY: the rules at the head of the header.
        let (policy, verifier) = unsafe { (input::text(policy, policy_len)?, Out::new(verifier)?) };
        let resolver = callback::resolver(resolver, data)?;
        let policy = Policy::from_json(policy)?;
        verifier.put(jotkit::Verifier::with_resolver(resolver, policy)?)
    })
}

/// Verifies a token and gives its claims: the payload's JSON text, byte for byte as it was signed.
///
/// Fails with what is wrong with the token first, in this order: size, structure, header, algorithm, key,
/// signature, payload, types of claims, `nbf`, `exp`, `iat`, `typ`, `aud`, `iss`, `sub`, other claims.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_verify(
    verifier: *const Verifier,
    token: *const c_char,
    token_len: usize,
    claims: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            of_token(verifier, token, token_len, claims, |verifier, token| {
                Ok(verifier.verify(token)?.into_payload())
            })
        }
    })
}

/// As `jotkit_verifier_verify`, as if it were `now`, in seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_verify_at(
    verifier: *const Verifier,
    token: *const c_char,
    token_len: usize,
    now: f64,
    claims: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            of_token(verifier, token, token_len, claims, |verifier, token| {
                Ok(verifier.verify_at(token, now)?.into_payload())
            })
        }
    })
}

/// As `jotkit_verifier_verify`, and gives the header's JSON text too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_verify_full(
    verifier: *const Verifier,
    token: *const c_char,
    token_len: usize,
    header: *mut *mut OwnedText,
    claims: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { full(verifier, token, token_len, None, header, claims) }
    })
}

/// As `jotkit_verifier_verify_full`, as if it were `now`, in seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_verify_full_at(
    verifier: *const Verifier,
    token: *const c_char,
    token_len: usize,
    now: f64,
    header: *mut *mut OwnedText,
    claims: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { full(verifier, token, token_len, Some(now), header, claims) }
    })
}

/// # Safety
/// As [`of_token`].
unsafe fn full(
    verifier: *const Verifier,
    token: *const c_char,
    token_len: usize,
    now: Option<f64>,
    header: *mut *mut OwnedText,
    claims: *mut *mut OwnedText,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (verifier, token, header, claims) = unsafe {
        (
            borrow(verifier)?,
            input::token(token, token_len)?,
            Out::new(header)?,
            Out::new(claims)?,
        )
    };
    let verified = match now {
        Some(now) => verifier.verify_at(token, now)?,
        None => verifier.verify(token)?,
    };
    header.put(Text::copy(verified.header().json()))?;
    claims.put(verified.into_payload().into())
}

/// Frees a verifier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_verifier_free(verifier: *mut Verifier) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(verifier) }
    })
}
