package jotkit

import jotkit.Samples.refusal
import jotkit.http.HttpResponse
import jotkit.http.OkHttpTransport
import jotkit.http.Transport
import kotlinx.coroutines.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.util.concurrent.Callable
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** Keys behind a URL, over real sockets. */
class RemoteKeysTest {
    /** What must succeed has time even while the JVM warms up. */
    private fun options(provider: Provider) = RemoteKeysOptions().jwksUrl(provider.jwksUrl).timeoutMs(30_000)

    private fun <T> atOnce(count: Int, task: (Int) -> T): List<Result<T>> {
        val pool = Executors.newFixedThreadPool(count)
        val begin = CountDownLatch(1)
        val running = List(count) { pool.submit(Callable { begin.await().let { _ -> runCatching { task(it) } } }) }
        begin.countDown()
        return running.map { it.get() }.also { pool.shutdown() }
    }

    private fun eventually(condition: () -> Boolean) {
        val deadline = System.nanoTime() + 30_000_000_000
        while (!condition()) {
            assertTrue(System.nanoTime() < deadline, "it does not come true")
            Thread.sleep(20)
        }
    }

    @Test fun `fifty callers at once lead to one request`() {
        val provider = Provider("k-cold", "k1").apply { set("""{"delay":0.3}""") }
        val verifier = Verifier(RemoteKeys(options(provider)), Policy().issuer(provider.issuer))
        val token = provider.token("k1")
        val outcomes = atOnce(50) { verifier.verify(token).payload }
        assertEquals(50, outcomes.count { it.getOrThrow().contains("u1") })
        assertEquals(1, provider.requests())
    }

    @Test fun `fifty coroutines at once lead to one request, on one thread`() = runBlocking {
        val provider = Provider("k-suspended", "k1").apply { set("""{"delay":0.3}""") }
        val keys = RemoteKeys(options(provider))
        SuspendingVerifier(keys, Policy().issuer(provider.issuer)).use { verifier ->
            val token = provider.token("k1")
            val running = List(50) { async { verifier.verify(token).payload } }
            assertTrue(running.awaitAll().all { "u1" in it })
            assertEquals(1, provider.requests())
            verifier.warm()
            assertEquals("claim_missing", runCatching { verifier.verify(token, mapOf("nonce" to "n")) }.code())
            assertEquals("token_expired", runCatching { verifier.verify(token, now = 4e9) }.code())
        }
    }

    private fun Result<*>.code(): String? = (exceptionOrNull() as? JotkitException)?.code

    @Test fun `a coroutine that is cancelled leaves its request to others`() = runBlocking {
        val provider = Provider("k-cancelled", "k1").apply { set("""{"delay":2}""") }
        val keys = RemoteKeys(options(provider))
        val verifier = SuspendingVerifier(keys)
        val token = provider.token("k1")
        val first = async(Dispatchers.Default) { verifier.verify(token) }
        eventually { provider.requests() == 1 }
        first.cancelAndJoin()
        assertEquals(0, keys.status().generation, "the cancelled one waits for the answer")
        assertTrue("u1" in verifier.verify(token).payload)
        assertEquals(1, provider.requests())
    }

    @Test fun `a thread that is interrupted leaves its request to others`() {
        val provider = Provider("k-interrupted", "k1").apply { set("""{"delay":0.5}""") }
        val verifier = Verifier(RemoteKeys(options(provider)))
        val token = provider.token("k1")
        val pool = Executors.newSingleThreadExecutor()
        val first = pool.submit(Callable { runCatching { verifier.verify(token) }.exceptionOrNull() })
        eventually { provider.requests() == 1 }
        pool.shutdownNow()
        assertInstanceOf(InterruptedException::class.java, first.get())
        assertTrue("u1" in verifier.verify(token).payload)
        assertEquals(1, provider.requests())
    }

