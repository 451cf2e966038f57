package jotkit.likecoin

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import jotkit.JotkitException
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.SocketTimeoutException
import java.util.Collections
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.milliseconds

/** The client against a server on a real socket that does what each test tells it to. */
class LikeCoinSessionTest {
    private val pool = Executors.newCachedThreadPool()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val address = "http://127.0.0.1:${server.address.port}"
    private val refreshes = AtomicInteger()
    private val authorizations: MutableList<String> = Collections.synchronizedList(ArrayList())

    private val client = LikeCoinClient("client-1", "s3cret", "https://app.example/cb", "$address/in/oauth", address)

    init {
        server.executor = pool
        server.start()
    }

    @AfterEach
    fun stop() {
        server.stop(0)
        pool.shutdownNow()
    }

    private fun serve(path: String, answer: (HttpExchange) -> Pair<Int, String>) {
        server.createContext(path) { exchange ->
            exchange.requestHeaders.getFirst("Authorization")?.let { authorizations += it }
            val (status, body) = answer(exchange)
            exchange.sendResponseHeaders(status, if (body.isEmpty()) -1 else body.toByteArray().size.toLong())
            exchange.responseBody.use { if (body.isNotEmpty()) it.write(body.toByteArray()) }
        }
    }

    /** A token endpoint that gives `fresh-1`, `fresh-2`, ... */
    private fun serveTokens(keepsOld: Boolean = true) = serve("/oauth/access_token") { exchange ->
        val form = exchange.requestBody.readAllBytes().decodeToString()
        assertTrue(form.contains("client_secret=s3cret"), form)
        Thread.sleep(50)
        val n = refreshes.incrementAndGet()
        200 to if (keepsOld) """{"access_token":"fresh-$n"}""" else """{"access_token":"fresh-$n","refresh_token":"next-$n"}"""
    }

    /** An API that takes one token and finds all others expired. */
    private fun serveApi(good: String, word: String = "TOKEN_EXPIRED") = serve("/api") { exchange ->
        if (exchange.requestHeaders.getFirst("Authorization") == "Bearer $good") 200 to "hello" else 401 to word
    }

    @Test
    fun `a login becomes a session`() {
        serveTokens(keepsOld = false)
        serveApi("fresh-1")
        val authorization = client.authorize(listOf("profile"))
        assertTrue(authorization.url.startsWith("$address/in/oauth?client_id=client-1&scope=profile&"), authorization.url)
        assertTrue(authorization.state.length >= 22, "128 bits at least")
        val session = client.exchange("https://app.example/cb?code=c0de&state=${authorization.state}", authorization.state)
        assertEquals("hello", session.get("$address/api").text())
        assertEquals("next-1", session.tokens.refreshToken)
        val foreign = assertThrows(JotkitException.Flow::class.java) {
            client.exchange("https://app.example/cb?code=c0de&state=x", authorization.state)
        }
        assertEquals("state_mismatch", foreign.code)
    }

    @Test
    fun `an expired token is refreshed once and the call repeated`() {
        serveTokens()
        serveApi("fresh-1")
        val stored = ArrayList<Tokens>()
        val session = client.session(Tokens("old", "held")) { stored += it }
        assertEquals("hello", session.get("$address/api").text())
        assertEquals(listOf("Bearer old", "Bearer fresh-1"), authorizations)
        assertEquals(listOf("fresh-1" to "held"), stored.map { it.accessToken to it.refreshToken })
        assertSame(stored.single(), session.tokens)
        session.get("$address/api")
        assertEquals(1, refreshes.get())
    }

    @Test
    fun `a token that is refused again is not refreshed again`() {
        serveTokens()
        serveApi("never", "LOGIN_NEEDED")
        val response = client.session(Tokens("old", "held")).get("$address/api")
        assertEquals(401 to Reaction.REAUTHORIZE, response.status to OAuth.reaction(response, refreshed = true))
        assertEquals(1, refreshes.get())
        assertEquals(2, authorizations.size)
    }

    @Test
    fun `what a new token would not mend comes back as it is`() {
        serveTokens()
        for ((path, answer) in mapOf(
            "/a" to (403 to "INSUFFICIENT_PERMISSION"),
            "/b" to (403 to "TOKEN_EXPIRED"),
            "/c" to (401 to "OTHER"),
            "/d" to (500 to "TOKEN_EXPIRED"),
        )) {
            serve(path) { answer }
            val response = client.session(Tokens("old", "held")).get(address + path)
            assertEquals(answer, response.status to response.text())
        }
        serveApi("never")
        assertEquals(401, client.session(Tokens("old")).get("$address/api").status, "without a refresh token")
        assertEquals(0, refreshes.get())
    }

