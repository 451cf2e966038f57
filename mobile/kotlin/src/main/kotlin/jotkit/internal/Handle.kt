package jotkit.internal

import jotkit.ffi.Disposable
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger

/**
 * An object on the other side, together with everybody who is using it right now.
 *
 * The generated code guards calls *on* an object against a concurrent close, but not an object that is an argument;
 * this guards both. Closing twice is fine, closing during a call takes effect after it, and using a closed one is an
 * [IllegalStateException]. An object that is never closed goes with its owner.
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
