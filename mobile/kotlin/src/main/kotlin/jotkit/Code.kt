// Generated from tests/contract.json by `make gen`.

package jotkit

/** The code of a failure. [JotkitException.reason] is one. */
public enum class Code(
    /** The code as it is in every language, such as `token_expired`. */
    public val text: String,
) {
    /** The token is not three base64url segments separated by dots. */
    TOKEN_MALFORMED("token_malformed"),

    /** The token or its header is longer than the policy's limit. */
    TOKEN_TOO_LARGE("token_too_large"),

    /** The token's header is not one strict JSON object with members of the right types. */
    HEADER_MALFORMED("header_malformed"),

    /** The token's payload is not one strict JSON object. */
    PAYLOAD_MALFORMED("payload_malformed"),

    /** A claim has a value of the wrong type or out of its range. */
    CLAIM_MALFORMED("claim_malformed"),

    /**
     * The request has no `Authorization` header; send the token as `Bearer`, a space and the
     * token.
     */
    AUTHORIZATION_MISSING("authorization_missing"),

    /** The `Authorization` header must be `Bearer`, a space and the token. */
    AUTHORIZATION_MALFORMED("authorization_malformed"),

    /** The token's algorithm is not one that the key and the policy allow. */
    ALGORITHM_REFUSED("algorithm_refused"),

    /** The token's header demands an extension that is not supported. */
    HEADER_UNSUPPORTED("header_unsupported"),

    /** The token's signature does not match its content and the key. */
    SIGNATURE_INVALID("signature_invalid"),

    /** The token has expired; get a new one. */
    TOKEN_EXPIRED("token_expired"),

    /** The token is not valid yet; check both clocks. */
    TOKEN_NOT_YET_VALID("token_not_yet_valid"),

    /** The token was issued longer ago than the policy's max_age. */
    TOKEN_TOO_OLD("token_too_old"),

    /** The token claims to be issued in the future; check both clocks. */
    ISSUED_IN_FUTURE("issued_in_future"),

    /** The token's typ is not one that the policy accepts. */
    TYPE_REFUSED("type_refused"),

    /** The token is not meant for this audience; name the expected one as the policy's audience. */
    AUDIENCE_REFUSED("audience_refused"),

    /** The token was not issued by an expected issuer. */
    ISSUER_REFUSED("issuer_refused"),

    /** The token is not about the expected subject. */
    SUBJECT_REFUSED("subject_refused"),

    /** A required claim is missing. */
    CLAIM_MISSING("claim_missing"),

    /** A claim does not have the expected value. */
    CLAIM_REFUSED("claim_refused"),

    /** The token's scopes do not cover what is demanded. */
    SCOPE_REFUSED("scope_refused"),

    /** The token has been revoked by its issuer; the user has to log in again. */
    TOKEN_REVOKED("token_revoked"),

    /** No key of the set is the one that the token names. */
    KEY_UNKNOWN("key_unknown"),

    /** More than one key of the set fits the token. */
    KEY_AMBIGUOUS("key_ambiguous"),

    /** The key could not be read. */
    KEY_INVALID("key_invalid"),

    /** The key is too weak for its algorithm. */
    KEY_WEAK("key_weak"),

    /** The key's type, `use` or `key_ops` does not allow this operation. */
    KEY_UNSUITABLE("key_unsuitable"),

    /** The token's client id is not among the configured clients. */
    CLIENT_UNKNOWN("client_unknown"),

    /** The keys could not be fetched; try again later. */
    KEYS_UNAVAILABLE("keys_unavailable"),

    /** The policy is not valid. */
    POLICY_INVALID("policy_invalid"),

    /** The claims are not one strict JSON object with registered claims of the right types. */
    CLAIMS_INVALID("claims_invalid"),

    /** An argument is not valid. */
    ARGUMENT_INVALID("argument_invalid"),

    /** The callback's state is not the one that was sent; start the login again. */
    STATE_MISMATCH("state_mismatch"),

    /** The callback URL is not a valid answer of the authorization page. */
    CALLBACK_INVALID("callback_invalid"),

    /** The user declined to give access. */
    ACCESS_DENIED("access_denied"),

    /** The server refused the authorization request. */
    AUTHORIZATION_FAILED("authorization_failed"),

    /** The server's response could not be understood. */
    RESPONSE_INVALID("response_invalid"),

    /** The server refused the request. */
    REQUEST_REFUSED("request_refused"),

    /** The server did not answer, or could not answer now; try again later with the same tokens. */
    SERVER_UNAVAILABLE("server_unavailable"),

    /** Something went wrong inside jotkit; please report it. */
    INTERNAL("internal"),

    ;

    override fun toString(): String = text

    public companion object {
        /** The code with this exact name, or `null`. */
        @JvmStatic public fun named(name: String): Code? = entries.find { it.text == name }
    }
}
