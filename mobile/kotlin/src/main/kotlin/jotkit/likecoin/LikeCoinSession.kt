package jotkit.likecoin

import jotkit.JotkitException
import jotkit.ffi.Session
import jotkit.ffi.Step
import jotkit.guarded
import jotkit.http.reason
import java.io.IOException
import java.time.Duration
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock

/**
 * A response of the API to a [LikeCoinSession].
 * @property reaction what to do about it.
 */
public class LikeCoinResponse internal constructor(response: HttpResponse, public val reaction: Reaction) :
    HttpResponse(response.status, response.headers, response.body)

/**
 * Calls the API for one user. The core says what to send, when to refresh the access token and when
 * to wait; this class sends and waits.
 *
 * Shared between threads: calls that find the token expired at the same time wait for one refresh.
 */
public class LikeCoinSession internal constructor(
    private val native: Session,
    private val transport: Transport,
    private val timeout: Duration,
    private val onRefresh: (Tokens) -> Unit,
) {
    private val lock = ReentrantLock()
    private val changed = lock.newCondition()

    /** The tokens in use. */
    public val tokens: Tokens get() = Tokens(guarded { native.tokens() })

    /**
     * Sends a request with the access token to the client's API: to a path, or to an absolute
     * address of the same origin. If the API says that the token has expired, it gets a new one and
     * sends the request again, once.
     * @throws JotkitException.Usage `argument_invalid` for an address elsewhere, or a method or
     *   header that HTTP does not have.
     * @throws JotkitException.Flow `server_unavailable` if there is no reply in time: the tokens
     *   are still good; `request_refused` if the refresh is refused; `response_invalid` for a reply
     *   that is not understood or too long.
     * @throws InterruptedException if the thread is interrupted.
     */
    public fun call(request: HttpRequest): LikeCoinResponse {
        val deadline = System.nanoTime() + timeout.toNanos()
        val begun = guarded { native.call(request.method, request.url, request.headers, request.body) }
        var response = HttpResponse(0)
        var step = begun.step
        try {
            while (true) {
                step = when (step) {
                    is Step.Send -> {
                        step.store?.let { onRefresh(Tokens(it)) }
                        response = send(begun.call, step, deadline)
                        val status = OAuth.asStatus(response.status)
                        guarded { native.reply(begun.call, status, response.headers, response.body) }.also { wake() }
                    }

                    is Step.Wait -> resume(begun.call, deadline)

                    is Step.Done -> return LikeCoinResponse(response, Reaction.valueOf(step.reaction.name))
                }
            }
        } finally {
            cancel(begun.call)
        }
    }

    /** Sends a `GET` request; see [call]. */
    public fun get(url: String): LikeCoinResponse = call(HttpRequest("GET", url))

    private fun send(call: ULong, step: Step.Send, deadline: Long): HttpResponse = try {
        transport.send(step.request.toHttp(), Duration.ofNanos(deadline - System.nanoTime()))
    } catch (failure: IOException) {
        throw JotkitException.of(guarded { native.failed(call, reason(failure).cause) })
    }

    /**
     * Asks again under the lock, so that no [wake] is missed, and waits if the refresh is still
     * running.
     */
    private fun resume(call: ULong, deadline: Long): Step = lock.withLock {
        val step = guarded { native.resume(call) }
        if (step is Step.Wait && changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
            throw JotkitException.of(guarded { native.failed(call, "timeout") })
        }
        step
    }

    /** Ends a call, whatever ended it here, so that no other call waits for it. */
    private fun cancel(call: ULong) {
        try {
            guarded { native.cancel(call) }
        } catch (_: JotkitException) {
            // It is over already.
        }
        wake()
    }

    private fun wake(): Unit = lock.withLock { changed.signalAll() }

    /** Leaves the tokens out. */
    override fun toString(): String = "LikeCoinSession(user=${tokens.user})"
}
