package jotkit.likecoin

import jotkit.JotkitException
import java.io.IOException

/**
 * A LikeCoin OAuth client that speaks HTTP.
 *
 * ```kotlin
 * val client = LikeCoinClient(clientId, clientSecret, "https://app.example/callback")
 * val authorization = client.authorize(listOf("profile"))       // send the user to authorization.url
 * val session = client.exchange(callbackUrl, authorization.state)
 * val reply = session.get("https://api.like.co/users/profile")  // refreshes by itself
 * ```
 *
 * Its functions that send something block. Immutable and shared between threads.
 *
 * @param redirectUri where the user comes back to, as it is on the client's whitelist.
 * @param page another consent page than the production one.
 * @param api another API than the production one.
 * @param transport another way to send HTTP requests.
 */
public class LikeCoinClient @JvmOverloads constructor(
    private val clientId: String,
    private val clientSecret: String,
    private val redirectUri: String,
    private val page: String? = null,
    internal val api: String? = null,
    internal val transport: Transport = UrlConnectionTransport(),
) {
    /**
     * Makes the address to send the user to.
     *
     * @throws JotkitException.Usage as [OAuth.authorizeUrl].
     */
    @JvmOverloads
    public fun authorize(scope: List<String> = emptyList(), state: String? = null): Authorization =
        OAuth.authorizeUrl(clientId, redirectUri, scope, state, page)

    /**
     * Takes the code out of the address the user came back to and exchanges it for tokens.
     *
     * @param onRefresh is given the new tokens after every refresh, to store them.
     * @throws JotkitException.Flow as [OAuth.parseCallback] and [OAuth.parseTokenResponse].
     * @throws IOException if the server cannot be reached.
     */
    @JvmOverloads
    @Throws(IOException::class)
    public fun exchange(
        callbackUrl: String,
        expectedState: String,
        onRefresh: (Tokens) -> Unit = {},
    ): LikeCoinSession {
        val code = OAuth.parseCallback(callbackUrl, expectedState)
        val reply = transport.send(OAuth.tokenRequest(clientId, clientSecret, redirectUri, code, api))
        return session(OAuth.parseTokenResponse(reply.status, reply.body), onRefresh)
    }

    /**
     * Gets the next access token.
     *
     * @throws JotkitException.Flow as [OAuth.parseTokenResponse].
     * @throws IOException if the server cannot be reached.
     */
    @Throws(IOException::class)
    public fun refresh(refreshToken: String): Tokens {
        val reply = transport.send(OAuth.refreshRequest(clientId, clientSecret, refreshToken, api))
        return OAuth.parseTokenResponse(reply.status, reply.body, refreshToken)
    }

    /**
     * Goes on with tokens that an app stored.
     *
     * @param onRefresh is given the new tokens after every refresh, to store them.
     */
    @JvmOverloads
    public fun session(tokens: Tokens, onRefresh: (Tokens) -> Unit = {}): LikeCoinSession =
        LikeCoinSession(this, tokens, onRefresh)

    /** Leaves the secret out. */
    override fun toString(): String = "LikeCoinClient(clientId=$clientId)"
}
