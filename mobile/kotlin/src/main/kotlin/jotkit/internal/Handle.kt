package jotkit.internal

import jotkit.ffi.Disposable
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger

/**
 * A native object and the number of calls that use it now. Closing it twice is fine, closing it
 * during a call takes effect after the call, and using a closed one is an [IllegalStateException].
 *
 * The generated code counts too, but only calls of its own, not those of [Jvm].
 */
internal class Handle<T : Disposable>(private val native: T, private val name: String) : AutoCloseable {
    private val users = AtomicInteger(1)
    private val closed = AtomicBoolean()

    inline fun <R> use(block: (T) -> R): R {
        val native = acquire()
        try {
            return block(native)
        } finally {
            release()
        }
    }

    @PublishedApi
    internal fun acquire(): T {
        while (true) {
            val now = users.get()
            check(now > 0 && !closed.get()) { "This $name is closed." }
            if (users.compareAndSet(now, now + 1)) return native
        }
    }

    @PublishedApi
    internal fun release() {
        if (users.decrementAndGet() == 0) native.destroy()
    }

    override fun close() {
        if (closed.compareAndSet(false, true)) release()
    }
}
