package jotkit.likecoin

import jotkit.JotkitException
import jotkit.internal.Handle
import jotkit.internal.JsonObject
import jotkit.internal.Unset
import jotkit.internal.across
import jotkit.ffi.LikeCoinIssuer as NativeIssuer

/**
 * What an access token is to say.
 *
 * @property clientId the OAuth client it is issued to.
 * @property clientSecret the client's secret, which the signing key is derived from.
 * @property user the user's Liker ID.
 * @property scope the granted scopes.
 * @property tokenId the token's id; a random UUID if it is not given.
 */
public class Grant @JvmOverloads constructor(
    public val clientId: String,
    public val clientSecret: String,
    public val user: String,
    public val scope: List<String>,
    public val tokenId: String = Unset.TEXT,
) {
    internal fun toJson(): String = JsonObject()
        .put("client_id", clientId)
        .put("client_secret", clientSecret)
        .put("user", user)
        .put("scope", scope)
        .put("jti", tokenId)
        .toString()

    /** Leaves the secret out. */
    override fun toString(): String = "Grant(clientId=$clientId, user=$user, scope=$scope)"
}

/**
 * Issues LikeCoin access tokens as the service does, byte for byte.
 *
 * @throws JotkitException.Key `key_weak` for a blank common secret.
 * @throws JotkitException.Usage `argument_invalid` for a blank host.
 */
public class LikeCoinIssuer(commonSecret: String, private val host: String) : AutoCloseable {
    private val handle = Handle(across { NativeIssuer(commonSecret, host) }, "LikeCoinIssuer")

    /**
     * Issues a token now, or as if it were [now] in seconds since 1970; valid for one hour.
     *
     * @throws JotkitException.Usage `argument_invalid` for a blank id or user, or a scope that is not one word.
     * @throws JotkitException.Key `key_weak` for an empty client secret.
     */
    @JvmOverloads
    public fun sign(grant: Grant, now: Double? = null): String = handle.use { across { it.sign(grant.toJson(), now) } }

    override fun close(): Unit = handle.close()

    override fun toString(): String = "LikeCoinIssuer(host=$host)"
}
