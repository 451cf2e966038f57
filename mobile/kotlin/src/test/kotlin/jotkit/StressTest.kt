package jotkit

import jotkit.likecoin.*
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.util.concurrent.*

/** Closing during calls, callbacks that close, verify or throw, and threads. */
class StressTest {
    private val clients = mapOf("client-1" to Samples.SECRET)
    private val grant = Grant("client-1", Samples.SECRET, "user-1", listOf("profile"))
    private val live = LiveLikeSigner("client-1", Samples.SECRET).sign("user-1")
    private val like = LikeCoinIssuer(Samples.SECRET, "like.co").sign(grant)

    /** An object of each class, and a use of it. */
    private fun everything(): List<Pair<AutoCloseable, () -> Any?>> {
        fun <T : AutoCloseable> used(what: T, use: (T) -> Any?): Pair<AutoCloseable, () -> Any?> = what to { use(what) }
        return listOf(
            used(Samples.key) { it.thumbprint },
            used(KeySet(listOf(Samples.key))) { it.keys },
            used(KeySet(listOf(Samples.key))) { listOf(it.size, it.skipped, it["k1"], it.info()) },
            used(Signer(Samples.key)) { it.sign("{}") },
            used(Signer(Samples.key)) { it.signWith("{}", now = 1.0) },
            used(Signer.external(Algorithm.HS256, SignerOptions()) { ByteArray(32) }) { it.sign("{}") },
            used(Signer.keyless(Algorithm.HS256)) { it.signingInput("{}") },
            used(Verifier(Samples.key)) { it.verify(Samples.token) },
            used(Verifier(Samples.key)) { it.explain(Samples.token) },
            used(Verifier { Samples.key }) { it.verify(Samples.token, 1.0) },
            used(LiveLikeSigner("client-1", Samples.SECRET)) { it.sign("user-1") },
            used(LiveLikeVerifier(clients)) { it.verify(live) },
            used(LikeCoinIssuer(Samples.SECRET, "like.co")) { it.sign(grant) },
            used(LikeCoinVerifier(Samples.SECRET, clients)) { it.verify(like) },
        )
    }

    /** What several threads return for their numbers. */
    private fun <T> inThreads(count: Int, run: (Int) -> T): List<T> {
        val pool = Executors.newFixedThreadPool(count)
        return List(count) { pool.submit(Callable { run(it) }) }.map { it.get() }.also { pool.shutdown() }
    }

    private fun closed(use: () -> Any?): Throwable = assertThrows(IllegalStateException::class.java) { use() }

    @Test fun `a closed object can be closed again and cannot be used`() {
        for ((what, use) in everything()) {
            use()
            repeat(3) { what.close() }
            closed(use)
        }
        val key = Samples.key
        val (verifier, set) = Verifier(key) to KeySet(listOf(key))
        key.close()
        verifier.verify(Samples.token)
        Verifier(set).verify(Samples.token)
        for (use in listOf({ Verifier(key) }, { Signer(key) }, { KeySet(listOf(key)) }, { "$key" })) closed(use)
    }

    @Test fun `closing during a call takes effect after it`() {
        repeat(20) {
            for ((what, use) in everything()) {
                val started = CountDownLatch(2)
                inThreads(3) { thread ->
                    if (thread == 2) {
                        started.await()
                        what.close()
                    } else {
                        started.countDown()
                        closed { while (true) use() }
                    }
                }
            }
        }
    }

    @Test fun `a resolver may close the verifier that asks it, or verify with it`() {
        lateinit var verifier: Verifier
        var depth = 0
        verifier = Verifier {
            if (++depth < 20) verifier.verify(Samples.token) else verifier.close()
            Samples.key
        }
        assertTrue(verifier.verify(Samples.token).payload.isNotEmpty())
        assertEquals(20, depth)
        closed { verifier.verify(Samples.token) }
    }

    @Test fun `what a callback throws comes out on its own thread`() {
        val trouble = listOf(StackOverflowError("deep"), java.io.IOException("x"), Error("y"), InterruptedException("z"))
        for (thrown in trouble) {
            val verifier = Verifier { throw thrown }
            assertSame(thrown, assertThrows(Throwable::class.java) { verifier.verify(Samples.token) })
            val clients = LiveLikeVerifier { throw thrown }
            assertSame(thrown, assertThrows(Throwable::class.java) { clients.verify(live) })
            assertEquals("token_malformed", Samples.refusal { clients.verify("a.b") }.code)
            // What fails in a resolver's own verifier stays in there.
            Verifier { runCatching { verifier.verify(Samples.token) }.fold({ null }, { Samples.key }) }.verify(Samples.token)
        }
        val verifier = Verifier { throw IllegalArgumentException(Thread.currentThread().name) }
        inThreads(4) {
            repeat(50) {
                val thrown = assertThrows(IllegalArgumentException::class.java) { verifier.verify(Samples.token) }
                assertEquals(Thread.currentThread().name, thrown.message)
            }
        }
    }

    @Test fun `short-lived threads get their own answers`() {
        val verifier = Verifier(Samples.key)
        val long = Samples.sign("""{"exp":4102444800,"pad":"${"x".repeat(50_000)}"}""")
        repeat(40) {
            inThreads(10) { index ->
                val token = if (index % 2 == 0) Samples.token else long
                repeat(20) { assertEquals(peek(token).payload, verifier.verify(token).payload) }
            }
        }
    }
}
