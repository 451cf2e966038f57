package jotkit.ktor

import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.auth.AuthenticationConfig
import io.ktor.server.auth.AuthenticationContext
import io.ktor.server.auth.AuthenticationFailedCause
import io.ktor.server.auth.AuthenticationProvider
import io.ktor.server.response.header
import io.ktor.server.response.respond
import jotkit.Bearer
import jotkit.Code
import jotkit.JotkitException
import jotkit.SuspendingVerifier
import jotkit.Verified
import jotkit.Verifier

/**
 * Adds a provider that lets a request through if its `Bearer` token is verified. The principal is
 * a [Verified].
 *
 * ```kotlin
 * install(Authentication) {
 *     jotkit("api") { verifier(SuspendingVerifier(RemoteKeys(issuer), policy)) }
 * }
 * routing {
 *     authenticate("api") { get("/me") { call.respondText(call.principal<Verified>()!!.payload) } }
 * }
 * ```
 *
 * Any other request is answered with the status and the `WWW-Authenticate` of [RFC 6750
 * §3](https://www.rfc-editor.org/rfc/rfc6750#section-3): 401 for a token that is missing or wrong,
 * 403 for one that lacks a scope, 503 while keys cannot be fetched, 500 for the server's own
 * mistakes. The answer has no body.
 * @throws IllegalStateException if no verifier is named.
 */
public fun AuthenticationConfig.jotkit(name: String? = null, configure: JotkitConfig.() -> Unit) {
    register(JotkitProvider(JotkitConfig(name).apply(configure)))
}

/** What a provider verifies tokens with. */
public class JotkitConfig internal constructor(name: String?) : AuthenticationProvider.Config(name) {
    internal var verify: (suspend (token: String, expected: Map<String, Any>?) -> Verified)? = null
    internal var scopes: List<String> = emptyList()

    /** The name of the protected area, for the challenge. */
    public var realm: String? = null

    /** Verifies with keys of this process. For keys behind a URL use the other form. */
    public fun verifier(verifier: Verifier) {
        verify = { token, expected -> if (expected == null) verifier.verify(token) else verifier.verify(token, expected) }
    }

    /** Verifies with keys behind a URL, and suspends while they are fetched. */
    public fun verifier(verifier: SuspendingVerifier) {
        verify = { token, expected -> verifier.verify(token, expected) }
    }

    /** Requires that the token grants all of these scopes, on every route. See [requireScopes]. */
    public fun scopes(vararg scopes: String) {
        this.scopes = scopes.asList()
    }
}

private class JotkitProvider(config: JotkitConfig) : AuthenticationProvider(config) {
    private val verify = checkNotNull(config.verify) { "The provider has no verifier: call `verifier(...)`." }
    private val scopes = config.scopes
    private val realm = config.realm

    override suspend fun onAuthenticate(context: AuthenticationContext) {
        val call = context.call
        val demanded = (scopes + call.demanded).distinct()
        call.outcome = Outcome.Refused(realm, demanded)
        try {
            val verified = verify(Bearer.token(call.authorization), demanded.ifEmpty { null }?.let { mapOf("scope" to it) })
            context.principal(name, verified)
            call.outcome = Outcome.Granted
        } catch (failure: JotkitException) {
            context.challenge(this, failure.asCause()) { challenge, answered ->
                answered.answer(failure, realm, demanded)
                challenge.complete()
            }
        }
    }
}

/** The header; several are one that is malformed (RFC 9110 §5.3). */
private val ApplicationCall.authorization: String?
    get() = request.headers.getAll(HttpHeaders.Authorization)?.joinToString(", ")

/** What Ktor tells apart: a request without a token may pass where authentication is optional. */
private fun JotkitException.asCause(): AuthenticationFailedCause = when (reason) {
    Code.AUTHORIZATION_MISSING -> AuthenticationFailedCause.NoCredentials
    else -> AuthenticationFailedCause.InvalidCredentials
}

internal suspend fun ApplicationCall.answer(failure: JotkitException, realm: String?, scopes: List<String>) {
    val answer = failure.challenge(realm, scopes.ifEmpty { null })
    answer.wwwAuthenticate?.let { response.header(HttpHeaders.WWWAuthenticate, it) }
    respond(HttpStatusCode.fromValue(answer.status))
}
