package jotkit.likecoin

import jotkit.JotkitException
import jotkit.ffi.LikeCoinToken
import jotkit.internal.across
import jotkit.internal.withToken

/**
 * What an access token says.
 *
 * @property user the user's Liker ID.
 * @property scope the granted scopes, as they stand in the token. Compare them with [LikeCoin.scopeAllows], not by equality.
 * @property clientId the OAuth client the token was issued to (`azp`).
 * @property issuedAt when the token was issued, in seconds since 1970.
 * @property expiresAt when the token ends, in seconds since 1970; one hour after its issue. Only absent from a verifier
 *   that was told so.
 * @property tokenId the token's id (`jti`), by which a revocation list can name it.
 */
public data class AccessToken internal constructor(
    public val user: String,
    public val scope: List<String>,
    public val clientId: String,
    public val issuedAt: Double,
    public val expiresAt: Double?,
    public val tokenId: String?,
) {
    internal constructor(native: LikeCoinToken) : this(
        native.user,
        native.scope,
        native.clientId,
        native.issuedAt,
        native.expiresAt,
        native.tokenId,
    )
}

/** LikeCoin's rules that need no object. */
public object LikeCoin {
    /**
     * Reads an access token as an OAuth client does: decoded, **not verified**. A client does not have the key; it holds
     * the token because the token endpoint gave it.
     *
     * @throws JotkitException.Malformed if it is no token.
     * @throws JotkitException.Refused `claim_missing` if it is no access token.
     */
    @JvmStatic
    public fun read(token: String): AccessToken =
        AccessToken(across { withToken(token) { jotkit.ffi.likecoinRead(it) } })

    /**
     * Whether the held scopes cover the demanded one: `read:like` covers `read:like.button`, and nothing covers its parent.
     *
     * @throws JotkitException.Usage `argument_invalid` if the demand is not well formed.
     */
    @JvmStatic
    public fun scopeAllows(held: List<String>, demanded: String): Boolean =
        across { jotkit.ffi.likecoinScopeAllows(held, demanded) }

    /**
     * Derives the key that one client's access tokens are signed with: 64 lower-case hexadecimal characters, which are the
     * HS256 key as they stand.
     *
     * @throws JotkitException.Key `key_weak` for a blank common secret or an empty client secret.
     */
    @JvmStatic
    public fun signingKey(commonSecret: String, clientSecret: String): String =
        across { jotkit.ffi.likecoinSigningKey(commonSecret, clientSecret) }
}
