package jotkit.livelike

import jotkit.Callback
import jotkit.ClientSecrets
import jotkit.ClientVerifier
import jotkit.JotkitException
import jotkit.ffi.ClientContent
import jotkit.guarded
import jotkit.internal.at
import java.time.Clock
import kotlin.time.Duration
import kotlin.time.DurationUnit
import jotkit.ffi.ClientVerifier as NativeVerifier
import jotkit.ffi.LiveLikeSigner as NativeSigner

/**
 * Signs LiveLike profile access tokens for one application.
 *
 * ```kotlin
 * val token = LiveLikeSigner(clientId, clientSecret).sign("user-1")
 * ```
 *
 * The Client Secret is used as it is: nothing is decoded, and any length but zero is accepted,
 * since LiveLike chooses it. Keep it on a server: with the secret of an app, everybody can be every
 * user.
 * @throws JotkitException.Usage `argument_invalid` for a blank Client ID.
 * @throws JotkitException.Key `key_weak` for an empty secret.
 */
public class LiveLikeSigner @JvmOverloads constructor(
    private val clientId: String,
    clientSecret: String,
    private val clock: Clock? = null,
) : AutoCloseable {
    private val native = guarded { NativeSigner(clientId, clientSecret) }

    /**
     * Signs a token for a user, issued now and without an expiry.
     *
     * The id is the user's id in your own system; convert a number with `toString()`. LiveLike
     * creates a profile for an id that it has not seen.
     * @throws JotkitException.Usage `argument_invalid` if the id is blank or longer than 255
     *   Unicode code points.
     */
    public fun sign(customProfileId: String): String = make(customProfileId, null, null)

    /**
     * Signs a token for a user, issued now and valid for a lifetime in whole seconds above zero.
     * @throws JotkitException.Usage as [sign]; `argument_invalid` for another lifetime.
     */
    public fun sign(customProfileId: String, lifetime: Duration): String = make(customProfileId, null, lifetime)

    /**
     * Signs a token for a user, issued at a time in whole seconds since 1970, and without an
     * expiry.
     * @throws JotkitException.Usage as [sign]; `argument_invalid` for a time that is negative, has
     *   a fraction or is in milliseconds.
     */
    public fun sign(customProfileId: String, issuedAt: Double): String = make(customProfileId, issuedAt, null)

    /** Signs a token for a user, issued at a given time and valid for a lifetime. */
    public fun sign(customProfileId: String, issuedAt: Double, lifetime: Duration): String =
        make(customProfileId, issuedAt, lifetime)

    private fun make(customProfileId: String, issuedAt: Double?, lifetime: Duration?): String =
        guarded {
            val seconds = lifetime?.toDouble(DurationUnit.SECONDS)
            native.sign(customProfileId, issuedAt, seconds, clock.at(null))
        }

    override fun close(): Unit = native.destroy()

    override fun toString(): String = "LiveLikeSigner(clientId=$clientId)"
}

/**
 * The content of a verified profile access token.
 * @property clientId the application's Client ID.
 * @property customProfileId the user's id in the application's own system; LiveLike's API calls it
 *   `custom_id`.
 * @property issuedAt when the token was made, in seconds since 1970. Some official samples get it
 *   wrong by the machine's offset from UTC, so it is not checked.
 * @property expiresAt when the token expires, in seconds since 1970; most tokens never do.
 */
public data class LiveLikeProfile internal constructor(
    public val clientId: String,
    public val customProfileId: String,
    public val issuedAt: Double,
    public val expiresAt: Double?,
)

/**
 * Verifies LiveLike profile access tokens of one application or of several.
 *
 * A verified token does not prove that LiveLike knows the user: every user in a token gets a
 * profile.
 */
public class LiveLikeVerifier private constructor(native: NativeVerifier, clock: Clock?) :
    ClientVerifier<LiveLikeProfile>(native, clock) {
    /**
     * A verifier for applications given as a map from Client ID to Client Secret.
     * @throws JotkitException.Key `key_weak` for an empty secret.
     */
    @JvmOverloads
    public constructor(applications: Map<String, String>, clock: Clock? = null) :
        this(guarded { NativeVerifier.liveLike(applications) }, clock)

    /** A verifier that asks for the Client Secret of each token's application. */
    public constructor(secrets: ClientSecrets) : this(asking(secrets), null)

    /** A verifier with a clock that asks for the Client Secret of each token's application. */
    public constructor(clock: Clock, secrets: ClientSecrets) : this(asking(secrets), clock)

    override fun read(content: ClientContent): LiveLikeProfile =
        LiveLikeProfile(content.clientId, content.user, content.issuedAt, content.expiresAt)
}

private fun asking(secrets: ClientSecrets): NativeVerifier =
    guarded { NativeVerifier.liveLikeWithLookup(Callback.native(secrets)) }
