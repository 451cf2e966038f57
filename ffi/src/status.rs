//! The statuses. Written by `.ci/c gen` from the core's table of codes.
#![expect(non_camel_case_types, reason = "the names are those of the header")]

use crate::error::{Row, Status};

/// Success.
pub(crate) const JOTKIT_OK: Status = 0;

/// The numbers that a `jotkit_status` can be.
#[repr(i32)]
pub enum Code {
    /// Success.
    JOTKIT_OK = 0,
    /// The token is not three base64url segments separated by dots.
    JOTKIT_TOKEN_MALFORMED = 1,
    /// The token or its header is longer than the policy's limit.
    JOTKIT_TOKEN_TOO_LARGE = 2,
    /// The token's header is not one strict JSON object with members of the right types.
    JOTKIT_HEADER_MALFORMED = 3,
    /// The token's payload is not one strict JSON object.
    JOTKIT_PAYLOAD_MALFORMED = 4,
    /// A claim has a value of the wrong type or out of its range.
    JOTKIT_CLAIM_MALFORMED = 5,
    /// The token's algorithm is not one that the key and the policy allow.
    JOTKIT_ALGORITHM_REFUSED = 20,
    /// The token's header demands an extension that is not supported.
    JOTKIT_HEADER_UNSUPPORTED = 21,
    /// The token's signature does not match its content and the key.
    JOTKIT_SIGNATURE_INVALID = 22,
    /// The token has expired; get a new one.
    JOTKIT_TOKEN_EXPIRED = 23,
    /// The token is not valid yet; check both clocks.
    JOTKIT_TOKEN_NOT_YET_VALID = 24,
    /// The token was issued longer ago than the policy's max_age.
    JOTKIT_TOKEN_TOO_OLD = 25,
    /// The token claims to be issued in the future; check both clocks.
    JOTKIT_ISSUED_IN_FUTURE = 26,
    /// The token's typ is not one that the policy accepts.
    JOTKIT_TYPE_REFUSED = 27,
    /// The token is not meant for this audience; name the expected one as the policy's audience.
    JOTKIT_AUDIENCE_REFUSED = 28,
    /// The token was not issued by an expected issuer.
    JOTKIT_ISSUER_REFUSED = 29,
    /// The token is not about the expected subject.
    JOTKIT_SUBJECT_REFUSED = 30,
    /// A required claim is missing.
    JOTKIT_CLAIM_MISSING = 31,
    /// A claim does not have the expected value.
    JOTKIT_CLAIM_REFUSED = 32,
    /// The token's scopes do not cover what is demanded.
    JOTKIT_SCOPE_REFUSED = 33,
    /// No key of the set has the token's kid.
    JOTKIT_KEY_UNKNOWN = 40,
    /// The token names no kid and more than one key fits it.
    JOTKIT_KEY_AMBIGUOUS = 41,
    /// The key could not be read.
    JOTKIT_KEY_INVALID = 42,
    /// The key is too short for its algorithm.
    JOTKIT_KEY_WEAK = 43,
    /// The key is meant for something else.
    JOTKIT_KEY_UNSUITABLE = 44,
    /// The token names no client that is known here.
    JOTKIT_CLIENT_UNKNOWN = 45,
    /// The policy is not valid.
    JOTKIT_POLICY_INVALID = 60,
    /// The claims are not one strict JSON object with registered claims of the right types.
    JOTKIT_CLAIMS_INVALID = 61,
    /// An argument is not valid.
    JOTKIT_ARGUMENT_INVALID = 62,
    /// The callback's state is not the one that was sent; start the login again.
    JOTKIT_STATE_MISMATCH = 80,
    /// The callback URL is not a valid answer of the authorization page.
    JOTKIT_CALLBACK_INVALID = 81,
    /// The user declined to give access.
    JOTKIT_ACCESS_DENIED = 82,
    /// The server refused the authorization request.
    JOTKIT_AUTHORIZATION_FAILED = 83,
    /// The server's response could not be understood.
    JOTKIT_RESPONSE_INVALID = 84,
    /// The server refused the request.
    JOTKIT_REQUEST_REFUSED = 85,
    /// Something went wrong inside jotkit; please report it.
    JOTKIT_INTERNAL = 100,
}

