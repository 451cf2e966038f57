package jotkit

import jotkit.internal.JsonObject
import jotkit.internal.Unset
import kotlin.time.Duration

/**
 * What a [Verifier] demands of a token.
 *
 * What is not mentioned has the strict default, and every relaxation is a value that is spelled out. No value switches a
 * check off by being empty: a `null` does not compile, and the core refuses an empty list with `policy_invalid` when
 * the verifier is made.
 *
 * @property algorithms admits only these. Without it, what the key allows. It also names the algorithm of an RSA or secret
 *   JWK that has none.
 * @property issuer demands this `iss`, byte for byte. Give either this or [issuers].
 * @property issuers demands one of these `iss`, byte for byte.
 * @property audience demands that `aud` names one of these. Without it, a token that names an audience is refused
 *   ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
 * @property anyAudience takes tokens for any audience; a token meant for another service then passes here too.
 * @property subject demands this `sub`, byte for byte.
 * @property types demands one of these `typ`; an absent one is then refused. Without it an absent one, `JWT` and `at+jwt`
 *   pass. Case and a leading `application/` make no difference.
 * @property required demands that these claims are there, beyond `exp`.
 * @property expected demands that a claim has this value: a [String], a [Number] or a [Boolean].
 * @property expiryOptional takes tokens that never expire.
 * @property leeway allows for clocks that differ, by whole seconds up to a day. The default is none.
 * @property maxAge refuses tokens issued longer ago, in whole seconds; `iat` is then required.
 * @property maxTokenBytes refuses longer tokens. The default is 262 144 bytes.
 * @property maxHeaderBytes refuses tokens with a longer header segment. The default is 8 192 bytes.
 * @property maxDepth refuses JSON nested deeper; the outermost object counts as 1. The default is 64.
 * @property cache keeps this many good tokens, at most 1 000 000, so that one seen again costs a hash; the clock is
 *   judged each time. The default is none.
 */
public data class Policy(
    public val algorithms: List<Algorithm> = Unset.LIST,
    public val issuer: String = Unset.TEXT,
    public val issuers: List<String> = Unset.LIST,
    public val audience: List<String> = Unset.LIST,
    public val anyAudience: Boolean = false,
    public val subject: String = Unset.TEXT,
    public val types: List<String> = Unset.LIST,
    public val required: List<String> = Unset.LIST,
    public val expected: Map<String, Any> = Unset.MAP,
    public val expiryOptional: Boolean = false,
    public val leeway: Duration = Unset.TIME,
    public val maxAge: Duration = Unset.TIME,
    public val maxTokenBytes: Long = Unset.NUMBER,
    public val maxHeaderBytes: Long = Unset.NUMBER,
    public val maxDepth: Long = Unset.NUMBER,
    public val cache: Long = Unset.NUMBER,
) {
    /**
     * The JSON text that the core reads. Both [issuer] and [issuers] become the field `issuer`, so that giving
     * both is a field written twice, which the core refuses.
     *
     * @throws IllegalArgumentException if [expected] holds a value that JSON has no form for.
     */
    public fun toJson(): String = JsonObject()
        .put("algorithms", algorithms)
        .put("issuer", issuer)
        .put("issuer", issuers)
        .put("audience", audience)
        .putIf("any_audience", anyAudience)
        .put("subject", subject)
        .put("types", types)
        .put("required", required)
        .put("expected", expected)
        .putIf("expiry_optional", expiryOptional)
        .put("leeway", leeway)
        .put("max_age", maxAge)
        .put("max_token_bytes", maxTokenBytes)
        .put("max_header_bytes", maxHeaderBytes)
        .put("max_depth", maxDepth)
        .put("cache", cache)
        .toString()

    override fun toString(): String = "Policy(${toJson()})"
}
