//! Signing.

use std::ffi::c_char;

use jotkit::{Result, SignerOptions};

use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::text;
use crate::key::Key;
use crate::text::OwnedText;

/// Signs tokens with one key.
pub struct Signer {
    _opaque: [u8; 0],
}

impl Opaque for Signer {
    type Inner = jotkit::Signer;
    const TAG: [u8; 8] = *b"jot sign";
}

/// Makes a signer. The options are a JSON object; what they say is added to claims and headers that lack
/// it: `issuer` (a string), `audience` (a string or a list), `lifetime` (whole seconds; adds `iat` and
/// `exp`), `iat` (`true`), `jti` (`true`: a random UUID), `kid`, `typ` (strings). `{}` adds nothing.
///
/// Fails with `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose algorithm
/// is not known, `policy_invalid` for options that make no sense.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_signer_new(
    key: *const Key,
    options: *const c_char,
    options_len: usize,
    signer: *mut *mut Signer,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, options, signer) =
            unsafe { (borrow(key)?, text(options, options_len)?, Out::new(signer)?) };
        let options = SignerOptions::from_json(options)?;
        signer.put(jotkit::Signer::with_options(key.clone(), options)?)
    })
}

/// Signs claims: the text of a JSON object, which the token carries byte for byte.
///
/// Fails with `claims_invalid` if it is not one strict JSON object or gives a registered claim the
/// wrong type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_signer_sign(
    signer: *const Signer,
    claims: *const c_char,
    claims_len: usize,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (signer, claims, token) =
            unsafe { (borrow(signer)?, text(claims, claims_len)?, Out::new(token)?) };
        token.put(signer.sign_json(claims)?.into())
    })
}

/// Signs claims, with further header members: the text of a JSON object. A `typ` or `kid` among them takes
/// the place of the signer's.
///
/// Fails as `jotkit_signer_sign`, and with `argument_invalid` for header members of the wrong type or that
/// a verifier would refuse or ignore (another `alg`, `crit`, `b64`, `jwk`, `jku`, `x5u`, `x5c`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_signer_sign_with_header(
    signer: *const Signer,
    claims: *const c_char,
    claims_len: usize,
    header: *const c_char,
    header_len: usize,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { sign_with(signer, claims, claims_len, header, header_len, None, token) }
    })
}

/// As `jotkit_signer_sign_with_header`, as if it were `now`, in seconds since 1970. `{}` adds no header member.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_signer_sign_at(
    signer: *const Signer,
    claims: *const c_char,
    claims_len: usize,
    header: *const c_char,
    header_len: usize,
    now: f64,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            sign_with(
                signer,
                claims,
                claims_len,
                header,
                header_len,
                Some(now),
                token,
            )
        }
    })
}

/// # Safety
/// As [`borrow`], [`text`] and [`Out::new`].
unsafe fn sign_with(
    signer: *const Signer,
    claims: *const c_char,
    claims_len: usize,
    header: *const c_char,
    header_len: usize,
    now: Option<f64>,
    token: *mut *mut OwnedText,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (signer, claims, header, token) = unsafe {
        (
            borrow(signer)?,
            text(claims, claims_len)?,
            text(header, header_len)?,
            Out::new(token)?,
        )
    };
    token.put(signer.sign_json_with(claims, Some(header), now)?.into())
}

/// Frees a signer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_signer_free(signer: *mut Signer) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(signer) }
    })
}