/// What there is to say about each.
pub(crate) const TABLE: &[Row] = &[
    Row {
        number: 0,
        code: c"ok",
        kind: c"ok",
        message: c"Success.",
    },
    Row {
        number: 1,
        code: c"token_malformed",
        kind: c"malformed",
        message: c"The token is not three base64url segments separated by dots.",
    },
    Row {
        number: 2,
        code: c"token_too_large",
        kind: c"malformed",
        message: c"The token or its header is longer than the policy's limit.",
    },
    Row {
        number: 3,
        code: c"header_malformed",
        kind: c"malformed",
        message: c"The token's header is not one strict JSON object with members of the right types.",
    },
    Row {
        number: 4,
        code: c"payload_malformed",
        kind: c"malformed",
        message: c"The token's payload is not one strict JSON object.",
    },
    Row {
        number: 5,
        code: c"claim_malformed",
        kind: c"malformed",
        message: c"A claim has a value of the wrong type or out of its range.",
    },
    Row {
        number: 20,
        code: c"algorithm_refused",
        kind: c"refused",
        message: c"The token's algorithm is not one that the key and the policy allow.",
    },
    Row {
        number: 21,
        code: c"header_unsupported",
        kind: c"refused",
        message: c"The token's header demands an extension that is not supported.",
    },
    Row {
        number: 22,
        code: c"signature_invalid",
        kind: c"refused",
        message: c"The token's signature does not match its content and the key.",
    },
    Row {
        number: 23,
        code: c"token_expired",
        kind: c"refused",
        message: c"The token has expired; get a new one.",
    },
    Row {
        number: 24,
        code: c"token_not_yet_valid",
        kind: c"refused",
        message: c"The token is not valid yet; check both clocks.",
    },
    Row {
        number: 25,
        code: c"token_too_old",
        kind: c"refused",
        message: c"The token was issued longer ago than the policy's max_age.",
    },
    Row {
        number: 26,
        code: c"issued_in_future",
        kind: c"refused",
        message: c"The token claims to be issued in the future; check both clocks.",
    },
    Row {
        number: 27,
        code: c"type_refused",
        kind: c"refused",
        message: c"The token's typ is not one that the policy accepts.",
    },
    Row {
        number: 28,
        code: c"audience_refused",
        kind: c"refused",
        message: c"The token is not meant for this audience; name the expected one as the policy's audience.",
    },
    Row {
        number: 29,
        code: c"issuer_refused",
        kind: c"refused",
        message: c"The token was not issued by an expected issuer.",
    },
    Row {
        number: 30,
        code: c"subject_refused",
        kind: c"refused",
        message: c"The token is not about the expected subject.",
    },
    Row {
        number: 31,
        code: c"claim_missing",
        kind: c"refused",
        message: c"A required claim is missing.",
    },
    Row {
        number: 32,
        code: c"claim_refused",
        kind: c"refused",
        message: c"A claim does not have the expected value.",
    },
    Row {
        number: 33,
        code: c"scope_refused",
        kind: c"refused",
        message: c"The token's scopes do not cover what is demanded.",
    },
    Row {
        number: 40,
        code: c"key_unknown",
        kind: c"key",
        message: c"No key of the set has the token's kid.",
    },
    Row {
        number: 41,
        code: c"key_ambiguous",
        kind: c"key",
        message: c"The token names no kid and more than one key fits it.",
    },
    Row {
        number: 42,
        code: c"key_invalid",
        kind: c"key",
        message: c"The key could not be read.",
    },
    Row {
        number: 43,
        code: c"key_weak",
        kind: c"key",
        message: c"The key is too short for its algorithm.",
    },
    Row {
        number: 44,
        code: c"key_unsuitable",
        kind: c"key",
        message: c"The key is meant for something else.",
    },
    Row {
        number: 45,
        code: c"client_unknown",
        kind: c"key",
        message: c"The token names no client that is known here.",
    },
    Row {
        number: 60,
        code: c"policy_invalid",
        kind: c"usage",
        message: c"The policy is not valid.",
    },
    Row {
        number: 61,
        code: c"claims_invalid",
        kind: c"usage",
        message: c"The claims are not one strict JSON object with registered claims of the right types.",
    },
    Row {
        number: 62,
        code: c"argument_invalid",
        kind: c"usage",
        message: c"An argument is not valid.",
    },
    Row {
        number: 80,
        code: c"state_mismatch",
        kind: c"flow",
        message: c"The callback's state is not the one that was sent; start the login again.",
    },
    Row {
        number: 81,
        code: c"callback_invalid",
        kind: c"flow",
        message: c"The callback URL is not a valid answer of the authorization page.",
    },
    Row {
        number: 82,
        code: c"access_denied",
        kind: c"flow",
        message: c"The user declined to give access.",
    },
    Row {
        number: 83,
        code: c"authorization_failed",
        kind: c"flow",
        message: c"The server refused the authorization request.",
    },
    Row {
        number: 84,
        code: c"response_invalid",
        kind: c"flow",
        message: c"The server's response could not be understood.",
    },
    Row {
        number: 85,
        code: c"request_refused",
        kind: c"flow",
        message: c"The server refused the request.",
    },
    Row {
        number: 100,
        code: c"internal",
        kind: c"internal",
        message: c"Something went wrong inside jotkit; please report it.",
    },
];
