package jotkit.internal

import jotkit.JotkitException

/**
 * Brings an exception of a callback home.
 *
 * A callback runs on the caller's thread, between two frames of the other side. Its exception stays here, the
 * other side is told that nothing was found, and the call that led to it throws the exception itself.
 */
internal object Callbacks {
    private val thrown = ThreadLocal<Throwable?>()

    /** Runs a callback; `null` if it threw. */
    @Suppress("TooGenericExceptionCaught")
    inline fun <T> keeping(callback: () -> T?): T? = try {
        callback()
    } catch (any: Throwable) {
        keep(any)
        null
    }

    /** Runs a call that may lead to a callback. */
    inline fun <T> rethrowing(call: () -> T): T {
        val outer = swap(null)
        try {
            return call()
        } catch (failure: JotkitException) {
            throw kept() ?: failure
        } finally {
            swap(outer)
        }
    }

    fun keep(any: Throwable) = thrown.set(any)

    fun kept(): Throwable? = thrown.get()

    fun swap(next: Throwable?): Throwable? {
        val last = thrown.get()
        if (next == null) thrown.remove() else thrown.set(next)
        return last
    }
}
