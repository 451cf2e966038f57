package jotkit.likecoin

import jotkit.Callback
import jotkit.ClientSecrets
import jotkit.ClientVerifier
import jotkit.JotkitException
import jotkit.LikeCoinOptions
import jotkit.ffi.ClientContent
import jotkit.guarded
import jotkit.internal.at
import jotkit.json
import jotkit.withToken
import java.time.Clock
import jotkit.ffi.ClientVerifier as NativeVerifier
import jotkit.ffi.LikeCoinIssuer as NativeIssuer

/**
 * The content of a verified access token. Only a [LikeCoinVerifier] makes one.
 * @property user the user's Liker ID.
 * @property scope the granted scopes, as they are in the token. Compare them with
 *   [LikeCoin.scopeAllows].
 * @property clientId the OAuth client that the token was issued to (`azp`).
 * @property issuedAt when the token was issued, in seconds since 1970.
 * @property expiresAt when the token expires, in seconds since 1970: one hour after its issue.
 *   Absent only if the verifier's options make it optional.
 * @property tokenId the token's id (`jti`), for a revocation list.
 */
public data class AccessToken internal constructor(
    public val user: String,
    public val scope: List<String>,
    public val clientId: String,
    public val issuedAt: Double,
    public val expiresAt: Double?,
    public val tokenId: String?,
)

/**
 * What an access token says, **unverified**. It has nothing in common with [AccessToken], so it
 * cannot be used in its place.
 *
 * The properties are those of [AccessToken].
 */
public data class UnverifiedAccessToken internal constructor(
    public val user: String,
    public val scope: List<String>,
    public val clientId: String,
    public val issuedAt: Double,
    public val expiresAt: Double?,
    public val tokenId: String?,
)

private fun <T> ClientContent.into(type: (String, List<String>, String, Double, Double?, String?) -> T): T =
    type(user, scope.orEmpty(), clientId, issuedAt, expiresAt, tokenId)

/**
 * Verifies LikeCoin access tokens, as a resource server.
 *
 * ```kotlin
 * val verifier = LikeCoinVerifier(commonSecret, clients, LikeCoinOptions().all("read:like.button"))
 * try {
 *     val user = verifier.verify(Bearer.token(request.header("Authorization"))).user
 * } catch (refused: JotkitException) {
 *     val reply = LikeCoin.refusal(refused) // such as 401 LOGIN_NEEDED
 * }
 * ```
 *
 * A token is good until it expires: it does not show a revocation. A server that must know keeps a
 * list of [AccessToken.tokenId], or of client and user.
 */
public class LikeCoinVerifier private constructor(native: NativeVerifier, clock: Clock?) :
    ClientVerifier<AccessToken>(native, clock) {
    /**
     * A verifier for clients given as a map from id to secret.
     * @throws JotkitException.Key `key_weak` for a blank common secret or an empty client secret.
     * @throws JotkitException.Usage `policy_invalid` for scopes that are not well formed.
     */
    @JvmOverloads
    public constructor(
        commonSecret: String,
        clients: Map<String, String>,
        options: LikeCoinOptions = LikeCoinOptions(),
        clock: Clock? = null,
    ) : this(guarded { NativeVerifier.likeCoin(commonSecret, clients, options.toJson()) }, clock)

    /** A verifier that asks for the secret of each token's client. */
    @JvmOverloads
    public constructor(
        commonSecret: String,
        options: LikeCoinOptions = LikeCoinOptions(),
        secrets: ClientSecrets,
    ) : this(asking(commonSecret, options, secrets), null)

    /** A verifier with a clock that asks for the secret of each token's client. */
    @JvmOverloads
    public constructor(
        commonSecret: String,
        options: LikeCoinOptions = LikeCoinOptions(),
        clock: Clock,
        secrets: ClientSecrets,
    ) : this(asking(commonSecret, options, secrets), clock)

    override fun read(content: ClientContent): AccessToken = content.into(::AccessToken)
}

private fun asking(commonSecret: String, options: LikeCoinOptions, secrets: ClientSecrets): NativeVerifier =
    guarded { NativeVerifier.likeCoinWithLookup(commonSecret, Callback.native(secrets), options.toJson()) }

