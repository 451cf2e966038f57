package jotkit.internal

import com.sun.jna.Native
import com.sun.jna.Pointer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.atomic.AtomicReferenceArray

/** Memory outside the heap that a call lends to the other side, for what it takes and what it gives. */
internal class Room(length: Int) {
    val bytes: ByteBuffer = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN)
    val address: Long = Pointer.nativeValue(Native.getDirectBufferPointer(bytes))
    val size: Long get() = bytes.capacity().toLong()
}

/** Reads the fields of an answer one after the other. */
@JvmInline
internal value class Fields private constructor(val bytes: ByteBuffer) {
    constructor(room: Room) : this(room.bytes.apply { clear() })

    fun text(): String = checkNotNull(optional())

    fun optional(): String? {
        val length = bytes.getInt()
        if (length == NOTHING) return null
        val text = ByteArray(length)
        bytes.get(text)
        return String(text, Charsets.UTF_8)
    }

    private companion object {
        const val NOTHING = -1
    }
}

/**
 * A few rooms that wait for the next call, since making one costs more than verifying a token.
 *
 * Not one for each thread: there may be any number of those. A call from within a callback finds its thread's place
 * empty and makes a room of its own.
 */
internal object Rooms {
    private const val SIZE = 16 * 1024
    private const val PLACES = 64
    private val places = AtomicReferenceArray<Room?>(PLACES)

    /** An empty room for this many bytes. */
    fun take(length: Int): Room {
        if (length > SIZE) return Room(length)
        val room = places.getAndSet(place(), null) ?: return Room(SIZE)
        room.bytes.clear()
        return room
    }

    fun giveBack(room: Room) {
        if (room.bytes.capacity() == SIZE) places.set(place(), room)
    }

    @Suppress("DEPRECATION")
    private fun place(): Int = (Thread.currentThread().id and (PLACES - 1).toLong()).toInt()
}
