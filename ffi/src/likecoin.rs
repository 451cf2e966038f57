//! LikeCoin access tokens, as the service issues them and APIs verify them.

use std::ffi::c_char;
use std::sync::LazyLock;

use jotkit::Code;
use jotkit::likecoin::replies::Refusal;
use jotkit::likecoin::{self, Grant, VerifierOptions};
use jotkit_ffi_export::export;

use crate::args::{Client, Text};
use crate::callback::Lookup;
use crate::clients::ClientVerifier;
use crate::handle::opaque;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Issues LikeCoin access tokens as the real service does, byte for byte.
pub struct LikeCoinIssuer {
    _opaque: [u8; 0],
}

opaque!(LikeCoinIssuer, likecoin::Issuer);

/// Derives a client's signing key: HMAC-SHA-256 under the common secret over the client's secret,
/// as 64 hexadecimal characters. Those characters, not the bytes that they encode, are the HS256
/// key.
///
/// Fails with `key_weak` for a blank common secret or an empty client secret.
#[export]
fn jotkit_likecoin_signing_key(
    common_secret: Text,
    client_secret: Text,
    key: *mut *mut OwnedString,
) -> Status {
    let derived = likecoin::signing_key(common_secret.str()?, client_secret.str()?)?;
    key.put(Terminated::copy(derived.as_str()))
}

/// Makes an issuer with the service's common secret and its bare host name, such as `like.co`.
///
/// Fails with `key_weak` for a blank common secret, `argument_invalid` for a blank host.
#[export]
fn jotkit_likecoin_issuer_new(
    common_secret: Text,
    host: Text,
    issuer: *mut *mut LikeCoinIssuer,
) -> Status {
    issuer.put(likecoin::Issuer::new(common_secret.str()?, host.str()?)?)
}

/// Issues a token that is valid for one hour. The grant is a JSON object: `client_id`,
/// `client_secret`, `user` (strings), `scope` (a list of strings) and, unless it shall be a random
/// UUID, `jti` (a string). `now` is as with `jotkit_signer_sign`.
///
/// Fails with `argument_invalid` for a blank member or a scope that is not one word, `key_weak` for
/// an empty client secret.
#[export]
fn jotkit_likecoin_issuer_sign(
    issuer: *const LikeCoinIssuer,
    grant: Text,
    now: *const f64,
    token: *mut *mut OwnedString,
) -> Status {
    let grant = Grant::from_json(grant.str()?)?;
    token.put(issuer.sign_at(&grant, now)?.into())
}

/// Frees an issuer.
#[export]
fn jotkit_likecoin_issuer_free(issuer: *mut LikeCoinIssuer) {
    issuer.free()
}

/// Makes a verifier of access tokens and their scopes, for clients given by their ids and secrets.
/// A token is good until it expires; it does not show whether it was revoked.
///
/// The options are a JSON object: `host` (a string; `like.co` by default), `all` and `any`
/// (non-empty lists of scopes to demand), `expiry_optional` (`true`), `leeway` (whole seconds).
/// `{}` accepts production tokens with any scopes.
///
/// Fails with `key_weak` for a blank common secret or an empty client secret, `policy_invalid` for
/// options out of range or malformed scopes.
#[export]
fn jotkit_likecoin_verifier_new(
    common_secret: Text,
    clients: *const Client,
    count: usize,
    options: Text,
    verifier: *mut *mut ClientVerifier,
) -> Status {
    let (secret, clients) = (common_secret.str()?, clients.pairs(count)?);
    let options = VerifierOptions::from_json(options.str()?)?;
    verifier.put(Box::new(likecoin::Verifier::new(
        secret, clients, &options,
    )?))
}

/// As `jotkit_likecoin_verifier_new`, but looks a client's secret up by its id.
#[export]
fn jotkit_likecoin_verifier_new_with_lookup(
    common_secret: Text,
    lookup: Lookup,
    options: Text,
    verifier: *mut *mut ClientVerifier,
) -> Status {
    let (secret, lookup) = (common_secret.str()?, lookup.into_lookup()?);
    let options = VerifierOptions::from_json(options.str()?)?;
    verifier.put(Box::new(likecoin::Verifier::with_lookup(
        secret, lookup, &options,
    )?))
}

/// The content of an access token, **not verified**: anybody may have written it. No other function
/// takes this type.
pub struct UnverifiedAccessToken {
    _opaque: [u8; 0],
}

opaque!(UnverifiedAccessToken, Terminated);

/// Reads an access token as an OAuth client does: decoded, **not verified**, since a client does
/// not have the key. For display and to know when to refresh; never decide anything by the result.
///
/// Fails as `jotkit_token_peek`, and with `claim_missing` or `claim_malformed` for other tokens.
#[export]
fn jotkit_likecoin_peek(token: Text, unverified: *mut *mut UnverifiedAccessToken) -> Status {
    unverified.put(likecoin::peek(token.bytes()?)?.to_json()?.into())
}

/// The content as a JSON object, as `jotkit_client_verifier_verify` writes it. Valid until it is
/// freed; absent for NULL.
#[export]
fn jotkit_likecoin_unverified_json(unverified: *const UnverifiedAccessToken) -> Text {
    Ok(unverified.text())
}

/// Frees the content of an unverified access token.
#[export]
fn jotkit_likecoin_unverified_free(unverified: *mut UnverifiedAccessToken) {
    unverified.free()
}

/// Says whether held scopes cover a demanded one: they contain it, or a broader one.
///
/// Fails with `argument_invalid` if the demanded scope is malformed: empty, with white space, with
/// an empty segment or with more than one colon.
#[export]
fn jotkit_likecoin_scope_allows(
    held: *const Text,
    held_count: usize,
    demanded: Text,
    allows: *mut bool,
) -> Status {
    allows.write(likecoin::scope::allows(
        &held.strs(held_count)?,
        demanded.str()?,
    )?)
}

/// The HTTP status with which an API refuses a request, 401 or 403, for the status with which
/// reading its `Authorization` header or verifying its token failed.
///
/// 0 for `JOTKIT_OK` and for a failure that is not the token's: answer with 500, since another
/// login would not help.
#[export]
fn jotkit_likecoin_refusal_status(status: Status) -> u16 {
    Ok(Code::from_number(status)
        .and_then(Refusal::of_code)
        .map_or(0, |refusal| refusal.status))
}

/// The body of that refusal, as `text/plain`: `LOGIN_NEEDED`, `TOKEN_EXPIRED` or
/// `INSUFFICIENT_PERMISSION`. NULL if there is none. Static.
#[export]
fn jotkit_likecoin_refusal_body(status: Status) -> *const c_char {
    let body = BODIES.iter().find(|(refused, _)| *refused == status);
    Ok(body.map_or(std::ptr::null(), |(_, body)| body.text().data))
}

static BODIES: LazyLock<Vec<(Status, Terminated)>> = LazyLock::new(|| {
    let body = |code: &Code| {
        let refusal = Refusal::of_code(*code)?;
        Some((code.number(), Terminated::copy(refusal.body)))
    };
    Code::ALL.iter().filter_map(body).collect()
});
