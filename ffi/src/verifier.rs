//! Verifying.

use jotkit::{Expectations, Policy, findings_to_json};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::callback::Resolver;
use crate::handle::opaque;
use crate::key::Key;
use crate::keyset::KeySet;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Verifies tokens under one policy.
///
/// A policy is a JSON object, such as `{"issuer":"https://id.example","audience":"api"}`, written
/// by hand or made with `jotkit_object`. `{}` is
/// the strict default: the key's own algorithm, `exp` required, a token with an audience refused.
/// The options are those of every language; docs/options.md lists them with their types, ranges
/// and defaults.
///
/// An unknown member, a null, an empty list or a value out of range is `policy_invalid`: a setting
/// that came back empty must not disable a check.
pub struct Verifier {
    _opaque: [u8; 0],
}

opaque!(Verifier, jotkit::Verifier);

/// Makes a verifier with one key.
///
/// Fails with `policy_invalid`; `key_unsuitable` for a key that may not verify; `key_invalid` if
/// neither the key nor the policy names the algorithm.
#[export]
fn jotkit_verifier_new(key: *const Key, policy: Text, verifier: *mut *mut Verifier) -> Status {
    let policy = Policy::from_json(policy.str()?)?;
    verifier.put(jotkit::Verifier::new(key.clone(), policy)?)
}

/// Makes a verifier with a key set, of which keys that may not verify are left out. Fails with
/// `policy_invalid`.
#[export]
fn jotkit_verifier_new_with_keyset(
    keyset: *const KeySet,
    policy: Text,
    verifier: *mut *mut Verifier,
) -> Status {
    let policy = Policy::from_json(policy.str()?)?;
    verifier.put(jotkit::Verifier::new(keyset.clone(), policy)?)
}

/// Makes a verifier that asks a resolver for the key of each token. Fails with `policy_invalid`.
#[export]
fn jotkit_verifier_new_with_resolver(
    resolver: Resolver,
    policy: Text,
    verifier: *mut *mut Verifier,
) -> Status {
    let resolver = resolver.into_resolver()?;
    let policy = Policy::from_json(policy.str()?)?;
    verifier.put(jotkit::Verifier::with_resolver(resolver, policy)?)
}

/// Verifies a token and writes its claims: the payload's JSON, byte for byte as it was signed.
/// `now` is the time to verify at, in seconds since 1970; NULL for the system clock.
///
/// Fails with the first problem in this order: size, structure, header, algorithm, key, signature,
/// payload, types of claims, `nbf`, `exp`, `iat`, `typ`, `aud`, `iss`, `sub`, other claims.
#[export]
fn jotkit_verifier_verify(
    verifier: *const Verifier,
    token: Text,
    now: *const f64,
    claims: *mut *mut OwnedString,
) -> Status {
    claims.put(
        verifier
            .verify_at(token.bytes()?, now)?
            .into_payload()
            .into(),
    )
}

/// As `jotkit_verifier_verify`, and writes the header's JSON too.
#[export]
fn jotkit_verifier_verify_full(
    verifier: *const Verifier,
    token: Text,
    now: *const f64,
    header: *mut *mut OwnedString,
    claims: *mut *mut OwnedString,
) -> Status {
    let verified = verifier.verify_at(token.bytes()?, now)?;
    header.put(Terminated::copy(verified.header().json()))?;
    claims.put(verified.into_payload().into())
}

/// As `jotkit_verifier_verify_full`, and requires claims to have values that only this call knows,
/// such as the `nonce` of one login: a JSON object of claim and string, number or boolean, which
/// has at least one member. They are judged after everything else.
///
/// Fails with `argument_invalid` for another `expected`.
#[export]
fn jotkit_verifier_verify_expecting(
    verifier: *const Verifier,
    token: Text,
    expected: Text,
    now: *const f64,
    header: *mut *mut OwnedString,
    claims: *mut *mut OwnedString,
) -> Status {
    let (token, expected) = (token.bytes()?, Expectations::from_json(expected.str()?)?);
    let verified = verifier.verify_expecting(token, &expected, now)?;
    header.put(Terminated::copy(verified.header().json()))?;
    claims.put(verified.into_payload().into())
}

/// Tells everything that is wrong with a token, for a person who looks for the reason: a JSON list
/// of objects with `check` (such as `exp`), `code` (as of `jotkit_status_code`), `claim` if it is
/// about one, and `message`. It is `[]` for a good token, and the first item is what
/// `jotkit_verifier_verify` fails with. **Never let a token pass because of it**, and do not show
/// it to whom the token came from.
#[export]
fn jotkit_verifier_explain(
    verifier: *const Verifier,
    token: Text,
    now: *const f64,
    findings: *mut *mut OwnedString,
) -> Status {
    let found = verifier.explain_at(token.bytes()?, now)?;
    findings.put(findings_to_json(&found).into())
}

/// Frees a verifier.
#[export]
fn jotkit_verifier_free(verifier: *mut Verifier) {
    verifier.free()
}
