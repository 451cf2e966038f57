// Generated from tests/contract.json by `make gen`.

/// The code of a failure, as in every language. ``JotkitError/reason`` is one.
public enum Code: String, Sendable, CaseIterable {
    /// The token is not three base64url segments separated by dots.
    case tokenMalformed = "token_malformed"

    /// The token or its header is longer than the policy's limit.
    case tokenTooLarge = "token_too_large"

    /// The token's header is not one strict JSON object with members of the right types.
    case headerMalformed = "header_malformed"

    /// The token's payload is not one strict JSON object.
    case payloadMalformed = "payload_malformed"

    /// A claim has a value of the wrong type or out of its range.
    case claimMalformed = "claim_malformed"

    /// The request has no `Authorization` header; send the token as `Bearer`, a space and the
    /// token.
    case authorizationMissing = "authorization_missing"

    /// The `Authorization` header must be `Bearer`, a space and the token.
    case authorizationMalformed = "authorization_malformed"

    /// The token's algorithm is not one that the key and the policy allow.
    case algorithmRefused = "algorithm_refused"

    /// The token's header demands an extension that is not supported.
    case headerUnsupported = "header_unsupported"

    /// The token's signature does not match its content and the key.
    case signatureInvalid = "signature_invalid"

    /// The token has expired; get a new one.
    case tokenExpired = "token_expired"

    /// The token is not valid yet; check both clocks.
    case tokenNotYetValid = "token_not_yet_valid"

    /// The token was issued longer ago than the policy's max_age.
    case tokenTooOld = "token_too_old"

    /// The token claims to be issued in the future; check both clocks.
    case issuedInFuture = "issued_in_future"

    /// The token's typ is not one that the policy accepts.
    case typeRefused = "type_refused"

    /// The token is not meant for this audience; name the expected one as the policy's audience.
    case audienceRefused = "audience_refused"

    /// The token was not issued by an expected issuer.
    case issuerRefused = "issuer_refused"

    /// The token is not about the expected subject.
    case subjectRefused = "subject_refused"

    /// A required claim is missing.
    case claimMissing = "claim_missing"

    /// A claim does not have the expected value.
    case claimRefused = "claim_refused"

    /// The token's scopes do not cover what is demanded.
    case scopeRefused = "scope_refused"

    /// The token has been revoked by its issuer; the user has to log in again.
    case tokenRevoked = "token_revoked"

    /// No key of the set is the one that the token names.
    case keyUnknown = "key_unknown"

    /// More than one key of the set fits the token.
    case keyAmbiguous = "key_ambiguous"

    /// The key could not be read.
    case keyInvalid = "key_invalid"

    /// The key is too weak for its algorithm.
    case keyWeak = "key_weak"

    /// The key's type, `use` or `key_ops` does not allow this operation.
    case keyUnsuitable = "key_unsuitable"

    /// The token's client id is not among the configured clients.
    case clientUnknown = "client_unknown"

    /// The keys could not be fetched; try again later.
    case keysUnavailable = "keys_unavailable"

    /// The policy is not valid.
    case policyInvalid = "policy_invalid"

    /// The claims are not one strict JSON object with registered claims of the right types.
    case claimsInvalid = "claims_invalid"

    /// An argument is not valid.
    case argumentInvalid = "argument_invalid"

    /// The callback's state is not the one that was sent; start the login again.
    case stateMismatch = "state_mismatch"

    /// The callback URL is not a valid answer of the authorization page.
    case callbackInvalid = "callback_invalid"

    /// The user declined to give access.
    case accessDenied = "access_denied"

    /// The server refused the authorization request.
    case authorizationFailed = "authorization_failed"

    /// The server's response could not be understood.
    case responseInvalid = "response_invalid"

    /// The server refused the request.
    case requestRefused = "request_refused"

    /// The server did not answer, or could not answer now; try again later with the same tokens.
    case serverUnavailable = "server_unavailable"

    /// Something went wrong inside jotkit; please report it.
    case `internal` = "internal"
}
