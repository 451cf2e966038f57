package jotkit.internal

import com.sun.jna.Native
import jotkit.JotkitException
import jotkit.ffi.Report

/**
 * The direct way to the core, for the calls that are made once for every token; `jotkit_direct.h` says how it is used.
 *
 * Only numbers cross, which is what JNA does fastest; a structure or an array costs it more than checking a token.
 */
internal object Direct {
    init {
        Native.register(Direct::class.java, "jotkit_mobile")
    }

    /** Verifies a token as if it were [now], or at the system's time. */
    fun verify(verifier: Long, token: String, now: Double?): Texts = asking(token.toByteArray()) { room, length ->
        val timed = if (now == null) 0 else 1
        jotkit_direct_verify(verifier, room.address, length, timed, now ?: 0.0, room.address, room.size)
    }

    /** Reads a token without verifying it. */
    fun peek(token: String): Texts = asking(token.toByteArray()) { room, length ->
        jotkit_direct_peek(room.address, length, room.address, room.size)
    }

    /** Signs the bytes of claims. */
    fun sign(signer: Long, claims: ByteArray, length: Int): String = asking(claims, length) { room, size ->
        jotkit_direct_sign(signer, room.address, size, room.address, room.size)
    }.first

    /** Lends bytes for a call and reads the texts that lie in their place afterwards. */
    private inline fun asking(bytes: ByteArray, length: Int = bytes.size, call: (Room, Long) -> Long): Texts {
        val room = Rooms.take(length)
        try {
            room.bytes.put(bytes, 0, length)
            val outcome = call(room, length.toLong())
            val answer = if (outcome < 0) outcome.inv() else outcome
            val fields = Fields(if (answer <= room.size) room else rest(answer))
            if (outcome < 0) throw JotkitException.of(report(fields))
            return Texts(fields.text(), if (fields.bytes.position() < answer) fields.text() else "")
        } finally {
            Rooms.giveBack(room)
        }
    }

    /** An answer that was longer than the room it was given. */
    private fun rest(length: Long): Room {
        val room = Room(Math.toIntExact(length))
        check(jotkit_direct_rest(room.address, room.size) == length)
        return room
    }

    private fun report(fields: Fields) = Report(
        code = fields.text(),
        kind = fields.text(),
        claim = fields.optional(),
        text = fields.text(),
        status = fields.optional()?.toUShort(),
        body = fields.optional(),
    )

    @JvmStatic
    private external fun jotkit_direct_verify(
        verifier: Long,
        token: Long,
        length: Long,
        timed: Int,
        now: Double,
        answer: Long,
        size: Long,
    ): Long

    @JvmStatic
    private external fun jotkit_direct_peek(token: Long, length: Long, answer: Long, size: Long): Long

    @JvmStatic
    private external fun jotkit_direct_sign(signer: Long, claims: Long, length: Long, answer: Long, size: Long): Long

    @JvmStatic
    private external fun jotkit_direct_rest(answer: Long, size: Long): Long
}

/** The one or two texts of an answer: a token, or the header and the payload of one. */
internal class Texts(val first: String, val second: String)