    @Test fun `an outage refuses no token within the stale time`() {
        val provider = Provider("k-outage", "k1").apply { set("""{"headers":{"Cache-Control":"max-age=1"}}""") }
        val events = CopyOnWriteArrayList<String>()
        val options = options(provider).minLifetimeMs(1000).backoffMs(60_000)
        val keys = RemoteKeys(options) { events += it.name }
        val verifier = Verifier(keys)
        val token = provider.token("k1")
        keys.warm()
        assertEquals(RemoteStatus.State.FRESH, keys.status().state)
        provider.set("""{"mode":"status","headers":{}}""")
        Thread.sleep(1100)
        assertTrue(atOnce(50) { verifier.verify(token) }.all { it.isSuccess })
        eventually { keys.status().failures == 1L }
        assertTrue(atOnce(50) { verifier.verify(token) }.all { it.isSuccess })
        assertEquals(2, provider.requests())
        val status = keys.status()
        assertEquals(listOf(RemoteStatus.State.STALE, listOf("k1"), "status"), listOf(status.state, status.kids, status.lastError))
        assertTrue(status.since!! < status.retryAt!!)
        eventually { events.containsAll(listOf("fetched", "failed", "stale_used")) }
    }

    @Test fun `a rotation is followed, and random key ids lead to no flood`() {
        val provider = Provider("k-rotation", "old")
        val keys = RemoteKeys(options(provider))
        val verifier = Verifier(keys)
        val old = provider.token("old")
        verifier.verify(old)
        provider.publish("new")
        verifier.verify(provider.token("new"))
        assertEquals("key_unknown", refusal { verifier.verify(old) }.code)
        assertEquals(listOf("new"), keys.keySet()!!.keys.map { it.kid })
        val before = provider.requests()
        val codes = (0 until 300).map { refusal { verifier.verify(provider.unknown(it)) }.code }
        assertEquals(setOf("key_unknown"), codes.toSet())
        assertTrue(provider.requests() - before <= 2, "${provider.requests()} requests, $before before")
    }

    @Test fun `a server that hangs is given up at the deadline`() {
        for (mode in listOf("hang", "drip")) {
            val provider = Provider("k-$mode", "k1").apply { set("""{"mode":"$mode"}""") }
            val keys = RemoteKeys(options(provider).timeoutMs(1_000))
            val begun = System.nanoTime()
            val failure = refusal { Verifier(keys).verify(provider.token("k1")) }
            val milliseconds = (System.nanoTime() - begun) / 1_000_000
            assertEquals("keys_unavailable" to 503, failure.code to failure.challenge().status)
            assertTrue(failure.retryAt!! > System.currentTimeMillis() - 30_000)
            assertTrue(milliseconds in 900..4_000, "$milliseconds ms")
            assertEquals("timeout", keys.status().lastError)
        }
    }

    @TestFactory fun `keys are refused if the reply is not a set of keys`(): List<DynamicTest> = mapOf(
        "redirect" to "redirect",
        "huge" to "too_large",
        "not_json" to "malformed",
        "wrong_issuer" to "issuer",
        "close" to "network",
        "status" to "status",
    ).map { (mode, cause) ->
        dynamicTest(mode) {
            val provider = Provider("k-$mode", "k1").apply { set("""{"mode":"$mode"}""") }
            val keys = RemoteKeys(provider.issuer, RemoteKeysOptions().timeoutMs(30_000))
            assertEquals("keys_unavailable", refusal { keys.warm() }.code)
            assertEquals("keys_unavailable", refusal { Verifier(keys).verify(provider.token("k1")) }.code)
            assertEquals(cause to RemoteStatus.State.EMPTY, keys.status().run { lastError to state })
            assertNull(keys.keySet())
        }
    }

    @Test fun `an issuer's document names the keys, and a snapshot saves the request`() {
        val provider = Provider("k-discovery", "k1")
        val token = provider.token("k1")
        val keys = RemoteKeys(provider.issuer)
        keys.warm()
        Verifier(keys).verify(token)
        assertEquals(1 to 1, provider.requests("discovery") to provider.requests())
        val later = RemoteKeys(provider.issuer)
        later.seed(keys.export())
        Verifier(later).verify(token)
        assertEquals(1 to 1, provider.requests("discovery") to provider.requests())
        assertEquals("argument_invalid", refusal { later.seed("{}") }.code)
        assertEquals("argument_invalid", refusal { RemoteKeys("https://other.example").seed(keys.export()) }.code)
    }

