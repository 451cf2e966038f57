//! Signatures over any bytes.

use jotkit::Policy;
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::key::Key;
use crate::keyset::KeySet;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Verifies signatures over any bytes (RFC 7515). It judges no claims: for JSON Web Tokens there is
/// `jotkit_verifier`.
pub struct JwsVerifier {
    _opaque: [u8; 0],
}

opaque!(JwsVerifier, jotkit::jws::Verifier);

/// Signs any bytes: the compact form with the payload in it (RFC 7515, section 7.1). `header` has
/// more header members, as with `jotkit_signer_sign_with_header`, or is absent. An empty payload
/// may be NULL.
///
/// Fails with `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose
/// algorithm is not known, `argument_invalid` for header members that cannot be set.
#[export]
fn jotkit_jws_sign(
    key: *const Key,
    payload: Text,
    header: Text,
    token: *mut *mut OwnedString,
) -> Status {
    let (payload, header) = (payload.body()?, header.optional_str()?);
    token.put(jotkit::jws::sign(key, payload, header)?.into())
}

/// As `jotkit_jws_sign`, but leaves the payload out of the token (RFC 7515, appendix F): the
/// verifier has to be given the same bytes.
#[export]
fn jotkit_jws_sign_detached(
    key: *const Key,
    payload: Text,
    header: Text,
    token: *mut *mut OwnedString,
) -> Status {
    let (payload, header) = (payload.body()?, header.optional_str()?);
    token.put(jotkit::jws::sign_detached(key, payload, header)?.into())
}

/// Makes a verifier with one key. Of the policy, `algorithms`, `allow_padding` and the limits
/// matter. Fails as `jotkit_verifier_new`.
#[export]
fn jotkit_jws_verifier_new(
    key: *const Key,
    policy: Text,
    verifier: *mut *mut JwsVerifier,
) -> Status {
    let policy = Policy::from_json(policy.str()?)?;
    verifier.put(jotkit::jws::Verifier::new(key.clone(), policy)?)
}

/// Makes a verifier with a key set; `try_each` of the policy matters too. Fails as
/// `jotkit_verifier_new_with_keyset`.
#[export]
fn jotkit_jws_verifier_new_with_keyset(
    keyset: *const KeySet,
    policy: Text,
    verifier: *mut *mut JwsVerifier,
) -> Status {
    let policy = Policy::from_json(policy.str()?)?;
    verifier.put(jotkit::jws::Verifier::new(keyset.clone(), policy)?)
}

/// Verifies a token that carries its payload, and writes the header's JSON and the payload, which
/// is bytes of any kind.
///
/// Fails with the first problem in this order: size, structure, header, algorithm, key, signature.
#[export]
fn jotkit_jws_verifier_verify(
    verifier: *const JwsVerifier,
    token: Text,
    header: *mut *mut OwnedString,
    payload: *mut *mut OwnedString,
) -> Status {
    let verified = verifier.verify(token.bytes()?)?;
    header.put(Terminated::copy(verified.header().json()))?;
    payload.put(Terminated::copy(verified.payload()))
}

/// Verifies a token that was made of this payload by `jotkit_jws_sign_detached`, and writes the
/// header's JSON. An empty payload may be NULL; its length has no limit.
///
/// Fails as `jotkit_jws_verifier_verify`, and with `argument_invalid` for a token that carries a
/// payload of its own.
#[export]
fn jotkit_jws_verifier_verify_detached(
    verifier: *const JwsVerifier,
    token: Text,
    payload: Text,
    header: *mut *mut OwnedString,
) -> Status {
    let verified = verifier.verify_detached(token.bytes()?, payload.body()?)?;
    header.put(Terminated::copy(verified.header().json()))
}

/// Frees a verifier.
#[export]
fn jotkit_jws_verifier_free(verifier: *mut JwsVerifier) {
    verifier.free()
}
