// A service of Ktor whose routes need a token. `ISSUER` replaces the identity provider's address,
// `PORT` the service's.

package examples

// snippet: service import
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.auth.Authentication
import io.ktor.server.auth.authenticate
import io.ktor.server.auth.principal
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import jotkit.Policy
import jotkit.RemoteKeys
import jotkit.SuspendingVerifier
import jotkit.Verified
import jotkit.ktor.jotkit
import jotkit.ktor.requireScopes
// snippet end
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer

// snippet: service
fun Application.service(issuer: String) {
    val keys = RemoteKeys(issuer)
    install(Authentication) {
        jotkit("api") {
            realm = "notes"
            verifier(SuspendingVerifier(keys, Policy().issuer(issuer).audience("api")))
        }
    }
    routing {
        authenticate("api") {
            get("/me") { call.respondText(call.principal<Verified>()!!.payload) }
            requireScopes("notes:read") {
                get("/notes") { call.respondText("[]") }
            }
        }
    }
}
// snippet end

fun main() {
    val issuer = System.getenv("ISSUER") ?: "https://id.example"
    val port = System.getenv("PORT")?.toInt() ?: 8080
    embeddedServer(CIO, port, "127.0.0.1") { service(issuer) }.start(wait = true)
}
