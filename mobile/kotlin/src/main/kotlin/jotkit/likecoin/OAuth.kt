package jotkit.likecoin

import jotkit.JotkitException
import jotkit.ffi.OAuthRequest
import jotkit.ffi.OAuthTokens
import jotkit.internal.JsonObject
import jotkit.internal.across
import jotkit.internal.withBytes

/**
 * Where to send the user, and what to remember until they come back.
 *
 * @property url the address of the consent page, with all parameters.
 * @property state what the callback has to bring back. To be kept with this user's session, and to be used once.
 */
public class Authorization internal constructor(public val url: String, public val state: String) {
    /** Hides both: who knows the state can finish a login of their own in the user's browser. */
    override fun toString(): String = "Authorization(hidden)"
}

/**
 * What the token endpoint granted. An app may make one out of what it stored.
 *
 * @property accessToken the token to call the API with, for an hour.
 * @property refreshToken the token to get the next access token with. It is not a JWT.
 * @property user the user's Liker ID.
 * @property displayName the name the user shows. Not unique.
 * @property avatar the address of the user's picture; may be empty.
 * @property scope the granted scopes, where the reply names them.
 * @property expiresAt when the access token expires, in seconds since 1970, read without verification.
 */
public class Tokens
@JvmOverloads
constructor(
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

    /** Hides the tokens. */
    override fun toString(): String = "Tokens(user=$user, expiresAt=$expiresAt)"
}

/** What to do about an API's reply. */
public enum class Reaction {
    /** The call succeeded. */
    DONE,

    /** Refresh the access token and send the request again, once. */
    REFRESH_AND_RETRY,

    /** Send the user through the consent page again. */
    REAUTHORIZE,

    /** The call failed for a reason that has nothing to do with the token. */
    FAILED,
}

/**
 * The client's side of LikeCoin's OAuth 2.0, in the order of its steps. Nothing here talks to the network;
 * [LikeCoinClient] does.
 */
public object OAuth {
    /**
     * Makes the address to send the user to.
     *
     * @param state has to be unguessable; 192 random bits if it is not given.
     * @param endpoint another consent page than the production one.
     * @throws JotkitException.Usage `argument_invalid` if the client id is blank, a scope is not one word, the redirect URI is
     *   relative or has a fragment, or the endpoint is not `https` (`http` is for this very machine).
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
        val request = JsonObject().put("client_id", clientId).put("scope", scope).put("redirect_uri", redirectUri)
        state?.let { request.put("state", it) }
        endpoint?.let { request.put("endpoint", it) }
        val made = across { jotkit.ffi.oauthAuthorizeUrl(request.toString()) }
        return Authorization(made.url, made.state)
    }

    /**
     * Takes the authorization code out of the address the user came back to.
     *
     * @param expectedState the state of this user's [Authorization]; to be forgotten after this call, whatever comes of it.
     * @throws JotkitException.Flow `access_denied` if the user declined, `authorization_failed` if the server refused,
     *   `state_mismatch` or `callback_invalid` if the address is not the answer to this user's request.
     */
    @JvmStatic
    public fun parseCallback(url: String, expectedState: String): String =
        across { jotkit.ffi.oauthParseCallback(url, expectedState) }

    /**
     * Makes the request that exchanges a code.
     *
     * @throws JotkitException.Usage `argument_invalid` for a blank id or code, or an endpoint that is not `https`.
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
        val request = JsonObject()
            .put("client_id", clientId)
            .put("client_secret", clientSecret)
            .put("redirect_uri", redirectUri)
            .put("code", code)
        endpoint?.let { request.put("endpoint", it) }
        return across { jotkit.ffi.oauthTokenRequest(request.toString()) }.toHttp()
    }

    /**
     * Makes the request that refreshes an access token.
     *
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
        val request = JsonObject()
            .put("client_id", clientId)
            .put("client_secret", clientSecret)
            .put("refresh_token", refreshToken)
        endpoint?.let { request.put("endpoint", it) }
        return across { jotkit.ffi.oauthRefreshRequest(request.toString()) }.toHttp()
    }

    /**
     * Reads the reply to either request.
     *
     * @param held the refresh token held so far, which is kept if the reply has none.
     * @throws JotkitException.Flow `request_refused` for a status that is no success, `response_invalid` for a reply that makes
     *   no sense. The server's own words are left out, since a server may repeat what it was sent.
     */
    @JvmStatic
    @JvmOverloads
    public fun parseTokenResponse(status: Int, body: ByteArray, held: String? = null): Tokens = Tokens(
        across { withBytes(body) { jotkit.ffi.oauthParseTokenResponse(asStatus(status), it, held) } },
    )

    /**
     * Checks the address of an API before an access token is sent to it, and brings it into the form that every parser reads
     * alike.
     *
     * @throws JotkitException.Usage `argument_invalid` unless it is an absolute `https` address without a user name; `http` is for
     *   this very machine.
     */
    @JvmStatic
    public fun apiUrl(address: String): String = across { jotkit.ffi.oauthApiUrl(address) }

    /**
     * The address to send an access token to, which nothing but the API gets: a path under [endpoint] or an absolute address
     * with its scheme, host and port. Without an endpoint, the production API's.
     *
     * @throws JotkitException.Usage `argument_invalid` for an address elsewhere, and as [apiUrl].
     */
    @JvmStatic
    @JvmOverloads
    public fun callUrl(address: String, endpoint: String? = null): String =
        across { jotkit.ffi.oauthCallUrl(address, endpoint) }

    /** What to do about the reply to a call; [refreshed] if it was already sent again after a refresh. */
    @JvmStatic
    public fun reaction(response: HttpResponse, refreshed: Boolean): Reaction {
        val native = across { withBytes(response.body) { jotkit.ffi.oauthReaction(asStatus(response.status), it, refreshed) } }
        return Reaction.valueOf(native.name)
    }

    private fun OAuthRequest.toHttp() = HttpRequest(method, url, headers, body.toByteArray())

    private fun asStatus(status: Int): UShort {
        require(status in 0..UShort.MAX_VALUE.toInt()) { "An HTTP status has three digits." }
        return status.toUShort()
    }
}
