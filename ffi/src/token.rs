//! Reading a token without a key.

use jotkit::Policy;
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Reads a token **without verifying it**, for display and to find a key. Never decide anything by
/// the result: anybody may have written it. Writes the JSON of header and payload.
///
/// Fails with `token_too_large`, `token_malformed`, `header_malformed` or `payload_malformed`.
#[export]
fn jotkit_token_peek(
    token: Text,
    unverified_header: *mut *mut OwnedString,
    unverified_payload: *mut *mut OwnedString,
) -> Status {
    let (header, payload) = jotkit::peek(token.bytes()?)?.into_parts();
    unverified_header.put(Terminated::copy(header.json()))?;
    unverified_payload.put(payload.into())
}

/// As `jotkit_token_peek`, under the limits of a policy and its `allow_padding`. Nothing else of
/// the policy matters: the token is not verified.
///
/// Fails with `policy_invalid` too.
#[export]
fn jotkit_token_peek_with_policy(
    token: Text,
    policy: Text,
    unverified_header: *mut *mut OwnedString,
    unverified_payload: *mut *mut OwnedString,
) -> Status {
    let policy = Policy::from_json(policy.str()?)?;
    let (header, payload) = policy.peek(token.bytes()?)?.into_parts();
    unverified_header.put(Terminated::copy(header.json()))?;
    unverified_payload.put(payload.into())
}
