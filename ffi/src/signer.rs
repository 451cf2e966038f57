//! Signing.

use jotkit::{SignCall, SignerOptions};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::key::Key;
use crate::status::Status;
use crate::string::OwnedString;

/// Signs tokens with one key.
pub struct Signer {
    _opaque: [u8; 0],
}

opaque!(Signer, jotkit::Signer);

/// Makes a signer. The options are a JSON object; what they say is added to claims and headers that
/// lack it: `issuer` (a string), `audience` (a string or a list), `lifetime` (whole seconds; adds
/// `iat` and `exp`), `iat` (`true`), `jti` (`true`: a random UUID), `kid`, `typ` (strings). `{}`
/// adds nothing.
///
/// Fails with `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose
/// algorithm is not known, `policy_invalid` for invalid options.
#[export]
fn jotkit_signer_new(key: *const Key, options: Text, signer: *mut *mut Signer) -> Status {
    let options = SignerOptions::from_json(options.str()?)?;
    signer.put(jotkit::Signer::with_options(key.clone(), options)?)
}

/// Signs claims: a JSON object, which becomes the payload byte for byte. `now` is the time to sign
/// at, in seconds since 1970; NULL for the system clock.
///
/// Fails with `claims_invalid` if the claims are not one strict JSON object or a registered claim
/// has the wrong type.
#[export]
fn jotkit_signer_sign(
    signer: *const Signer,
    claims: Text,
    now: *const f64,
    token: *mut *mut OwnedString,
) -> Status {
    token.put(
        signer
            .sign_json_with(claims.str()?, &SignCall::new().at(now))?
            .into(),
    )
}

/// As `jotkit_signer_sign`, with more header members: a JSON object. A `typ` or `kid` in it
/// replaces the signer's.
///
/// Fails with `argument_invalid` too, for header members of the wrong type and for those that a
/// verifier would refuse or ignore (another `alg`, `crit`, `b64`, a `jwk` that is not the
/// signer's own public key).
#[export]
fn jotkit_signer_sign_with_header(
    signer: *const Signer,
    claims: Text,
    header: Text,
    now: *const f64,
    token: *mut *mut OwnedString,
) -> Status {
    let (claims, header) = (claims.str()?, header.str()?);
    let call = SignCall::new().header(header).at(now);
    token.put(signer.sign_json_with(claims, &call)?.into())
}

/// Frees a signer.
#[export]
fn jotkit_signer_free(signer: *mut Signer) {
    signer.free()
}
