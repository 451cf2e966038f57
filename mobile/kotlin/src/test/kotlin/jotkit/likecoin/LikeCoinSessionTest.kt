package jotkit.likecoin

import jotkit.JotkitException
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.time.Duration
import java.util.Collections
import java.util.concurrent.*
import java.util.concurrent.atomic.AtomicInteger

/** What threads share of a session; HostileServerTest has the network. */
class LikeCoinSessionTest {
    private var revocation: () -> HttpResponse = { reply(200, "") }
    private val pool = Executors.newCachedThreadPool()
    private val refreshes = AtomicInteger()
    private val requests: MutableList<HttpRequest> = Collections.synchronizedList(ArrayList())

    @AfterEach fun stop() {
        pool.shutdownNow()
    }

    private fun reply(status: Int, body: String) = HttpResponse(status, body = body.toByteArray())

    /** A client of an API that takes the token `fresh` and finds all others expired. */
    private fun client(
        timeout: Duration = Duration.ofSeconds(30),
        expired: () -> Unit = {},
        refresh: () -> HttpResponse = { reply(200, """{"access_token":"fresh","refresh_token":"next"}""") },
    ): LikeCoinClient {
        val transport = Transport { request, _ ->
            requests += request
            when {
                request.url.endsWith("/oauth/access_token") -> refresh().also { refreshes.incrementAndGet() }
                request.url.endsWith("/oauth/revoke") -> revocation()
                request.headers["authorization"] == "Bearer fresh" -> reply(200, "hello")
                else -> reply(401, "TOKEN_EXPIRED").also { expired() }
            }
        }
        val (page, api) = "https://like.example/in/oauth" to "https://api.example/base"
        return LikeCoinClient("client-1", "s3cret", "https://app.example/cb", page, api, transport, timeout)
    }

    private val old = Tokens("old", "held")

    private fun <T> start(run: () -> T): Future<T> = pool.submit(Callable { run() })

    private fun failure(run: () -> Unit): JotkitException = assertThrows(JotkitException.Flow::class.java) { run() }

    @Test fun `a login becomes a session, and an app stores what a refresh brings`() {
        val authorization = client().authorize(listOf("profile"))
        assertTrue(authorization.url.startsWith("https://like.example/in/oauth?client_id=client-1&scope=profile&"))
        val callback = "https://app.example/cb?code=c0de&state=${authorization.state}"
        val session = client().exchange(callback, authorization.state)
        assertEquals("hello", session.get("/api").text())
        assertEquals("https://api.example/base/oauth/access_token", requests.first().url)
        assertEquals("state_mismatch", failure { client().exchange(callback, "another") }.code)
        assertEquals("next", client().refresh("held").refreshToken)

        val stored = ArrayList<Tokens>()
        val refreshed = client().session(old) { stored += it }
        repeat(2) { assertEquals("hello", refreshed.get("/api").text()) }
        assertEquals(listOf("fresh" to "next"), stored.map { it.accessToken to it.refreshToken })
        assertEquals("fresh", refreshed.tokens.accessToken)
        assertThrows(IllegalArgumentException::class.java) { HttpRequest("GET", "/api", body = ByteArray(0)) }
    }

    @Test fun `a logout revokes the refresh token`() {
        client().session(old).logout()
        val sent = requests.single()
        assertEquals("POST https://api.example/base/oauth/revoke", "${sent.method} ${sent.url}")
        assertEquals("client_id=client-1&client_secret=s3cret&token=held", sent.body!!.decodeToString())
        revocation = { reply(503, "SERVER_UNAVAILABLE") }
        assertEquals("server_unavailable", failure { client().session(old).logout() }.code)
        revocation = { throw java.io.IOException("broken") }
        assertEquals("server_unavailable", failure { client().session(old).logout() }.code)
    }

    @Test fun `calls at the same time share one refresh and its outcome`() {
        val fresh = reply(200, """{"access_token":"fresh"}""")
        for ((answer, outcome) in listOf(fresh to "hello", reply(400, "INVALID s3cret") to "request_refused")) {
            refreshes.set(0)
            // All of them get the 401 at the same moment.
            val barrier = CyclicBarrier(8)
            val client = client(expired = { barrier.await() }) { answer.also { Thread.sleep(100) } }
            val session = client.session(old)
            val calls = List(8) { start { runCatching { session.get("/api").text() } } }
            for (call in calls.map { it.get() }) {
                assertEquals(outcome, call.getOrElse { (it as JotkitException.Flow).code })
                assertFalse("$call".contains("s3cret"))
            }
            assertEquals(1, refreshes.get())
        }
    }

    @Test fun `a call that waits for a refresh has a deadline of its own`() {
        val started = CountDownLatch(1)
        val slow = client(Duration.ofMillis(300)) {
            started.countDown()
            reply(500, "").also { Thread.sleep(3_000) }
        }
        val session = slow.session(old)
        val refreshing = start { runCatching { session.get("/api") } }
        started.await()
        val begun = System.nanoTime()
        assertEquals("server_unavailable", failure { session.get("/api") }.code)
        assertTrue(System.nanoTime() - begun < 1_500_000_000)
        refreshing.cancel(true)
    }

    @Test fun `a caller that goes away leaves the refresh to those who wait`() {
        val started = CountDownLatch(1)
        val session = client {
            if (started.count > 0) {
                started.countDown()
                Thread.sleep(60_000)
            }
            reply(200, """{"access_token":"fresh"}""")
        }.session(old)
        val first = start { session.get("/api").text() }
        started.await()
        val second = start { session.get("/api").text() }
        Thread.sleep(100)
        first.cancel(true)
        assertEquals("hello", second.get(10, TimeUnit.SECONDS))
        assertEquals(2, requests.count { it.url.endsWith("/oauth/access_token") })
    }
}
