package jotkit

import jotkit.http.HttpResponse
import jotkit.http.Transport
import java.util.concurrent.*
import kotlin.system.exitProcess

private const val THREADS = 200
private const val ROUNDS = 50
private const val SECRET = "a secret of at least 32 bytes, kept safe"

private fun thrown(token: String, name: String): String? =
    runCatching { Verifier { throw IllegalStateException(name) }.verify(token) }.exceptionOrNull()?.message

/**
 * Waits on all virtual threads for keys behind a URL. There are fewer carrier threads than virtual
 * ones, so all can wait at the same time only if none is pinned. Returns how many have not waited
 * or have no verdict.
 */
private fun remote(pool: ExecutorService): Int {
    val signing = Key.fromJwk(Key.generate(Algorithm.ED25519).toJwk(), KeyOptions().kid("k1"))
    val token = Signer(signing).sign("""{"exp":4102444800}""")
    val waiting = CountDownLatch(THREADS)
    val transport = Transport { _, _ ->
        // All are on their way to their turn before there is an answer.
        check(waiting.await(20, TimeUnit.SECONDS))
        HttpResponse(200, body = KeySet(listOf(signing)).toPublicJwks().toByteArray())
    }
    val options = RemoteKeysOptions().jwksUrl("https://id.example/keys").timeoutMs(30_000)
    val verifier = Verifier(RemoteKeys(options, transport))
    val work = List(THREADS) {
        pool.submit(
            Callable {
                waiting.countDown()
                verifier.verify(token)
            },
        )
    }
    return work.count { runCatching { it.get() }.isFailure }
}

/**
 * Signs and verifies long claims on many virtual threads, each of which must get its own token and
 * its own exception back. `.ci/kotlin test` runs it under JDK 21 or later, with little memory
 * outside the heap, so that a call that needs such memory waits for it and its virtual thread moves
 * to another carrier thread.
 */
fun main() {
    // JDK 17, which compiles this, does not have the method.
    val pool = Executors::class.java.getMethod("newVirtualThreadPerTaskExecutor").invoke(null) as ExecutorService
    val key = Key.hs256(SECRET)
    val signer = Signer(key)
    val verifier = Verifier(key)
    val work = List(THREADS) { thread ->
        pool.submit(
            Callable {
                (0 until ROUNDS).count { round ->
                    val name = "$thread-$round"
                    // 20 to 100 KB.
                    val padding = "x".repeat(20_000 + (thread * ROUNDS + round) * 7919 % 80_000)
                    val claims = """{"sub":"$name","exp":4102444800,"padding":"$padding"}"""
                    val own = verifier.verify(signer.sign(claims)).payload == claims
                    !own || (round % 10 == 0 && thrown(signer.sign("{}"), name) != name)
                }
            },
        )
    }
    val outcomes = work.map { runCatching { it.get() } }
    val wrong = outcomes.sumOf { it.getOrDefault(0) } + remote(pool)
    val failures = outcomes.mapNotNull { it.exceptionOrNull() }
    failures.firstOrNull()?.printStackTrace()
    println("virtual threads: ${THREADS * ROUNDS} calls, $wrong wrong answers, ${failures.size} threads that failed")
    exitProcess(if (wrong == 0 && failures.isEmpty()) 0 else 1)
}
