package jotkit.ktor

import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.createRouteScopedPlugin
import io.ktor.server.application.install
import io.ktor.server.auth.AuthenticationChecked
import io.ktor.server.routing.Route
import io.ktor.server.routing.RouteSelector
import io.ktor.server.routing.RouteSelectorEvaluation
import io.ktor.server.routing.RoutingResolveContext
import io.ktor.util.AttributeKey
import jotkit.Bearer
import jotkit.JotkitException

/**
 * Routes that demand scopes, inside `authenticate` of a [jotkit] provider: a token that does not
 * grant all of them, in its claim `scope` or `scp`, is answered with 403 `insufficient_scope`.
 * Scopes of outer routes and of the provider are demanded too.
 *
 * ```kotlin
 * authenticate("api") {
 *     requireScopes("notes:read") { get("/notes") { ... } }
 * }
 * ```
 *
 * Without such a provider, a request fails with an [IllegalStateException], which is a 500.
 */
public fun Route.requireScopes(vararg scopes: String, build: Route.() -> Unit): Route {
    require(scopes.isNotEmpty()) { "Name the scopes that are required." }
    val demand = createRouteScopedPlugin("JotkitScopes") {
        // Before a provider verifies the token.
        onCall { call -> call.demanded += scopes }
        on(AuthenticationChecked) { call -> call.checkOutcome() }
    }
    return createChild(Inside(scopes.joinToString(" "))).apply {
        install(demand)
        build()
    }
}

/** Matches what its parent matches. */
private class Inside(private val scopes: String) : RouteSelector() {
    override suspend fun evaluate(context: RoutingResolveContext, segmentIndex: Int): RouteSelectorEvaluation =
        RouteSelectorEvaluation.Transparent

    override fun toString(): String = "(scopes $scopes)"
}

/** What a provider made of a request. */
internal sealed class Outcome {
    object Granted : Outcome()

    class Refused(val realm: String?, val scopes: List<String>) : Outcome()
}

private val DEMANDED = AttributeKey<List<String>>("jotkit.scopes")
private val OUTCOME = AttributeKey<Outcome>("jotkit.outcome")

/** The scopes that the routes of a request demand. */
internal var ApplicationCall.demanded: List<String>
    get() = attributes.getOrNull(DEMANDED).orEmpty()
    set(value) = attributes.put(DEMANDED, value)

internal var ApplicationCall.outcome: Outcome?
    get() = attributes.getOrNull(OUTCOME)
    set(value) = attributes.put(OUTCOME, checkNotNull(value))

/** Lets no request through whose scopes are not verified, as where authentication is optional. */
private suspend fun ApplicationCall.checkOutcome() {
    when (val outcome = outcome) {
        Outcome.Granted -> Unit

        is Outcome.Refused -> try {
            Bearer.token(null)
        } catch (missing: JotkitException) {
            answer(missing, outcome.realm, outcome.scopes)
        }

        null -> error("The scopes are not verified: put `requireScopes` into `authenticate` of a jotkit provider.")
    }
}
