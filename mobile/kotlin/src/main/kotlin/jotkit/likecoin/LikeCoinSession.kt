package jotkit.likecoin

import jotkit.Bearer
import jotkit.JotkitException
import java.io.IOException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException

/**
 * Calls the API for one user, with tokens that it refreshes when the API says they are over.
 *
 * Shared between threads: calls that find the token expired at the same time wait for one refresh.
 */
public class LikeCoinSession internal constructor(
    private val client: LikeCoinClient,
    tokens: Tokens,
    private val onRefresh: (Tokens) -> Unit,
) {
    private val lock = Any()
    private var refreshing: CompletableFuture<Tokens>? = null

    /** The tokens in use. */
    @Volatile
    public var tokens: Tokens = tokens
        private set

    /**
     * Sends a request with the access token, and reacts to the reply: on 401 `TOKEN_EXPIRED` or `LOGIN_NEEDED` it gets a
     * new access token and sends the request again, once. A 403 comes back as it is.
     *
     * The response may have any status; [OAuth.reaction] with `refreshed = true` says what is left to do about it.
     *
     * @throws JotkitException.Usage as [OAuth.callUrl]: the token goes to the client's API alone.
     * @throws JotkitException.Flow if the refresh is refused.
     * @throws IOException if the server cannot be reached or its response is longer than [Transport.MAX_BODY].
     */
    @Throws(IOException::class)
    public fun call(request: HttpRequest): HttpResponse {
        // What was checked is what is called: parsers differ in what they take for the host.
        val checked = HttpRequest(request.method, OAuth.callUrl(request.url, client.api), request.headers, request.body)
        val used = tokens
        val first = send(checked, used)
        if (OAuth.reaction(first, refreshed = false) != Reaction.REFRESH_AND_RETRY) return first
        val next = freshTokens(used) ?: return first
        return send(checked, next)
    }

    /** Sends a `GET` request to an address of the API, or to a path of it; see [call]. */
    @Throws(IOException::class)
    public fun get(url: String): HttpResponse = call(HttpRequest("GET", url))

    private fun send(request: HttpRequest, tokens: Tokens): HttpResponse {
        val response = client.transport.send(request.withHeader("Authorization", Bearer.header(tokens.accessToken)))
        if (response.body.size > Transport.MAX_BODY) throw IOException("The response is longer than 1 MiB.")
        return response
    }

    /** Newer tokens than those that were refused: somebody else's or those of a refresh. `null` if there is no way. */
    private fun freshTokens(refused: Tokens): Tokens? {
        val mine = CompletableFuture<Tokens>()
        val running = synchronized(lock) {
            if (tokens !== refused) return tokens
            refreshing ?: mine.also { refreshing = it }
        }
        if (running !== mine) return await(running)
        val held = refused.refreshToken
        return if (held == null) finish(mine, null) else refresh(mine, held)
    }

    @Suppress("TooGenericExceptionCaught")
    private fun refresh(mine: CompletableFuture<Tokens>, held: String): Tokens {
        val next = try {
            client.refresh(held)
        } catch (any: Throwable) {
            // Those who wait fail in the same way: asking again would not help, and might lock the client out.
            synchronized(lock) { refreshing = null }
            mine.completeExceptionally(any)
            throw any
        }
        finish(mine, next)
        onRefresh(next)
        return next
    }

    private fun finish(mine: CompletableFuture<Tokens>, next: Tokens?): Tokens? {
        synchronized(lock) {
            next?.let { tokens = it }
            refreshing = null
        }
        mine.complete(next)
        return next
    }

    private fun await(running: CompletableFuture<Tokens>): Tokens? = try {
        running.get()
    } catch (failed: ExecutionException) {
        throw failed.cause ?: failed
    }

    /** Leaves the tokens out. */
    override fun toString(): String = "LikeCoinSession(user=${tokens.user})"
}
