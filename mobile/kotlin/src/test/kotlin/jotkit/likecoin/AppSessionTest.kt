package jotkit.likecoin

import jotkit.JotkitException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.io.IOException
import java.time.Duration
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** Sessions of an app, which has no client secret: its own server gets the next tokens. */
class AppSessionTest {
    private val requests: MutableList<HttpRequest> = Collections.synchronizedList(ArrayList())
    private val stored: MutableList<Tokens> = Collections.synchronizedList(ArrayList())

    /** An API that takes the token `fresh`, over real HTTP nowhere. */
    private val api = Transport { request, _ ->
        requests += request
        val good = request.headers["authorization"] == "Bearer fresh"
        if (good) HttpResponse(200, body = "hello".toByteArray()) else HttpResponse(401, body = "TOKEN_EXPIRED".toByteArray())
    }

    private fun session(timeout: Duration = Duration.ofSeconds(30), refresh: TokenRefresh) =
        LikeCoinSession(Tokens("old", "held", "user-1"), "https://api.example/base", api, timeout, { stored += it }, refresh)

    @Test fun `the app's own server gets the next tokens, and no request has a secret`() {
        val asked = ArrayList<Tokens>()
        val session = session { held -> Tokens("fresh").also { asked += held } }
        repeat(2) { assertEquals("hello", session.get("/me").text()) }
        assertEquals(listOf("old" to "held"), asked.map { it.accessToken to it.refreshToken })
        assertEquals(listOf("/me", "/me", "/me"), requests.map { it.url.removePrefix("https://api.example/base") })
        assertTrue(requests.all { it.method == "GET" && it.body == null })
        // What the server does not name is kept.
        assertEquals(listOf(Triple("fresh", "held", "user-1")), stored.map { Triple(it.accessToken, it.refreshToken, it.user) })
        assertEquals("fresh", session.tokens.accessToken)
    }

    @Test fun `calls at the same time share one refresh`() = runBlocking {
        val refreshes = AtomicInteger()
        val session = session(
            refresh = suspendingRefresh { held ->
                delay(200)
                Tokens("fresh", "next-${held.refreshToken}").also { refreshes.incrementAndGet() }
            },
        )
        val replies = List(8) { async { session.awaitGet("/me").text() } }.awaitAll()
        assertEquals(setOf("hello"), replies.toSet())
        assertEquals(1, refreshes.get())
        assertEquals("next-held", session.tokens.refreshToken)
    }

    @Test fun `a server that is down leaves the tokens, and another failure is the app's own`() {
        val down = session { throw IOException("telltale") }
        val failure = assertThrows(JotkitException.Flow::class.java) { down.get("/me") }
        assertEquals("server_unavailable", failure.code)
        assertFalse("telltale" in failure.stackTraceToString())
        assertEquals("held", down.tokens.refreshToken)
        val own = IllegalStateException("the user is locked")
        val locked = session { throw own }
        assertSame(own, assertThrows(IllegalStateException::class.java) { locked.get("/me") })
        assertThrows(IllegalStateException::class.java) { locked.get("/me") }
        assertEquals("response_invalid", assertThrows(JotkitException.Flow::class.java) { session { Tokens("") }.get("/me") }.code)
    }

    @Test fun `a server that hangs is given up at the deadline`() {
        val interrupted = CountDownLatch(1)
        val session = session(Duration.ofMillis(300)) {
            try {
                Thread.sleep(60_000)
            } catch (_: InterruptedException) {
                interrupted.countDown()
            }
            it
        }
        assertEquals("server_unavailable", assertThrows(JotkitException.Flow::class.java) { session.get("/me") }.code)
        assertTrue(interrupted.await(10, TimeUnit.SECONDS))
    }

    @Test fun `a coroutine that is cancelled ends its call`() = runBlocking {
        val started = CountDownLatch(1)
        val answers = AtomicInteger()
        val session = session(
            refresh = suspendingRefresh {
                if (answers.getAndIncrement() == 0) {
                    started.countDown()
                    delay(60_000)
                }
                Tokens("fresh")
            },
        )
        val first = async(kotlinx.coroutines.Dispatchers.Default) { session.awaitGet("/me") }
        assertTrue(started.await(10, TimeUnit.SECONDS))
        first.cancelAndJoin()
        assertInstanceOf(CancellationException::class.java, runCatching { first.await() }.exceptionOrNull())
        assertEquals("hello", session.awaitGet("/me").text())
    }

    @Test fun `a server's own client has suspending forms`() = runBlocking {
        val transport = Transport { request, _ ->
            requests += request
            HttpResponse(200, body = """{"access_token":"fresh","refresh_token":"next"}""".toByteArray())
        }
        val client = LikeCoinClient("client-1", "s3cret", "https://app.example/cb", transport = transport)
        val state = client.authorize().state
        val session = client.awaitExchange("https://app.example/cb?code=c0de&state=$state", state)
        assertEquals("fresh", session.tokens.accessToken)
        assertEquals("next", client.awaitExchangeCode("c0de").refreshToken)
        assertEquals("fresh", client.awaitRefresh("held").accessToken)
        assertEquals(3, requests.size)
        assertTrue(requests.all { "client_secret=s3cret" in it.body!!.decodeToString() })
    }

    @Test fun `what cannot be is refused when it is made`() {
        val attempts = listOf<() -> Unit>(
            { LikeCoinSession(Tokens("two words")) { it } },
            { LikeCoinSession(Tokens("t"), "http://api.example") { it } },
        )
        for (attempt in attempts) {
            assertEquals("argument_invalid", assertThrows(JotkitException.Usage::class.java) { attempt() }.code)
        }
        assertThrows(IllegalArgumentException::class.java) { session(Duration.ZERO) { it } }
    }
}
