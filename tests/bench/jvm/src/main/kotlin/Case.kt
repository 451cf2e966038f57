package jotkit.bench

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** What a case has to show once before it is measured. */
internal sealed interface Proof {
    /** The operation gives the user that the token names. */
    class Names(val user: (Any?) -> String?) : Proof

    /** The operation gives a token that jotkit verifies under a key. */
    class Signs(val algorithm: String) : Proof

    /** The operation throws. */
    object Refuses : Proof
}

/** One thing that one library does. */
internal class Case(
    val library: String,
    val version: String,
    val work: String,
    private val proof: Proof,
    private val operation: () -> Any?,
) {
    private var perOperation = 0.0

    fun toJson(): JsonElement = JsonObject(
        buildMap {
            put("library", JsonPrimitive(library))
            put("version", JsonPrimitive(version))
            put("work", JsonPrimitive(work))
        },
    )

    /** Whether it does what it is measured for; says so if it does not. */
    fun does(work: Work): Boolean = try {
        when (proof) {
            is Proof.Names -> check(proof.user(operation()) == work.claims.user) { "gives other claims" }
            is Proof.Signs -> check(verified(work, proof.algorithm, operation() as String)) { "signs other claims" }
            is Proof.Refuses -> check(runCatching(operation).isFailure) { "refuses nothing" }
        }
        true
    } catch (@Suppress("TooGenericExceptionCaught") any: Throwable) {
        leftOut(library, this.work, any)
        false
    }

    /** Nanoseconds for each operation, over a batch of about this length. */
    fun measure(millis: Long): Double {
        if (perOperation == 0.0) warmUp()
        val count = (millis * 1e6 / perOperation).toLong().coerceIn(1, MOST)
        return repeated(count).toDouble() / count
    }

    /** Runs until the compilers have seen enough of it, and learns how long it takes. */
    private fun warmUp() {
        val end = System.nanoTime() + WARM_UP
        var count = 1L
        do {
            perOperation = repeated(count).toDouble() / count
            count = (WARM_UP / ROUNDS / perOperation).toLong().coerceIn(1, MOST)
        } while (System.nanoTime() < end)
    }

    private fun repeated(count: Long): Long {
        val refuses = proof is Proof.Refuses
        val start = System.nanoTime()
        for (round in 0 until count) {
            Sink.take(if (refuses) refusal() else operation())
        }
        return System.nanoTime() - start
    }

    private fun refusal(): Any? = try {
        operation()
    } catch (expected: Exception) {
        expected
    }

    private companion object {
        const val WARM_UP = 1_000_000_000L
        const val ROUNDS = 20
        const val MOST = 100_000_000L
    }
}

/** Takes results, so that no compiler optimizes them away. */
internal object Sink {
    @Volatile
    private var never: Any = Any()

    fun take(result: Any?) {
        if (result === never) never = Any()
    }
}
