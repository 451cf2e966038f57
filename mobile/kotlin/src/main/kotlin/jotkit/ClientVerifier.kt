package jotkit

import jotkit.ffi.ClientContent
import jotkit.internal.at
import java.time.Clock
import jotkit.ffi.ClientVerifier as NativeVerifier

/**
 * Verifies tokens that are signed with a client's secret: the base of the LiveLike and the LikeCoin
 * verifier. Immutable: make it once and share it between threads.
 */
public abstract class ClientVerifier<T> internal constructor(
    private val native: NativeVerifier,
    private val clock: Clock?,
) : AutoCloseable {
    /**
     * Verifies a token at the time of the verifier's clock, or else the system's.
     * @throws JotkitException.Key `client_unknown` for an unknown client.
     * @throws JotkitException.Malformed if it is not a token.
     * @throws JotkitException.Refused if it must not be trusted.
     */
    public fun verify(token: String): T = verified(token, null)

    /** Verifies a token as if it were [now], in seconds since 1970. */
    public fun verify(token: String, now: Double): T = verified(token, now)

    override fun close(): Unit = native.destroy()

    internal abstract fun read(content: ClientContent): T

    private fun verified(token: String, now: Double?): T =
        read(Callback.guarded { withToken(token) { native.verify(it, clock.at(now)) } })
}
