package jotkit

import jotkit.likecoin.*
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.util.concurrent.*
import java.util.concurrent.atomic.AtomicInteger

/** Misuse: closing during calls, callbacks that close, verify or throw. */
class StressTest {
    private class Used(val what: AutoCloseable, val use: () -> Any?)

    private fun everything(): List<Used> {
        val key = Samples.key
        val set = KeySet(listOf(Samples.key))
        val signer = Signer(Samples.key)
        val timedSigner = Signer(Samples.key)
        val verifier = Verifier(Samples.key)
        val asking = Verifier { Samples.key }
        val liveSigner = LiveLikeSigner("client-1", Samples.SECRET)
        val liveVerifier = LiveLikeVerifier(mapOf("client-1" to Samples.SECRET))
        val issuer = LikeCoinIssuer(Samples.SECRET, "like.co")
        val likeVerifier = LikeCoinVerifier(Samples.SECRET, mapOf("client-1" to "s3cret"))
        val liked = LikeCoinIssuer(Samples.SECRET, "like.co").sign(Grant("client-1", "s3cret", "user-1", listOf("profile")))
        return listOf(
            Used(key) { key.thumbprint },
            Used(set) { set.keys },
            Used(signer) { signer.sign("{}") },
            Used(timedSigner) { timedSigner.signWith("{}", now = 1.0) },
            Used(verifier) { verifier.verify(Samples.token) },
            Used(asking) { asking.verify(Samples.token, 1.0) },
            Used(liveSigner) { liveSigner.sign("user-1") },
            Used(liveVerifier) { liveVerifier.verify(LiveLikeSigner("client-1", Samples.SECRET).sign("user-1")) },
            Used(issuer) { issuer.sign(Grant("client-1", "s3cret", "user-1", listOf("profile"))) },
            Used(likeVerifier) { likeVerifier.verify(liked) },
        )
    }

    @Test fun `a closed object can be closed again and cannot be used`() {
        for (used in everything()) {
            used.use()
            repeat(3) { used.what.close() }
            assertThrows(IllegalStateException::class.java, { used.use() }, used.what.javaClass.name)
        }
    }

    @Test fun `closing during a call takes effect after it`() {
        val pool = Executors.newFixedThreadPool(4)
        val done = AtomicInteger()
        repeat(20) {
            for (used in everything()) {
                val started = CountDownLatch(2)
                val users = List(2) {
                    pool.submit(
                        Callable {
                            started.countDown()
                            try {
                                repeat(1000) {
                                    used.use()
                                    done.incrementAndGet()
                                }
                                false
                            } catch (_: IllegalStateException) {
                                true
                            }
                        },
                    )
                }
                started.await()
                used.what.close()
                for (user in users) user.get()
            }
        }
        pool.shutdown()
        assertTrue(done.get() > 0)
    }

    @Test fun `a resolver may close the verifier that asks it`() {
        lateinit var verifier: Verifier
        verifier = Verifier {
            verifier.close()
            Samples.key
        }
        assertTrue(verifier.verify(Samples.token).payload.isNotEmpty())
        assertThrows(IllegalStateException::class.java) { verifier.verify(Samples.token) }
    }

    @Test fun `a resolver may verify with the verifier that asks it`() {
        var depth = 0
        lateinit var verifier: Verifier
        verifier = Verifier {
            depth++
            if (depth < 20) verifier.verify(Samples.token)
            Samples.key
        }
        assertTrue(verifier.verify(Samples.token).payload.isNotEmpty())
        assertEquals(20, depth)
    }

    @Test fun `what a callback throws comes out on its own thread`() {
        val trouble = listOf(StackOverflowError("deep"), RuntimeException("x"), Error("y"), InterruptedException("z"))
        val token = LiveLikeSigner("client-1", Samples.SECRET).sign("user-1")
        for (thrown in trouble) {
            val verifier = Verifier { throw thrown }
            assertSame(thrown, assertThrows(Throwable::class.java) { verifier.verify(Samples.token) })
            val clients = LiveLikeVerifier { throw thrown }
            assertSame(thrown, assertThrows(Throwable::class.java) { clients.verify(token) })
            assertEquals("token_malformed", assertThrows(JotkitException::class.java) { clients.verify("a.b") }.code)
        }
        val verifier = Verifier { throw IllegalArgumentException(Thread.currentThread().name) }
        val pool = Executors.newFixedThreadPool(4)
        val names = List(200) {
            pool.submit(
                Callable {
                    val name = Thread.currentThread().name
                    name to assertThrows(IllegalArgumentException::class.java) { verifier.verify(Samples.token) }.message
                },
            )
        }
        for (pair in names) assertEquals(pair.get().first, pair.get().second)
        pool.shutdown()
    }

    @Test fun `short-lived threads get their own answers`() {
        val verifier = Verifier(Samples.key)
        val long = Samples.sign("""{"exp":4102444800,"pad":"${"x".repeat(50_000)}"}""")
        val failures = AtomicInteger()
        repeat(40) {
            val threads = List(10) { index ->
                Thread {
                    val token = if (index % 2 == 0) Samples.token else long
                    repeat(20) { if (verifier.verify(token).payload != peek(token).payload) failures.incrementAndGet() }
                }
            }
            threads.forEach { it.start() }
            threads.forEach { it.join() }
        }
        assertEquals(0, failures.get())
    }
}
