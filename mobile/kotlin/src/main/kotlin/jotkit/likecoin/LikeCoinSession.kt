package jotkit.likecoin

import jotkit.JotkitException
import jotkit.ffi.Session
import jotkit.ffi.Step
import jotkit.guarded
import jotkit.http.TransportFailure
import jotkit.http.reason
import java.io.IOException
import java.time.Duration
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.thread
import kotlin.concurrent.withLock

/**
 * A response of the API to a [LikeCoinSession].
 * @property reaction what to do about it.
 */
public class LikeCoinResponse internal constructor(response: HttpResponse, public val reaction: Reaction) :
    HttpResponse(response.status, response.headers, response.body)

/** Gets the next tokens of a user from the app's own server, which has the client's secret. */
public fun interface TokenRefresh {
    /**
     * Returns the tokens that the server answered with; a refresh token that it does not name is
     * kept. It runs on a thread of its own, once for all calls that wait, and is interrupted at the
     * deadline of the call that began it.
     * @throws IOException if there is no answer now: the call is `server_unavailable`, and the
     *   tokens are still good. What else it throws, the call throws.
     */
    @Throws(Exception::class)
    public fun refresh(held: Tokens): Tokens
}

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
    private val elsewhere: TokenRefresh?,
) {
    /**
     * A session of an app, without the client's secret: [refresh] asks the app's own server for the
     * next tokens.
     *
     * ```kotlin
     * val session = LikeCoinSession(stored) { held -> server.refresh(held) }
     * val reply = session.get("/users/profile")
     * ```
     * @param api another API than the production one.
     * @param transport another way to send the requests to the API.
     * @param timeout how long a call may take in all, with waiting and a refresh.
     * @param onRefresh gets the new tokens after every refresh, to store them.
     * @throws JotkitException.Usage `argument_invalid` for tokens that no header can carry, or an
     *   API that is not `https`.
     */
    @JvmOverloads
    public constructor(
        tokens: Tokens,
        api: String? = null,
        transport: Transport = OkHttpTransport(),
        timeout: Duration = Duration.ofSeconds(30),
        onRefresh: (Tokens) -> Unit = {},
        refresh: TokenRefresh,
    ) : this(guarded { Session.withoutSecret(api, tokens.toJson()) }, transport, timeout, onRefresh, refresh) {
        checkTimeout(timeout)
    }

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
                        response = exchange(begun.call, step, deadline)
                        val status = OAuth.asStatus(response.status)
                        guarded { native.reply(begun.call, status, response.headers, response.body) }.also { wake() }
                    }

                    is Step.Refresh -> {
                        val next = asked(begun.call, Tokens(step.held), deadline)
                        guarded { native.refreshed(begun.call, next.toJson()) }.also { wake() }
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

    /**
     * Ends the session's tokens at the server (RFC 7009), those that other processes got by the
     * same login too. The endpoint is that of jotkit's own provider; LikeCoin's is not public.
     * Afterwards forget the tokens: the API refuses them.
     * @throws JotkitException.Usage `argument_invalid` for a session without the client's secret:
     *   the app's own server logs out.
     * @throws JotkitException.Flow `server_unavailable` if there is no reply (the tokens may still
     *   be good: try again), `request_refused`, `response_invalid`.
     */
    public fun logout() {
        val request = guarded { native.logout() }
        val reply = try {
            transport.send(request.toHttp(), timeout)
        } catch (failure: IOException) {
            throw JotkitException.of(guarded { jotkit.ffi.oauthNoReply(reason(failure).cause) })
        }
        guarded { native.loggedOut(OAuth.asStatus(reply.status), reply.headers, reply.body) }
    }

    private fun exchange(call: ULong, step: Step.Send, deadline: Long): HttpResponse = try {
        transport.send(step.request.toHttp(), Duration.ofNanos(deadline - System.nanoTime()))
    } catch (failure: IOException) {
        throw JotkitException.of(guarded { native.failed(call, reason(failure).cause) })
    }

    /** Runs the app's function with a deadline. */
    private fun asked(call: ULong, held: Tokens, deadline: Long): Tokens {
        // Only a session that has the function is asked.
        val answer = FutureTask { elsewhere!!.refresh(held) }
        val worker = thread(isDaemon = true, name = "jotkit-refresh") { answer.run() }
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
        } catch (_: TimeoutException) {
            throw JotkitException.of(guarded { native.failed(call, "timeout") })
        } catch (failed: ExecutionException) {
            val failure = failed.cause as? IOException ?: throw failed.cause ?: failed
            throw JotkitException.of(guarded { native.failed(call, reason(failure).cause) })
        } finally {
            worker.interrupt()
        }
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