/**
 * What an access token is to say.
 * @property clientId the OAuth client that it is issued to.
 * @property clientSecret the client's secret, from which the signing key is derived.
 * @property user the user's Liker ID.
 * @property scope the granted scopes.
 */
public class Grant private constructor(
    public val clientId: String,
    private val clientSecret: String,
    public val user: String,
    public val scope: List<String>,
    private val tokenId: Map<String, String>,
) {
    /** A grant whose token gets a random UUID as its id. */
    public constructor(clientId: String, clientSecret: String, user: String, scope: List<String>) :
        this(clientId, clientSecret, user, scope, emptyMap())

    /** A grant with the token's id. */
    public constructor(clientId: String, clientSecret: String, user: String, scope: List<String>, tokenId: String) :
        this(clientId, clientSecret, user, scope, mapOf("jti" to tokenId))

    internal fun toJson(): String = json(
        mapOf("client_id" to clientId, "client_secret" to clientSecret, "user" to user, "scope" to scope) + tokenId,
    )

    /** Leaves the secret out. */
    override fun toString(): String = "Grant(clientId=$clientId, user=$user, scope=$scope)"
}

/**
 * Issues LikeCoin access tokens as the service does, byte for byte.
 * @throws JotkitException.Key `key_weak` for a blank common secret.
 * @throws JotkitException.Usage `argument_invalid` for a blank host.
 */
public class LikeCoinIssuer @JvmOverloads constructor(
    commonSecret: String,
    private val host: String,
    private val clock: Clock? = null,
) : AutoCloseable {
    private val native = guarded { NativeIssuer(commonSecret, host) }

    /**
     * Issues a token, now or as if it were [now] in seconds since 1970; valid for one hour.
     * @throws JotkitException.Usage `argument_invalid` for a blank id or user, or a scope that is
     *   not one word.
     * @throws JotkitException.Key `key_weak` for an empty client secret.
     */
    @JvmOverloads
    public fun sign(grant: Grant, now: Double? = null): String =
        guarded { native.sign(grant.toJson(), clock.at(now)) }

    override fun close(): Unit = native.destroy()

    override fun toString(): String = "LikeCoinIssuer(host=$host)"
}

/**
 * The reply of a LikeCoin API to a request whose token was refused: a status and a body of
 * `text/plain`.
 */
public data class Refusal internal constructor(public val status: Int, public val body: String)

/** LikeCoin's rules that need no object. */
public object LikeCoin {
    /**
     * Reads an access token as an OAuth client does: decoded, **not verified**. A client does not
     * have the key; it has the token from the token endpoint.
     * @throws JotkitException.Malformed if it is not a token.
     * @throws JotkitException.Refused `claim_missing` if it is not an access token.
     */
    @JvmStatic public fun peek(token: String): UnverifiedAccessToken =
        guarded { withToken(token) { jotkit.ffi.likecoinPeek(it) } }.into(::UnverifiedAccessToken)

    /**
     * What a LikeCoin API replies when a token fails like this; `null` if the failure is not the
     * token's: reply 500.
     */
    @JvmStatic public fun refusal(error: JotkitException): Refusal? =
        guarded { jotkit.ffi.likecoinRefusal(error.code) }?.let { Refusal(it.status.toInt(), it.body) }

    /**
     * Whether the held scopes cover the demanded one: `read:like` covers `read:like.button`, and no
     * scope covers its parent.
     * @throws JotkitException.Usage `argument_invalid` if the demanded scope is not well formed.
     */
    @JvmStatic public fun scopeAllows(held: List<String>, demanded: String): Boolean =
        guarded { jotkit.ffi.likecoinScopeAllows(held, demanded) }

    /**
     * Derives the key that signs one client's access tokens: 64 lower-case hexadecimal characters,
     * whose ASCII bytes are the HS256 key.
     * @throws JotkitException.Key `key_weak` for a blank common secret or an empty client secret.
     */
    @JvmStatic public fun signingKey(commonSecret: String, clientSecret: String): String =
        guarded { jotkit.ffi.likecoinSigningKey(commonSecret, clientSecret) }
}
