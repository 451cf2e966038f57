package jotkit.internal

import jotkit.RemoteEvent
import jotkit.ffi.RemoteFetch
import jotkit.ffi.RemoteKeysInterface
import jotkit.guarded
import jotkit.http.HttpRequest
import jotkit.http.HttpResponse
import jotkit.http.Transport
import jotkit.http.TransportFailure.Reason
import jotkit.http.reason
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlin.random.nextUInt

/**
 * Sends the requests that the core asks for and lets callers wait for their answers.
 *
 * Each request has a thread of its own, so a caller that goes away takes nothing with it. Callers
 * hold no lock while they wait, and a virtual thread is not pinned.
 */
internal class Pump(
    private val native: RemoteKeysInterface,
    private val transport: Transport,
    private val onEvent: ((RemoteEvent) -> Unit)?,
) {
    private val next = AtomicReference(CompletableFuture<Unit>())

    /** What is completed by the next answer. To miss none, it is read before a turn. */
    val answered: CompletableFuture<Unit> get() = next.get()

    /** How long to wait before another turn, and the lease to give up if the time is over then. */
    class Pause(val milliseconds: Long, val lease: ULong?)

    /** Takes turns until one decides, and blocks in between. */
    inline fun <T> decide(turn: (clock: Long) -> Turn<T>): T {
        while (true) {
            val answered = answered
            val clock = System.currentTimeMillis()
            val taken = turn(clock)
            val pause = follow(taken, clock)
            if (taken is Turn.Decided) return guarded { taken.outcome.getOrThrow() }
            try {
                answered.get(pause.milliseconds, TimeUnit.MILLISECONDS)
            } catch (_: TimeoutException) {
                giveUp(pause)
            }
        }
    }

    /** Sends what a turn asks for. */
    fun follow(turn: Turn<*>, clock: Long): Pause {
        report()
        return when (turn) {
            is Turn.Decided -> {
                turn.due?.let(::start)
                Pause(0, null)
            }

            is Turn.Fetch -> {
                start(turn.fetch)
                Pause(turn.fetch.timeoutMs + GRACE, turn.fetch.lease)
            }

            is Turn.Wait -> Pause(maxOf(turn.until - clock, 1), null)
        }
    }

    /** Ends a request whose transport does not keep to its time limit. */
    fun giveUp(pause: Pause) {
        pause.lease?.let { failed(it, Reason.TIMEOUT) }
    }

    /** Wakes those who wait. */
    fun wake() {
        report()
        next.getAndSet(CompletableFuture()).complete(Unit)
    }

    private fun start(fetch: RemoteFetch) {
        try {
            thread(isDaemon = true, name = "jotkit-keys") { exchange(fetch) }
        } catch (_: Throwable) {
            // There is no memory for a thread.
            failed(fetch.lease, Reason.NETWORK)
        }
    }

    private fun exchange(fetch: RemoteFetch) {
        try {
            val most = fetch.maxBytes.toInt()
            val request = HttpRequest("GET", fetch.url, fetch.headers, maxBytes = most)
            val response = transport.send(request, Duration.ofMillis(fetch.timeoutMs))
            answer(fetch.lease, response, most)
            wake()
        } catch (failure: Throwable) {
            // Nothing else knows of this thread, and those who wait must hear of it.
            failed(fetch.lease, reason(failure))
        }
    }

    private fun answer(lease: ULong, response: HttpResponse, most: Int) {
        // Only as much of a long body is copied as shows that it is too long.
        val body = response.body.let { if (it.size > most) it.copyOf(most + 1) else it }
        val status = response.status.takeIf { it in 0..UShort.MAX_VALUE.toInt() } ?: 0
        val now = System.currentTimeMillis()
        guarded { native.answer(lease, status.toUShort(), response.headers, body, now, Random.nextUInt()) }
    }

    private fun failed(lease: ULong, reason: Reason) {
        val now = System.currentTimeMillis()
        guarded { native.failed(lease, reason.cause, now, Random.nextUInt()) }
        wake()
    }

    /** Hands on what has happened. A listener that throws changes no verdict. */
    private fun report() {
        val listener = onEvent ?: return
        for (event in guarded { native.events() }) runCatching { listener(RemoteEvent(event)) }
    }

    private companion object {
        /** In milliseconds, less than what the core adds to a lease. */
        const val GRACE = 500L
    }
}
