package jotkit

import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction
import java.time.Instant
import java.time.OffsetDateTime
import java.time.chrono.ChronoZonedDateTime
import java.util.Date

/**
 * Options of one kind, sent to the core as JSON text. The core has all defaults, ranges and rules.
 */
public abstract class Options internal constructor(
    private val members: Map<String, String>,
    private val json: String?,
) {
    /** The JSON text that the core reads. */
    public fun toJson(): String =
        json ?: members.entries.joinToString(",", "{", "}") { (name, value) -> "${json(name)}:$value" }

    /** The members with one more, or with another value for it. */
    internal fun with(name: String, value: Any): Map<String, String> {
        check(json == null) { "Options made from JSON text cannot be changed; put $name into the text." }
        return members + (name to json(value))
    }

    override fun equals(other: Any?): Boolean =
        other is Options && other.javaClass == javaClass && other.toJson() == toJson()

    override fun hashCode(): Int = toJson().hashCode()

    override fun toString(): String = "${javaClass.simpleName}(${toJson()})"
}

/**
 * The JSON text of strings, numbers, booleans, `null`, collections, maps and moments. A moment is
 * the number of whole seconds since 1970, as the times of a token are.
 * @throws IllegalArgumentException for anything else, and for a number that is infinite or not a
 *   number.
 */
internal fun json(value: Any?): String = when (value) {
    null, is Boolean -> "$value"
    is CharSequence -> quoted(value)
    is Algorithm -> quoted(value.jwaName)
    is Number -> finite(value).toString()
    is Map<*, *> -> value.entries.joinToString(",", "{", "}") { (name, item) -> "${quoted(memberName(name))}:${json(item)}" }
    is Iterable<*> -> value.joinToString(",", "[", "]") { json(it) }
    is Array<*> -> json(value.asList())
    is Instant -> "${value.epochSecond}"
    is kotlin.time.Instant -> "${value.epochSeconds}"
    is Date -> "${Math.floorDiv(value.time, 1000L)}"
    is OffsetDateTime -> "${value.toEpochSecond()}"
    is ChronoZonedDateTime<*> -> "${value.toEpochSecond()}"
    else -> throw IllegalArgumentException("A ${value.javaClass.name} has no JSON form.")
}

private fun finite(value: Number): Number = value.also {
    require((it !is Double && it !is Float) || it.toDouble().isFinite()) { "JSON has no infinity and no NaN." }
}

private fun memberName(name: Any?): String = requireNotNull(name as? String) { "Names of JSON members are strings." }

private fun quoted(text: CharSequence): String = buildString(text.length + 2) {
    append('"')
    for (char in text) {
        when {
            char == '"' || char == '\\' -> append('\\').append(char)
            char < ' ' -> append("\\u%04x".format(char.code))
            else -> append(char)
        }
    }
    append('"')
}

/** The members of a JSON object that are not `null`. */
internal fun members(vararg all: Pair<String, Any?>): Map<String, Any?> = all.filter { it.second != null }.toMap()

/** The default limit of a token's size. */
internal val defaultLimit: Long by lazy { guarded { jotkit.ffi.defaultMaxTokenBytes() }.toLong() }

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

/** Passes the UTF-8 form of a secret to native code and wipes the copies. */
internal inline fun <T> withSecret(text: String, call: (ByteBuffer) -> T): T {
    val encoded = encode(text)
    try {
        return withSecret(encoded.array(), encoded.limit(), call)
    } finally {
        encoded.array().fill(0)
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
