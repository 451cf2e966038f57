package jotkit.likecoin

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import jotkit.JotkitException
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.time.Duration
import java.util.Collections
import java.util.concurrent.*
import java.util.concurrent.atomic.AtomicInteger

/** The client against a server on a real socket. */
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

    @AfterEach fun stop() {
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

    /** A token endpoint that returns `fresh-1`, `fresh-2`, ... */
    private fun serveTokens(keepsOld: Boolean = true) = serve("/oauth/access_token") { exchange ->
        val form = exchange.requestBody.readAllBytes().decodeToString()
        assertTrue(form.contains("client_secret=s3cret"), form)
        Thread.sleep(50)
        val n = refreshes.incrementAndGet()
        200 to if (keepsOld) """{"access_token":"fresh-$n"}""" else """{"access_token":"fresh-$n","refresh_token":"next-$n"}"""
    }

    /** An API that takes one token and finds all others expired. */
    private fun serveApi(good: String) = serve("/api") { exchange ->
        if (exchange.requestHeaders.getFirst("Authorization") == "Bearer $good") 200 to "hello" else 401 to "TOKEN_EXPIRED"
    }

    @Test fun `a login becomes a session`() {
        serveTokens(keepsOld = false)
        serveApi("fresh-1")
        val authorization = client.authorize(listOf("profile"))
        assertTrue(authorization.url.startsWith("$address/in/oauth?client_id=client-1&scope=profile&"), authorization.url)
        assertTrue(authorization.state.length >= 22, "128 bits at least")
        val session = client.exchange("https://app.example/cb?code=c0de&state=${authorization.state}", authorization.state)
        assertEquals("hello", session.get("/api").text())
        assertEquals("next-1", session.tokens.refreshToken)
        val foreign = assertThrows(JotkitException.Flow::class.java) {
            client.exchange("https://app.example/cb?code=c0de&state=x", authorization.state)
        }
        assertEquals("state_mismatch", foreign.code)
    }

    @Test fun `an expired token is refreshed once and the call repeated`() {
        serveTokens()
        serveApi("fresh-1")
        val stored = ArrayList<Tokens>()
        val session = client.session(Tokens("old", "held")) { stored += it }
        assertEquals("hello", session.get("/api").text())
        assertEquals(listOf("Bearer old", "Bearer fresh-1"), authorizations)
        assertEquals(listOf("fresh-1" to "held"), stored.map { it.accessToken to it.refreshToken })
        assertEquals("fresh-1", session.tokens.accessToken)
        session.get("/api")
        assertEquals(1, refreshes.get())
    }

    @Test fun `calls at the same time share one refresh`() {
        serveTokens()
        val callers = 8
        val barrier = CyclicBarrier(callers)
        serve("/api") { exchange ->
            val good = exchange.requestHeaders.getFirst("Authorization") == "Bearer fresh-1"
            // All of them get the 401 at the same moment.
            if (!good) barrier.await()
            if (good) 200 to "hello" else 401 to "TOKEN_EXPIRED"
        }
        val session = client.session(Tokens("old", "held"))
        val calls = List(callers) { pool.submit(Callable { session.get("/api").text() }) }
        assertEquals(List(callers) { "hello" }, calls.map { it.get() })
        assertEquals(1, refreshes.get())
    }

    @Test fun `calls at the same time share a refresh that fails`() {
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
        val calls = List(4) { pool.submit(Callable { runCatching { session.get("/api") }.exceptionOrNull() }) }
        for (call in calls) {
            val failure = call.get() as JotkitException.Flow
            assertEquals("request_refused", failure.code)
            assertFalse("$failure".contains("s3cret"))
        }
        assertEquals(1, refreshes.get())
    }

    @Test fun `a response is limited`() {
        serve("/long") { 200 to "x".repeat(Transport.MAX_BODY + 1) }
        serve("/fits") { 200 to "x".repeat(Transport.MAX_BODY) }
        val session = client.session(Tokens("old", "held"))
        val failure = assertThrows(JotkitException.Flow::class.java) { session.get("/long") }
        assertEquals("response_invalid", failure.code)
        assertEquals(Transport.MAX_BODY, session.get("/fits").body.size)
    }

    @Test fun `every method sends its body again after a refresh`() {
        serveTokens()
        serve("/api") { exchange ->
            val body = exchange.requestBody.readAllBytes().decodeToString()
            val good = exchange.requestHeaders.getFirst("Authorization") == "Bearer fresh-1"
            if (good) 200 to "${exchange.requestMethod} $body" else 401 to "TOKEN_EXPIRED"
        }
        for (method in listOf("POST", "PUT", "PATCH", "DELETE")) {
            refreshes.set(0)
            val session = client.session(Tokens("old", "held"))
            assertEquals("$method content", session.call(HttpRequest(method, "/api", body = "content".toByteArray())).text())
        }
        assertThrows(IllegalArgumentException::class.java) { HttpRequest("GET", "/api", body = ByteArray(0)) }
    }

    @Test fun `who waits for a refresh has a deadline of its own`() {
        val started = CountDownLatch(1)
        val transport = Transport { request, _ ->
            if (request.url.endsWith("/oauth/access_token")) {
                started.countDown()
                Thread.sleep(3_000)
            }
            HttpResponse(401, body = "TOKEN_EXPIRED".toByteArray())
        }
        val hasty = LikeCoinClient(
            "client-1",
            "s3cret",
            "https://app.example/cb",
            transport = transport,
            timeout = Duration.ofMillis(300),
        )
        val session = hasty.session(Tokens("old", "held"))
        val refreshing = pool.submit(Callable { runCatching { session.get("/api") } })
        started.await()
        val begun = System.nanoTime()
        val failure = assertThrows(JotkitException.Flow::class.java) { session.get("/api") }
        assertEquals("server_unavailable", failure.code)
        assertTrue(System.nanoTime() - begun < 1_500_000_000)
        refreshing.cancel(true)
    }

    @Test fun `a caller that goes away leaves the refresh to those who wait`() {
        val started = CountDownLatch(1)
        val transport = Transport { request, _ ->
            when {
                !request.url.endsWith("/oauth/access_token") && request.headers["authorization"] == "Bearer fresh" ->
                    HttpResponse(200, body = "hello".toByteArray())

                !request.url.endsWith("/oauth/access_token") -> HttpResponse(401, body = "TOKEN_EXPIRED".toByteArray())

                refreshes.getAndIncrement() == 0 -> {
                    started.countDown()
                    Thread.sleep(60_000)
                    throw IOException("not reached")
                }

                else -> HttpResponse(200, body = """{"access_token":"fresh"}""".toByteArray())
            }
        }
        val session = LikeCoinClient("client-1", "s3cret", "https://app.example/cb", transport = transport)
            .session(Tokens("old", "held"))
        val first = pool.submit(Callable { session.get("/api").text() })
        started.await()
        val second = pool.submit(Callable { session.get("/api").text() })
        Thread.sleep(100)
        first.cancel(true)
        assertEquals("hello", second.get(10, TimeUnit.SECONDS))
        assertEquals(2, refreshes.get())
    }

    @Test fun `another transport takes the place of the default`() {
        val seen = ArrayList<HttpRequest>()
        val transport = Transport { request, _ ->
            seen += request
            HttpResponse(200, body = """{"access_token":"a"}""".toByteArray())
        }
        val other = LikeCoinClient("client-1", "s3cret", "https://app.example/cb", transport = transport)
        val session = other.session(other.refresh("held"))
        session.call(HttpRequest("POST", "https://api.like.co/x#y", mapOf("authorization" to "mine", "a" to "b"), ByteArray(1)))
        assertEquals("https://api.like.co/oauth/access_token", seen[0].url)
        assertEquals("https://api.like.co/x", seen[1].url)
        assertEquals(mapOf("a" to "b", "authorization" to "Bearer a"), seen[1].headers)
    }
}
