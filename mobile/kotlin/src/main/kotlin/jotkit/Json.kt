package jotkit

import java.time.Instant
import java.time.OffsetDateTime
import java.time.chrono.ChronoZonedDateTime
import java.util.Date

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
