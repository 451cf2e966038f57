package jotkit

import java.util.concurrent.*
import kotlin.system.exitProcess

private const val THREADS = 200
private const val ROUNDS = 50
private const val SECRET = "a secret of at least 32 bytes, kept safe"

private fun thrown(token: String, name: String): String? =
    runCatching { Verifier { throw IllegalStateException(name) }.verify(token) }.exceptionOrNull()?.message

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
    val wrong = outcomes.sumOf { it.getOrDefault(0) }
    val failures = outcomes.mapNotNull { it.exceptionOrNull() }
    failures.firstOrNull()?.printStackTrace()
    println("virtual threads: ${THREADS * ROUNDS} calls, $wrong wrong answers, ${failures.size} threads that failed")
    exitProcess(if (wrong == 0 && failures.isEmpty()) 0 else 1)
}
