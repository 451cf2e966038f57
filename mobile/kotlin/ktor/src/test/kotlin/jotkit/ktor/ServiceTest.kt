package jotkit.ktor

import com.sun.net.httpserver.HttpServer
import examples.service
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.auth.Authentication
import io.ktor.server.auth.authenticate
import io.ktor.server.auth.principal
import io.ktor.server.cio.CIO
import io.ktor.server.engine.EmbeddedServer
import io.ktor.server.engine.embeddedServer
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import jotkit.Algorithm
import jotkit.Key
import jotkit.KeyOptions
import jotkit.KeySet
import jotkit.Policy
import jotkit.Signer
import jotkit.SignerOptions
import jotkit.Verified
import jotkit.Verifier
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration

/** The example and the provider, over real sockets. */
class ServiceTest {
    private val client = HttpClient.newHttpClient()
    private val servers = ArrayList<EmbeddedServer<*, *>>()
    private val key = Key.fromJwk(Key.generate(Algorithm.ED25519).toJwk(), KeyOptions().kid("k1"))
    private var keysStatus = 200

    /** An identity provider that publishes the key, or answers with an error. */
    private val provider = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
        createContext("/") { exchange ->
            val issuer = "http://127.0.0.1:${address.port}"
            val text = when (exchange.requestURI.path) {
                "/keys" -> KeySet(listOf(key)).toPublicJwks()
                else -> """{"issuer":"$issuer","jwks_uri":"$issuer/keys"}"""
            }
            exchange.sendResponseHeaders(keysStatus, text.length.toLong())
            exchange.use { it.responseBody.write(text.toByteArray()) }
        }
        start()
    }
    private val issuer = "http://127.0.0.1:${provider.address.port}"

    @AfterEach fun stop() {
        servers.forEach { it.stop(0, 0) }
        provider.stop(0)
    }

    private fun start(module: Application.() -> Unit): Int {
        val server = embeddedServer(CIO, 0, "127.0.0.1", module = module).start()
        servers += server
        return runBlocking { server.engine.resolvedConnectors().first().port }
    }

    private fun token(claims: String = "{}", audience: String = "api"): String =
        Signer(key, SignerOptions().issuer(issuer).audience(audience).lifetime(60)).sign(claims)

    private fun get(port: Int, path: String, vararg authorizations: String): HttpResponse<String> {
        val request = HttpRequest.newBuilder(URI("http://127.0.0.1:$port$path")).timeout(Duration.ofSeconds(30))
        for (value in authorizations) request.header("Authorization", value)
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private fun HttpResponse<String>.challenge(): Pair<Int, String?> =
        statusCode() to headers().firstValue("WWW-Authenticate").orElse(null)

    @Test fun `a good token is let through`() {
        val port = start { service(issuer) }
        val reply = get(port, "/me", "bearer ${token("""{"sub":"u1"}""")}")
        assertEquals(200, reply.statusCode())
        assertTrue("u1" in reply.body(), reply.body())
    }

    @Test fun `other requests get the challenge of RFC 6750`() {
        val port = start { service(issuer) }
        assertEquals(401 to """Bearer realm="notes"""", get(port, "/me").challenge())
        val invalid = 401 to """Bearer realm="notes", error="invalid_token""""
        assertEquals(invalid, get(port, "/me", "Bearer ${token(audience = "other")}").challenge())
        assertEquals(invalid, get(port, "/me", "Bearer ${token("""{"exp":1}""")}").challenge())
        val request = get(port, "/me", "Basic dTpw").challenge()
        assertEquals(runCatching { jotkit.Bearer.token("Basic dTpw") }.challenge("notes"), request)
        val two = get(port, "/me", "Bearer ${token()}", "Bearer ${token()}")
        assertTrue(two.statusCode() in 400..401, "${two.statusCode()}")
        assertEquals("", two.body())
    }

    private fun Result<*>.challenge(realm: String): Pair<Int, String?> =
        (exceptionOrNull() as jotkit.JotkitException).challenge(realm).run { status to wwwAuthenticate }

    @Test fun `without keys the service is unavailable`() {
        keysStatus = 500
        val port = start { service(issuer) }
        assertEquals(503 to null, get(port, "/me", "Bearer ${token()}").challenge())
    }

    @Test fun `a route demands its scopes`() {
        val port = start { service(issuer) }
        assertEquals(200, get(port, "/notes", "Bearer ${token("""{"scope":"other notes:read"}""")}").statusCode())
        assertEquals(200, get(port, "/notes", "Bearer ${token("""{"scp":["notes:read"]}""")}").statusCode())
        assertEquals(401 to """Bearer realm="notes", scope="notes:read"""", get(port, "/notes").challenge())
        val narrow = """Bearer realm="notes", error="insufficient_scope", scope="notes:read""""
        for (claims in listOf("{}", """{"scope":"notes"}""", """{"scope":"notes:read:all"}""")) {
            assertEquals(403 to narrow, get(port, "/notes", "Bearer ${token(claims)}").challenge(), claims)
        }
    }

    @Test fun `scopes of provider and routes add up, and no request passes unverified`() {
        val local = Verifier(key.publicKey(), Policy().anyAudience())
        val port = start {
            install(Authentication) {
                jotkit("api") {
                    verifier(local)
                    scopes("a")
                }
            }
            routing {
                authenticate("api") {
                    requireScopes("b") { requireScopes("c") { get("/all") { call.respondText("all") } } }
                }
                authenticate("api", optional = true) {
                    get("/optional") { call.respondText(call.principal<Verified>()?.let { "user" } ?: "guest") }
                    requireScopes("b") { get("/optional-scope") { call.respondText("in") } }
                }
                requireScopes("b") { get("/open") { call.respondText("in") } }
            }
        }
        val full = "Bearer ${token("""{"scope":"a b c"}""")}"
        assertEquals("all", get(port, "/all", full).body())
        assertEquals(403, get(port, "/all", "Bearer ${token("""{"scope":"a b"}""")}").statusCode())
        assertEquals(403, get(port, "/all", "Bearer ${token("""{"scope":"b c"}""")}").statusCode())
        assertEquals("guest", get(port, "/optional").body())
        assertEquals("user", get(port, "/optional", full).body())
        assertEquals(401, get(port, "/optional", "Bearer x").statusCode())
        assertEquals(401, get(port, "/optional-scope").statusCode())
        assertEquals("in", get(port, "/optional-scope", full).body())
        assertEquals(500, get(port, "/open", full).statusCode())
    }
}
