package jotkit.livelike

import jotkit.JotkitException
import jotkit.internal.Handle
import jotkit.internal.across
import kotlin.time.Duration
import kotlin.time.DurationUnit
import jotkit.ffi.LiveLikeSigner as NativeSigner

/**
 * Mints LiveLike profile access tokens for one application.
 *
 * ```kotlin
 * val token = LiveLikeSigner(clientId, clientSecret).sign("user-1")
 * ```
 *
 * The Client Secret is taken as text: nothing is decoded, and any length but zero will do, since LiveLike chose it. Keep it
 * on a server; an app that ships it lets everybody be every user.
 *
 * @throws JotkitException.Usage `argument_invalid` for a blank Client ID.
 * @throws JotkitException.Key `key_weak` for an empty secret.
 */
public class LiveLikeSigner(private val clientId: String, clientSecret: String) : AutoCloseable {
    private val handle = Handle(across { NativeSigner(clientId, clientSecret) }, "LiveLikeSigner")

    /**
     * Mints a token for a user, issued now and without an end.
     *
     * The id is the user's in your own system; a number is written out first, with `toString()`. LiveLike makes a profile
     * for an id that it has not seen.
     *
     * @throws JotkitException.Usage `argument_invalid` if the id is blank or longer than 255 Unicode code points.
     */
    public fun sign(customProfileId: String): String = make(customProfileId, null, null)

    /**
     * Mints a token for a user, issued now and valid for whole seconds above zero.
     *
     * @throws JotkitException.Usage as [sign]; `argument_invalid` for another lifetime.
     */
    public fun sign(customProfileId: String, lifetime: Duration): String = make(customProfileId, null, lifetime)

    /**
     * Mints a token for a user, issued at a time given in whole seconds since 1970, and without an end.
     *
     * @throws JotkitException.Usage as [sign]; `argument_invalid` for a time that is negative, has a fraction or must be
     *   meant in milliseconds.
     */
    public fun sign(customProfileId: String, issuedAt: Double): String = make(customProfileId, issuedAt, null)

    /** Mints a token for a user, issued at a given time and valid for a lifetime. */
    public fun sign(customProfileId: String, issuedAt: Double, lifetime: Duration): String =
        make(customProfileId, issuedAt, lifetime)

    private fun make(customProfileId: String, issuedAt: Double?, lifetime: Duration?): String = handle.use {
        across { it.sign(customProfileId, issuedAt, lifetime?.toDouble(DurationUnit.SECONDS)) }
    }

    override fun close(): Unit = handle.close()

    override fun toString(): String = "LiveLikeSigner(clientId=$clientId)"
}
