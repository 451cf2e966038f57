package jotkit

import java.math.BigDecimal
import java.time.Duration
import java.time.Instant
import java.time.OffsetDateTime
import java.time.chrono.ChronoZonedDateTime
import java.util.Date
import java.util.UUID
import kotlin.time.toJavaDuration

/**
 * The JSON text of strings, numbers, booleans, `null`, collections, maps, moments and UUIDs. A
 * moment is the number of whole seconds since 1970, as the times of a token are; a UUID is a
 * string.
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
    is Date -> "${Math.floorDiv(value.time, 1000L)}"
    is OffsetDateTime -> "${value.toEpochSecond()}"
    is ChronoZonedDateTime<*> -> "${value.toEpochSecond()}"
    is UUID -> "\"$value\""
    else -> newer(value) ?: throw IllegalArgumentException("A ${value.javaClass.name} has no JSON form.")
}

/** The JSON text of types that a standard library of Kotlin 2.1 does not have or mark as stable. */
private fun newer(value: Any): String? = when (value.javaClass.name) {
    "kotlin.time.Instant", "kotlinx.datetime.Instant" -> value.javaClass.getMethod("getEpochSeconds").invoke(value).toString()
    "kotlin.uuid.Uuid" -> "\"$value\""
    else -> null
}

/** A duration in seconds. */
internal fun seconds(value: Duration): Number = when (value.nano) {
    0 -> value.seconds
    else -> BigDecimal.valueOf(value.seconds).add(BigDecimal.valueOf(value.nano.toLong(), 9))
}

internal fun seconds(value: kotlin.time.Duration): Number = seconds(value.toJavaDuration())

/** A duration in milliseconds. */
internal fun milliseconds(value: Duration): Number {
    val exact = BigDecimal.valueOf(value.seconds).movePointRight(3).add(BigDecimal.valueOf(value.nano.toLong(), 6))
    return if (value.nano % 1_000_000 == 0) exact.toBigInteger() else exact
}

internal fun milliseconds(value: kotlin.time.Duration): Number = milliseconds(value.toJavaDuration())

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