    @Test
    fun `calls at the same time share one refresh`() {
        serveTokens()
        val callers = 8
        val barrier = CyclicBarrier(callers)
        serve("/api") { exchange ->
            val good = exchange.requestHeaders.getFirst("Authorization") == "Bearer fresh-1"
            // All of them are told at the same moment that the token is over.
            if (!good) barrier.await()
            if (good) 200 to "hello" else 401 to "TOKEN_EXPIRED"
        }
        val session = client.session(Tokens("old", "held"))
        val calls = List(callers) { pool.submit(Callable { session.get("$address/api").text() }) }
        assertEquals(List(callers) { "hello" }, calls.map { it.get() })
        assertEquals(1, refreshes.get())
    }

    @Test
    fun `calls at the same time share a refresh that fails`() {
        val barrier = CyclicBarrier(4)
        serve("/oauth/access_token") {
            Thread.sleep(200)
            refreshes.incrementAndGet()
            400 to "INVALID s3cret"
        }
        serve("/api") {
            barrier.await()
            401 to "TOKEN_EXPIRED"
        }
        val session = client.session(Tokens("old", "held"))
        val calls = List(4) { pool.submit(Callable { runCatching { session.get("$address/api") }.exceptionOrNull() }) }
        for (call in calls) {
            val failure = call.get() as JotkitException.Flow
            assertEquals("request_refused", failure.code)
            assertFalse("$failure".contains("s3cret"))
        }
        assertEquals(1, refreshes.get())
    }

    @Test
    fun `a redirect is not followed`() {
        serve("/elsewhere") { 200 to """{"access_token":"stolen"}""" }
        serve("/oauth/access_token") { exchange ->
            exchange.responseHeaders.add("Location", "$address/elsewhere")
            307 to ""
        }
        serve("/api") { exchange ->
            exchange.responseHeaders.add("Location", "$address/elsewhere")
            302 to ""
        }
        assertEquals("request_refused", assertThrows(JotkitException.Flow::class.java) { client.refresh("held") }.code)
        val response = client.session(Tokens("old", "held")).get("$address/api")
        assertEquals(302 to "$address/elsewhere", response.status to response.headers["location"])
    }

    @Test
    fun `a token travels to the client's API only`() {
        val session = client.session(Tokens("old", "held"))
        for (url in listOf(
            "http://api.like.co/",
            "http://localhost.evil.example/",
            "https://user@api.like.co/",
            "ftp://localhost/",
            "https://api.like.co/",
            "https://evil.example/",
            address.replace("127.0.0.1", "localhost"),
            address.replace("http:", "https:"),
            "$address@evil.example/",
        )) {
            assertEquals("argument_invalid", assertThrows(JotkitException.Usage::class.java) { session.get(url) }.code, url)
        }
        assertEquals("$address/users/profile", OAuth.callUrl("/users/profile", address))
        assertEquals("https://api.like.co/users/profile", OAuth.callUrl("users/profile"))
    }

    @Test
    fun `a reply is limited`() {
        serve("/long") { 200 to "x".repeat(Transport.MAX_BODY + 1) }
        serve("/fits") { 200 to "x".repeat(Transport.MAX_BODY) }
        serve("/oauth/access_token") { 200 to """{"access_token":"fresh"}""" + " ".repeat(Transport.MAX_BODY) }
        val session = client.session(Tokens("old", "held"))
        assertThrows(IOException::class.java) { session.get("$address/long") }
        assertEquals(Transport.MAX_BODY, session.get("$address/fits").body.size)
        assertEquals("response_invalid", assertThrows(JotkitException.Flow::class.java) { client.refresh("held") }.code)
    }

    @Test
    fun `a server that does not answer is given up on`() {
        serve("/oauth/access_token") {
            Thread.sleep(5_000)
            200 to ""
        }
        val hasty =
            LikeCoinClient(
                "client-1",
                "s3cret",
                "https://app.example/cb",
                api = address,
                transport = UrlConnectionTransport(timeout = 100.milliseconds),
            )
        assertThrows(SocketTimeoutException::class.java) { hasty.refresh("held") }
    }

    @Test
    fun `another transport takes the place of the default`() {
        val seen = ArrayList<HttpRequest>()
        val transport = Transport { request ->
            seen += request
            HttpResponse(200, body = """{"access_token":"a"}""".toByteArray())
        }
        val other = LikeCoinClient("client-1", "s3cret", "https://app.example/cb", transport = transport)
        val session = other.session(other.refresh("held"))
        session.call(HttpRequest("POST", "https://api.like.co/x#y", mapOf("authorization" to "mine", "a" to "b"), ByteArray(1)))
        assertEquals("https://api.like.co/oauth/access_token", seen[0].url)
        assertEquals("https://api.like.co/x", seen[1].url)
        assertEquals(mapOf("a" to "b", "Authorization" to "Bearer a"), seen[1].headers)
    }
}
