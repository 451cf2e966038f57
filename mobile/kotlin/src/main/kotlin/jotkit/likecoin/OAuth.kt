package jotkit.likecoin

import jotkit.JotkitException
import jotkit.ffi.OAuthRequest
import jotkit.ffi.OAuthTokens
import jotkit.guarded
import jotkit.json
import jotkit.members
import jotkit.withSecret

/**
 * Where to send the user, and what to remember until they come back.
 * @property url the address of the consent page, with all parameters.
 * @property state what the callback must contain. Keep it with this user's session and use it once.
 */
public class Authorization internal constructor(public val url: String, public val state: String) {
    /**
     * Hides both: with the state, an attacker can complete a login of their own in the user's
     * browser.
     */
    override fun toString(): String = "Authorization(hidden)"
}

/**
 * What the token endpoint granted. An app may make one from what it stored.
 * @property accessToken the token to call the API with, for an hour.
 * @property refreshToken the token to get the next access token with. It is not a JWT.
 * @property user the user's Liker ID.
 * @property displayName the name that the user shows. Not unique.
 * @property avatar the address of the user's picture; may be empty.
 * @property scope the granted scopes, if the reply names them.
 * @property expiresAt when the access token expires, in seconds since 1970, read without
 *   verification.
 */
public class Tokens @JvmOverloads constructor(
    public val accessToken: String,
    public val refreshToken: String? = null,
    public val user: String? = null,
    public val displayName: String? = null,
    public val avatar: String? = null,
    public val scope: List<String>? = null,
    public val expiresAt: Double? = null,
) {
    internal constructor(native: OAuthTokens) : this(
        native.accessToken,
        native.refreshToken,
        native.user,
        native.displayName,
        native.avatar,
        native.scope,
        native.expiresAt,
    )

    /** The form that the core reads. */
    internal fun toJson(): String {
        val tokens = members("access_token" to accessToken, "refresh_token" to refreshToken, "expires_at" to expiresAt)
        return json(tokens + members("user" to user, "display_name" to displayName, "avatar" to avatar, "scope" to scope))
    }

    /** Hides the tokens. */
    override fun toString(): String = "Tokens(user=$user, expiresAt=$expiresAt)"
}

/** What to do about the reply to a call. */
public enum class Reaction {
    /** The call succeeded. */
    DONE,

    /** Send the user to the consent page again. */
    REAUTHORIZE,

    /** The call failed for another reason than the token. */
    FAILED,
}

/**
 * The requests and replies of LikeCoin's OAuth 2.0, for apps that send them by themselves. Nothing
 * here uses the network; [LikeCoinClient] does.
 */
public object OAuth {
    /**
     * Makes the address to send the user to.
     * @param state an unguessable string; 192 random bits if it is not given.
     * @param endpoint another consent page than the production one.
     * @throws JotkitException.Usage `argument_invalid` if the client id is blank, a scope is not
     *   one word, the redirect URI is relative or has a fragment, or the endpoint is not `https`
     *   (`http` is for this machine).
     */
    @JvmStatic
    @JvmOverloads
    public fun authorizeUrl(
        clientId: String,
        redirectUri: String,
        scope: List<String> = emptyList(),
        state: String? = null,
        endpoint: String? = null,
    ): Authorization {
        val to = members("client_id" to clientId, "redirect_uri" to redirectUri, "endpoint" to endpoint)
        val made = guarded { jotkit.ffi.oauthAuthorizeUrl(json(to + members("scope" to scope, "state" to state))) }
        return Authorization(made.url, made.state)
    }

    /**
     * Takes the authorization code out of the address that the user came back to.
     * @param expectedState the state of this user's [Authorization]; forget it after this call.
     * @throws JotkitException.Flow `access_denied` if the user declined, `authorization_failed` if
     *   the server refused, `state_mismatch` or `callback_invalid` if the address is not the answer
     *   to this user's request.
     */
    @JvmStatic public fun parseCallback(url: String, expectedState: String): String =
        guarded { jotkit.ffi.oauthParseCallback(url, expectedState) }

    /**
     * Makes the request that exchanges a code.
     * @throws JotkitException.Usage `argument_invalid` for a blank id or code, or an endpoint that
     *   is not `https`.
     * @throws JotkitException.Key `key_weak` for an empty secret.
     */
    @JvmStatic
    @JvmOverloads
    public fun tokenRequest(
        clientId: String,
        clientSecret: String,
        redirectUri: String,
        code: String,
        endpoint: String? = null,
    ): HttpRequest {
        val client = members("client_id" to clientId, "client_secret" to clientSecret, "endpoint" to endpoint)
        val request = client + members("redirect_uri" to redirectUri, "code" to code)
        return guarded { jotkit.ffi.oauthTokenRequest(json(request)) }.toHttp()
    }

    /**
     * Makes the request that refreshes an access token.
     * @throws JotkitException as [tokenRequest].
     */
    @JvmStatic
    @JvmOverloads
    public fun refreshRequest(
        clientId: String,
        clientSecret: String,
        refreshToken: String,
        endpoint: String? = null,
    ): HttpRequest {
        val client = members("client_id" to clientId, "client_secret" to clientSecret, "endpoint" to endpoint)
        return guarded { jotkit.ffi.oauthRefreshRequest(json(client + members("refresh_token" to refreshToken))) }.toHttp()
    }

    /**
     * Reads the reply to either request.
     * @param held the refresh token held so far, which is kept if the reply has none.
     * @throws JotkitException.Flow `request_refused` or `server_unavailable` for a status that is
     *   not a success, `response_invalid` for a reply that is not understood. Of the server's own
     *   words, only a short plain [JotkitException.detail] is kept, since a server may repeat what
     *   it was sent.
     */
    @JvmStatic
    @JvmOverloads
    public fun parseTokenResponse(status: Int, body: ByteArray, held: String? = null): Tokens {
        // A longer body is refused; only as much as shows that is copied.
        val length = minOf(body.size, Transport.MAX_BODY + 1)
        return guarded {
            Tokens(withSecret(body, length) { jotkit.ffi.oauthParseTokenResponse(asStatus(status), it, held) })
        }
    }

    /** A number that cannot be a status becomes 0, which the core refuses. */
    internal fun asStatus(status: Int): UShort =
        status.takeIf { it in 0..UShort.MAX_VALUE.toInt() }?.toUShort() ?: 0u
}

internal fun OAuthRequest.toHttp() = HttpRequest(method, url, headers, body)
