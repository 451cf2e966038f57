//! Verifiers whose keys are client secrets: LiveLike's and LikeCoin's.

use jotkit::clients::VerifyToJson;
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::status::Status;
use crate::string::OwnedString;

/// Verifies the tokens of one system with the secrets of its clients. Made by the functions
/// `jotkit_livelike_verifier_...` and `jotkit_likecoin_verifier_...`.
pub struct ClientVerifier {
    _opaque: [u8; 0],
}

opaque!(ClientVerifier, Box<dyn VerifyToJson>);

/// Verifies a token and writes its content as a JSON object, with times in seconds since 1970:
///
/// - LiveLike: `client_id`, `custom_profile_id`, `issued_at`, and `expires_at` if the token ends
/// - LikeCoin: `user`, `scope` (a list), `client_id`, `issued_at`, and `expires_at` and `token_id`
///   if the token has them
///
/// `now` is as with `jotkit_verifier_verify`. Fails with `client_unknown` for a client that is not
/// known, `scope_refused` (LikeCoin), otherwise as `jotkit_verifier_verify`.
#[export]
fn jotkit_client_verifier_verify(
    verifier: *const ClientVerifier,
    token: Text,
    now: *const f64,
    content: *mut *mut OwnedString,
) -> Status {
    content.put(verifier.verify_to_json(token.bytes()?, now.into())?.into())
}

/// Frees a verifier.
#[export]
fn jotkit_client_verifier_free(verifier: *mut ClientVerifier) {
    verifier.free()
}
