package jotkit.internal

import jotkit.JotkitException
import jotkit.ffi.Failure
import jotkit.ffi.InternalException
import jotkit.ffi.internalReport
import jotkit.ffi.unreadableReport
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

/** Makes a call across, and turns whatever comes back wrong into jotkit's own exception. */
internal inline fun <T> across(call: () -> T): T = try {
    call()
} catch (failure: Failure.Core) {
    throw JotkitException.of(failure.report)
} catch (_: InternalException) {
    // uniffi caught a panic. Its text may quote what it choked on, so it is not passed on.
    throw JotkitException.of(internalReport())
} catch (_: CharacterCodingException) {
    throw JotkitException.of(unreadableReport())
}

/**
 * Lends a token's bytes to the other side without a copy there.
 *
 * What is not Unicode becomes a question mark, which no token has: the verdict stays the core's.
 */
internal inline fun <T> withToken(token: String, call: (ByteBuffer) -> T): T =
    withBytes(token.toByteArray(), call)

/** Lends a text's bytes to the other side; [CharacterCodingException] if it is not Unicode. */
internal inline fun <T> withText(text: String, call: (ByteBuffer) -> T): T {
    val encoded = encode(text)
    return withBytes(encoded.array(), encoded.limit(), call)
}

/** The UTF-8 bytes of a text, from the start of an array that is nobody else's. */
internal fun encode(text: String): ByteBuffer = Charsets.UTF_8.newEncoder()
    .onMalformedInput(CodingErrorAction.REPORT)
    .onUnmappableCharacter(CodingErrorAction.REPORT)
    .encode(CharBuffer.wrap(text))

internal inline fun <T> withBytes(bytes: ByteArray, call: (ByteBuffer) -> T): T = withBytes(bytes, bytes.size, call)

internal inline fun <T> withBytes(bytes: ByteArray, length: Int, call: (ByteBuffer) -> T): T {
    val room = Rooms.take(length)
    try {
        room.bytes.put(bytes, 0, length).flip()
        return call(room.bytes)
    } finally {
        Rooms.giveBack(room)
    }
}

/** Lends a secret text's bytes to the other side and wipes the copies afterwards. */
internal inline fun <T> withSecret(text: String, call: (ByteBuffer) -> T): T {
    val encoded = encode(text)
    try {
        return withSecret(encoded.array(), encoded.limit(), call)
    } finally {
        encoded.array().fill(0)
    }
}

/** Lends secret bytes to the other side and wipes the copy afterwards. */
internal inline fun <T> withSecret(bytes: ByteArray, length: Int = bytes.size, call: (ByteBuffer) -> T): T {
    val buffer = ByteBuffer.allocateDirect(length)
    try {
        buffer.put(bytes, 0, length).flip()
        return call(buffer)
    } finally {
        buffer.clear()
        while (buffer.hasRemaining()) buffer.put(0)
    }
}