    @Test fun `a token's issuer chooses among several`() {
        val (one, two, third) = listOf("k-one", "k-two", "k-third").map { Provider(it, "k1") }
        val keys = RemoteKeys(listOf(one, two).map { RemoteKeysOptions().issuer(it.issuer) })
        val verifier = Verifier(keys)
        verifier.verify(two.token("k1"))
        assertEquals(listOf(0, 1), listOf(one, two).map { it.requests() })
        verifier.verify(one.token("k1"))
        assertEquals("issuer_refused", refusal { verifier.verify(third.token("k1")) }.code)
        assertEquals("issuer_refused", refusal { keys.warm(third.issuer) }.code)
        keys.warm(one.issuer)
        keys.warm()
        assertEquals(listOf("k1"), keys.status(two.issuer).kids)
    }

    @Test fun `a listener that throws changes no verdict`() {
        val provider = Provider("k-listener", "k1")
        val heard = CopyOnWriteArrayList<RemoteEvent>()
        val keys = RemoteKeys(options(provider)) {
            heard += it
            error("of the listener")
        }
        Verifier(keys).verify(provider.token("k1"))
        assertEquals("key_unknown", refusal { Verifier(keys).verify(provider.unknown(0)) }.code)
        assertTrue(heard.map { it.name }.containsAll(listOf("fetched", "kid_unknown")), "$heard")
        assertEquals(setOf(provider.jwksUrl), heard.map { it.source }.toSet())
    }

    @Test fun `another transport sends the requests`() {
        val provider = Provider("k-transport", "k1")
        val seen = AtomicInteger()
        val real = OkHttpTransport()
        val transport = Transport { request, timeout ->
            assertEquals("GET" to 4096, request.method to request.maxBytes)
            if (seen.incrementAndGet() == 1) throw IllegalStateException("of the transport")
            // More than was asked for.
            real.send(request, timeout).run { HttpResponse(status, headers, body + ByteArray(5_000) { ' '.code.toByte() }) }
        }
        val options = options(provider).maxBytes(4096).backoffMs(100).maxBackoffMs(100)
        val keys = RemoteKeys(options, transport)
        assertEquals("keys_unavailable", refusal { keys.warm() }.code)
        assertEquals("network", keys.status().lastError)
        eventually { runCatching { keys.warm() }.code() == "keys_unavailable" && keys.status().lastError == "too_large" }
    }

    @Test fun `a transport that does not end is given up`() {
        val never = CountDownLatch(1)
        val transport = Transport { _, _ -> HttpResponse(200).also { never.await() } }
        val keys = RemoteKeys("https://id.example", RemoteKeysOptions().timeoutMs(200), transport)
        assertEquals("keys_unavailable", refusal { keys.warm() }.code)
        assertEquals("timeout", keys.status().lastError)
        val verifier = SuspendingVerifier(RemoteKeys("https://id.example", RemoteKeysOptions().timeoutMs(200), transport))
        assertEquals("keys_unavailable", runBlocking { runCatching { verifier.warm() } }.code())
        never.countDown()
    }

    @Test fun `what cannot be is refused when it is made`() {
        assertEquals("argument_invalid", refusal { RemoteKeys("http://id.example") }.code)
        assertEquals("argument_invalid", refusal { RemoteKeys("https://id.example", RemoteKeysOptions().burst(0)) }.code)
        assertEquals("argument_invalid", refusal { RemoteKeys(emptyList()) }.code)
        val keys = RemoteKeys("https://id.example")
        assertEquals("policy_invalid", refusal { Verifier(keys, Policy().algorithms(Algorithm.HS256)) }.code)
        assertThrows(UnsupportedOperationException::class.java) { Verifier(keys).explain(Samples.token) }
        // They are wrong with any key, so there is no request.
        assertEquals("algorithm_refused", refusal { Verifier(keys).verify(Samples.token) }.code)
        assertEquals("token_malformed", refusal { Verifier(keys).verify("x") }.code)
        assertEquals(0, keys.status().generation)
        assertTrue("https://id.example" in "$keys")
    }
}
