package jotkit

import jotkit.internal.Turn
import jotkit.internal.at
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.time.Clock

/**
 * Verifies tokens with keys behind a URL, and waits for the keys without blocking a thread.
 * Immutable: make it once and share it. A [Verifier] is the same for callers that may block.
 *
 * ```kotlin
 * val keys = RemoteKeys("https://id.example")
 * val verifier = SuspendingVerifier(keys, Policy().issuer("https://id.example").audience("api"))
 * val claims = verifier.verify(token)
 * ```
 *
 * It needs kotlinx-coroutines-core, which jotkit does not depend on. Cancelling a call is fine at
 * any time: a request that it began goes on for others.
 * @throws JotkitException.Usage `policy_invalid`.
 */
public class SuspendingVerifier @JvmOverloads constructor(
    private val keys: RemoteKeys,
    policy: Policy = Policy(),
    private val clock: Clock? = null,
) : AutoCloseable {
    private val judge = RemoteJudge(keys, policy)

    /** Verifies a token. The arguments and the failures are those of [Verifier.verify]. */
    public suspend fun verify(token: String, expected: Map<String, Any>? = null, now: Double? = null): Verified =
        Verified(judge.taking(token, expected?.let(::json), clock.at(now)) { turn -> decide(turn) })

    /** Fetches the keys unless there are some; see [RemoteKeys.warm]. */
    public suspend fun warm(issuer: String? = null): Unit = decide { clock -> keys.prepare(issuer, clock) }

    override fun close(): Unit = judge.close()

    /** The keys' sources and the policy. */
    override fun toString(): String = "$judge"

    /** Takes turns until one decides, and suspends in between. */
    private suspend inline fun <T> decide(turn: (clock: Long) -> Turn<T>): T {
        while (true) {
            val answered = keys.pump.answered
            val clock = System.currentTimeMillis()
            val taken = turn(clock)
            val pause = keys.pump.follow(taken, clock)
            if (taken is Turn.Decided) return guarded { taken.outcome.getOrThrow() }
            // Not on the caller's dispatcher, whose time may be that of a test.
            val inTime = withContext(Dispatchers.Default) {
                // A stage of its own: cancelling this one leaves the others waiting.
                withTimeoutOrNull(pause.milliseconds) { answered.thenApply { true }.await() }
            }
            if (inTime == null) keys.pump.giveUp(pause)
        }
    }
}
