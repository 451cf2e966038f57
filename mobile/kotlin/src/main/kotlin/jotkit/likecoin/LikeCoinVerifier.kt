package jotkit.likecoin

import jotkit.ClientSecrets
import jotkit.JotkitException
import jotkit.internal.Callbacks
import jotkit.internal.Clients
import jotkit.internal.Handle
import jotkit.internal.JsonObject
import jotkit.internal.Unset
import jotkit.internal.across
import jotkit.internal.withToken
import kotlin.time.Duration
import jotkit.ffi.LikeCoinVerifier as NativeVerifier

/**
 * What a resource server demands of access tokens.
 *
 * @property host the bare host name in `iss` and `aud`; `like.co` if it is not given.
 * @property all demands all of these scopes.
 * @property any demands at least one of these scopes.
 * @property expiryOptional takes tokens without `exp`. The real service issues none.
 * @property leeway allows for clocks that differ, by whole seconds up to a day.
 */
public data class LikeCoinOptions(
    public val host: String = Unset.TEXT,
    public val all: List<String> = Unset.LIST,
    public val any: List<String> = Unset.LIST,
    public val expiryOptional: Boolean = false,
    public val leeway: Duration = Unset.TIME,
) {
    /** The JSON text that the core reads. */
    public fun toJson(): String = JsonObject()
        .put("host", host)
        .put("all", all)
        .put("any", any)
        .putIf("expiry_optional", expiryOptional)
        .put("leeway", leeway)
        .toString()

    override fun toString(): String = "LikeCoinOptions(${toJson()})"
}

/**
 * Verifies LikeCoin access tokens, as a resource server.
 *
 * ```kotlin
 * val verifier = LikeCoinVerifier(commonSecret, clients, LikeCoinOptions(all = listOf("read:like.button")))
 * try {
 *     val user = verifier.verify(Bearer.token(request.header("Authorization"))).user
 * } catch (refused: JotkitException) {
 *     val reply = refused.likeCoinReply // 401 LOGIN_NEEDED, 401 TOKEN_EXPIRED or 403 INSUFFICIENT_PERMISSION
 * }
 * ```
 *
 * A token is good until it expires: a revocation cannot be seen from it. A server that must know keeps a list of
 * [AccessToken.tokenId], or of client and user, and looks there.
 */
public class LikeCoinVerifier private constructor(native: NativeVerifier, private val calls: Boolean) : AutoCloseable {
    private val handle = Handle(native, "LikeCoinVerifier")

    /**
     * A verifier for clients given as a map from id to secret.
     *
     * @throws JotkitException.Key `key_weak` for a blank common secret or an empty client secret.
     * @throws JotkitException.Usage `policy_invalid` for scopes that are not well formed.
     */
    @JvmOverloads
    public constructor(
        commonSecret: String,
        clients: Map<String, String>,
        options: LikeCoinOptions = LikeCoinOptions(),
    ) : this(commonSecret, clients, options.toJson())

    /** A verifier for clients given as a map, with the options as JSON text. */
    public constructor(commonSecret: String, clients: Map<String, String>, options: String) :
        this(across { NativeVerifier(commonSecret, clients, options) }, calls = false)

    /** A verifier that asks for the secret of each token's client. */
    @JvmOverloads
    public constructor(
        commonSecret: String,
        options: LikeCoinOptions = LikeCoinOptions(),
        secrets: ClientSecrets,
    ) : this(across { NativeVerifier.withLookup(commonSecret, Clients(secrets), options.toJson()) }, calls = true)

    /**
     * Verifies a token at the system's time.
     *
     * @throws JotkitException whose [JotkitException.likeCoinReply] is what the service itself would answer.
     */
    public fun verify(token: String): AccessToken = AccessToken(
        ask { verifier -> withToken(token) { verifier.verify(it) } },
    )

    /** Verifies a token as if it were [now], in seconds since 1970. */
    public fun verify(token: String, now: Double): AccessToken = AccessToken(
        ask { verifier -> withToken(token) { verifier.verifyAt(it, now) } },
    )

    override fun close(): Unit = handle.close()

    private inline fun <T> ask(question: (NativeVerifier) -> T): T = handle.use { native ->
        if (calls) Callbacks.rethrowing { across { question(native) } } else across { question(native) }
    }
}
