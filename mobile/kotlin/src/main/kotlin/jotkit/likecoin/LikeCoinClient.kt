package jotkit.likecoin

import jotkit.JotkitException
import jotkit.ffi.Session
import jotkit.guarded
import jotkit.http.reason
import jotkit.json
import jotkit.members
import java.io.IOException
import java.time.Duration

/**
 * A LikeCoin OAuth client.
 *
 * ```kotlin
 * val client = LikeCoinClient(clientId, clientSecret, "https://app.example/callback")
 * val authorization = client.authorize(listOf("profile")) // send the user to authorization.url
 * val session = client.exchange(callbackUrl, authorization.state)
 * val reply = session.get("/users/profile")               // refreshes the token when needed
 * ```
 *
 * It has the client's secret, so it belongs on a server; an app makes a [LikeCoinSession] without
 * one. Its functions that send a request block, and those named `await...` suspend. Immutable and
 * shared between threads.
 * @param redirectUri where the user comes back to, as registered for the client.
 * @param page another consent page than the production one.
 * @param api another API than the production one.
 * @param transport another way to send HTTP requests.
 * @param timeout how long a call may take in all, with waiting and a refresh.
 */
public class LikeCoinClient @JvmOverloads constructor(
    private val clientId: String,
    private val clientSecret: String,
    private val redirectUri: String,
    private val page: String? = null,
    private val api: String? = null,
    private val transport: Transport = OkHttpTransport(),
    private val timeout: Duration = Duration.ofSeconds(30),
) {
    init {
        checkTimeout(timeout)
    }

    private val client =
        members("client_id" to clientId, "client_secret" to clientSecret, "redirect_uri" to redirectUri, "endpoint" to api)

    /**
     * Makes the address to send the user to.
     * @throws JotkitException.Usage as [OAuth.authorizeUrl].
     */
    @JvmOverloads
    public fun authorize(scope: List<String> = emptyList(), state: String? = null): Authorization =
        OAuth.authorizeUrl(clientId, redirectUri, scope, state, page)

    /**
     * Takes the code out of the address that the user came back to and exchanges it for tokens.
     * @param onRefresh gets the new tokens after every refresh, to store them.
     * @throws JotkitException.Flow as [OAuth.parseCallback] and [OAuth.parseTokenResponse];
     *   `server_unavailable` if the server cannot be reached.
     */
    @JvmOverloads
    public fun exchange(callbackUrl: String, expectedState: String, onRefresh: (Tokens) -> Unit = {}): LikeCoinSession {
        return session(exchangeCode(OAuth.parseCallback(callbackUrl, expectedState)), onRefresh)
    }

    /**
     * Exchanges a code for tokens, as the server of an app does that took the code out of its
     * callback.
     * @throws JotkitException.Flow as [exchange].
     */
    public fun exchangeCode(code: String): Tokens =
        tokens(OAuth.tokenRequest(clientId, clientSecret, redirectUri, code, api), null)

    /**
     * Gets the next access token.
     * @throws JotkitException.Flow as [exchange].
     */
    public fun refresh(refreshToken: String): Tokens =
        tokens(OAuth.refreshRequest(clientId, clientSecret, refreshToken, api), refreshToken)

    /**
     * Continues with tokens that an app stored.
     * @param onRefresh gets the new tokens after every refresh, to store them.
     * @throws JotkitException.Usage `argument_invalid` for tokens that no header can carry, or an
     *   invalid client.
     */
    @JvmOverloads
    public fun session(tokens: Tokens, onRefresh: (Tokens) -> Unit = {}): LikeCoinSession =
        LikeCoinSession(guarded { Session(json(client), tokens.toJson()) }, transport, timeout, onRefresh, null)

    private fun tokens(request: HttpRequest, held: String?): Tokens {
        val reply = try {
            transport.send(request, timeout)
        } catch (failure: IOException) {
            throw JotkitException.of(guarded { jotkit.ffi.oauthNoReply(reason(failure).cause) })
        }
        return OAuth.parseTokenResponse(reply.status, reply.body, held)
    }

    /** Leaves the secret out. */
    override fun toString(): String = "LikeCoinClient(clientId=$clientId)"
}

private val MAX_TIMEOUT: Duration = Duration.ofDays(1)

internal fun checkTimeout(timeout: Duration): Unit =
    require(timeout > Duration.ZERO && timeout <= MAX_TIMEOUT) { "A timeout is positive and at most a day." }
