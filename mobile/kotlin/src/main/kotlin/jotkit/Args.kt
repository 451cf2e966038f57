package jotkit

import jotkit.internal.Jvm
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

/**
 * Options of one kind, sent to the core as JSON text. The core has all defaults, ranges and rules.
 */
public abstract class Options internal constructor(
    private val members: Map<String, String>,
    private val json: String?,
) {
    /** The JSON text that the core reads. */
    public fun toJson(): String = json ?: text(members)

    private fun text(members: Map<String, String>): String =
        members.entries.joinToString(",", "{", "}") { (name, value) -> "${json(name)}:$value" }

    /** The members with one more, or with another value for it. */
    internal fun with(name: String, value: Any): Map<String, String> {
        check(json == null) { "Options made from JSON text cannot be changed; put $name into the text." }
        return members + (name to json(value))
    }

    override fun equals(other: Any?): Boolean =
        other is Options && other.javaClass == javaClass && other.toJson() == toJson()

    override fun hashCode(): Int = toJson().hashCode()

    override fun toString(): String = printed()

    /** The options without the secret ones. JSON text, which may hold such a one, is not shown. */
    internal fun printed(vararg secrets: String): String = when {
        json == null -> "${javaClass.simpleName}(${text(members - secrets.toSet())})"
        secrets.isEmpty() -> "${javaClass.simpleName}($json)"
        else -> "${javaClass.simpleName}(JSON text)"
    }
}

/** The default limit of a token's size. */
internal val defaultLimit: Long by lazy { guarded { Jvm.limit(0) } }

/**
 * A token, or as much of one that is over the size limit as the core needs to see that: no memory
 * is taken for the rest.
 */
internal fun bounded(token: String, limit: Long = defaultLimit): String =
    if (token.length > limit) token.substring(0, limit.toInt() + 1) else token

/**
 * Passes a token as a string. With `?` in place of lone surrogates, which have no UTF-8 form, it is
 * malformed.
 */
internal inline fun <T> withToken(token: String, limit: Long = defaultLimit, call: (String) -> T): T = try {
    call(bounded(token, limit))
} catch (_: CharacterCodingException) {
    call(bounded(token, limit).toByteArray().decodeToString())
}

/** The UTF-8 form of a string; [CharacterCodingException] if it has none. */
internal fun utf8(text: String): ByteArray {
    val bytes = encode(text)
    return bytes.array().copyOf(bytes.limit())
}

private fun encode(text: String): ByteBuffer = Charsets.UTF_8.newEncoder()
    .onMalformedInput(CodingErrorAction.REPORT)
    .encode(CharBuffer.wrap(text))

/** Passes the UTF-8 form of what may be a secret, and wipes the copies. */
internal inline fun <T> withBytes(text: String, call: (ByteArray) -> T): T {
    val encoded = encode(text)
    val bytes = encoded.array().copyOf(encoded.limit())
    encoded.array().fill(0)
    try {
        return call(bytes)
    } finally {
        bytes.fill(0)
    }
}

/** Passes a secret to native code and wipes the copy, which is outside the heap. */
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
