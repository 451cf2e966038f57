package jotkit.livelike

import jotkit.ClientSecrets
import jotkit.JotkitException
import jotkit.internal.Callbacks
import jotkit.internal.Clients
import jotkit.internal.Handle
import jotkit.internal.across
import jotkit.internal.withToken
import jotkit.ffi.LiveLikeProfile as NativeProfile
import jotkit.ffi.LiveLikeVerifier as NativeVerifier

/**
 * What a verified profile access token says.
 *
 * @property clientId the application's Client ID.
 * @property customProfileId the user in the application's own system; LiveLike's API calls it `custom_id`.
 * @property issuedAt when the token was made, in seconds since 1970. Some official samples get it wrong by the machine's
 *   offset from UTC, so nothing is refused because of it.
 * @property expiresAt when the token ends, in seconds since 1970; most never do.
 */
public data class LiveLikeProfile internal constructor(
    public val clientId: String,
    public val customProfileId: String,
    public val issuedAt: Double,
    public val expiresAt: Double?,
) {
    internal constructor(native: NativeProfile) :
        this(native.clientId, native.customProfileId, native.issuedAt, native.expiresAt)
}

/**
 * Verifies LiveLike profile access tokens of one application or of many.
 *
 * A token that passes is no proof that the user is known to LiveLike: whoever it names gets a profile.
 */
public class LiveLikeVerifier private constructor(native: NativeVerifier, private val calls: Boolean) : AutoCloseable {
    private val handle = Handle(native, "LiveLikeVerifier")

    /**
     * A verifier for applications given as a map from Client ID to Client Secret.
     *
     * @throws JotkitException.Key `key_weak` for an empty secret.
     */
    public constructor(applications: Map<String, String>) :
        this(across { NativeVerifier(applications) }, calls = false)

    /** A verifier that asks for the Client Secret of each token's application. */
    public constructor(secrets: ClientSecrets) :
        this(across { NativeVerifier.withLookup(Clients(secrets)) }, calls = true)

    /**
     * Verifies a token at the system's time.
     *
     * @throws JotkitException.Key `client_unknown` for an application that is not known.
     * @throws JotkitException.Malformed if it is no token.
     * @throws JotkitException.Refused if it must not be trusted.
     */
    public fun verify(token: String): LiveLikeProfile = LiveLikeProfile(
        ask { verifier -> withToken(token) { verifier.verify(it) } },
    )

    /** Verifies a token as if it were [now], in seconds since 1970. */
    public fun verify(token: String, now: Double): LiveLikeProfile = LiveLikeProfile(
        ask { verifier -> withToken(token) { verifier.verifyAt(it, now) } },
    )

    override fun close(): Unit = handle.close()

    private inline fun <T> ask(question: (NativeVerifier) -> T): T = handle.use { native ->
        if (calls) Callbacks.rethrowing { across { question(native) } } else across { question(native) }
    }
}
