//! Signing.

use jotkit::{SignCall, SignerOptions};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::key::{Key, algorithm_of};
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

/// As `jotkit_signer_sign_with_header`, with a lifetime for this call, in seconds, in place of the
/// options' one. The header may be absent and `lifetime` NULL.
///
/// Fails with `argument_invalid` too, for a lifetime out of range.
#[export]
fn jotkit_signer_sign_full(
    signer: *const Signer,
    claims: Text,
    header: Text,
    lifetime: *const u64,
    now: *const f64,
    token: *mut *mut OwnedString,
) -> Status {
    let (claims, header) = (claims.str()?, header.optional_str()?);
    let call = SignCall::new().header(header).lifetime(lifetime).at(now);
    token.put(signer.sign_json_with(claims, &call)?.into())
}

/// Makes a signer without a key, for an algorithm such as `ES256` and signatures that are made
/// elsewhere: `jotkit_signer_signing_input`, then, as soon as the signature is there,
/// `jotkit_signer_assemble`. The options are those of `jotkit_signer_new`.
///
/// Fails with `argument_invalid` for an unknown algorithm, `policy_invalid` for invalid options.
#[export]
fn jotkit_signer_new_keyless(algorithm: Text, options: Text, signer: *mut *mut Signer) -> Status {
    let (algorithm, options) = (algorithm_of(algorithm.str()?)?, options.str()?);
    let options = SignerOptions::from_json(options)?;
    signer.put(jotkit::Signer::keyless(algorithm, options)?)
}

/// The first of two steps: writes the text whose bytes are to be signed. The arguments are those of
/// `jotkit_signer_sign_full`, which this function fails as. Works with every signer.
#[export]
fn jotkit_signer_signing_input(
    signer: *const Signer,
    claims: Text,
    header: Text,
    lifetime: *const u64,
    now: *const f64,
    signing_input: *mut *mut OwnedString,
) -> Status {
    let (claims, header) = (claims.str()?, header.optional_str()?);
    let call = SignCall::new().header(header).lifetime(lifetime).at(now);
    signing_input.put(signer.signing_input(claims, &call)?.into())
}

/// The second of two steps: makes the token of an unchanged signing input and the signature over
/// its bytes: raw as in RFC 7518, or for ECDSA also DER. **The signature is not verified.**
///
/// Fails with `argument_invalid` for an input that this signer did not make, and for a signature
/// whose length the algorithm does not have.
#[export]
fn jotkit_signer_assemble(
    signer: *const Signer,
    signing_input: Text,
    signature: Text,
    token: *mut *mut OwnedString,
) -> Status {
    let (input, signature) = (signing_input.str()?, signature.bytes()?);
    token.put(signer.assemble(input, signature)?.into())
}

/// Frees a signer.
#[export]
fn jotkit_signer_free(signer: *mut Signer) {
    signer.free()
}
