package jotkit.bench

import java.util.concurrent.FutureTask
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/**
 * What several threads do at the same time: operations in a fixed time, not the time of so many operations, so that a thread
 * that starts late or ends late does not leave the others' cores idle in what is counted. One thread is measured just as two are.
 *
 * @param repeated does so many operations and tells how many nanoseconds that took.
 */
internal class Together(private val threads: Int, private val repeated: (Long) -> Long) {
    /** Nanoseconds by the operations of all threads, which work together for so long. */
    fun run(length: Long, perOperation: Double): Double {
        // A hundredth of the time or less, so that the end is met well.
        val step = (length / STEPS / perOperation).toLong().coerceAtLeast(1)
        val gate = Gate(threads)
        val rates = List(threads) { FutureTask { rate(step, length, gate) } }
        rates.forEach { thread { it.run() } }
        return 1 / rates.sumOf { it.get() }
    }

    /** The operations of one thread by nanoseconds. It is at work before the others are ready. */
    private fun rate(step: Long, length: Long, gate: Gate): Double {
        repeated(step)
        gate.arrive()
        while (!gate.isOpen) repeated(step)
        val start = System.nanoTime()
        var done = 0L
        var end: Long
        do {
            repeated(step)
            done += step
            end = System.nanoTime()
        } while (end - gate.opened < length)
        return done.toDouble() / (end - start)
    }

    private companion object {
        const val STEPS = 100
    }
}

/** Opens when the last thread is at work. */
private class Gate(threads: Int) {
    private val missing = AtomicInteger(threads)

    @Volatile
    var isOpen = false
        private set

    /** The clock then. */
    @Volatile
    var opened = 0L
        private set

    fun arrive() {
        if (missing.decrementAndGet() > 0) return
        opened = System.nanoTime()
        isOpen = true
    }
}
