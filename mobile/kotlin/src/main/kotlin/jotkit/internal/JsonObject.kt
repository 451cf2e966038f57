package jotkit.internal

import java.math.BigDecimal
import kotlin.time.Duration

/** Writes the JSON texts that cross to the core, which alone judges them. */
internal class JsonObject {
    private val text = StringBuilder("{")

    /** Adds a member, unless it was not set. */
    fun put(name: String, value: Any?): JsonObject {
        if (Unset.isUnset(value)) return this
        if (text.length > 1) text.append(',')
        writeText(name)
        text.append(':')
        write(value)
        return this
    }

    /** Adds `true`, which is the only value of such a member. */
    fun putIf(name: String, value: Boolean): JsonObject = if (value) put(name, true) else this

    override fun toString(): String = "$text}"

    private fun write(value: Any?) {
        when (value) {
            null -> text.append("null")
            is Boolean -> text.append(value)
            is CharSequence -> writeText(value)
            is Duration -> text.append(seconds(value))
            is Double -> writeFloating(value)
            is Float -> writeFloating(value.toDouble())
            is Number -> text.append(value)
            is Enum<*> -> writeText(value.toString())
            is Map<*, *> -> writeMap(value)
            is Iterable<*> -> writeList(value)
            is Array<*> -> writeList(value.asList())
            else -> throw IllegalArgumentException("A ${value.javaClass.name} has no JSON form.")
        }
    }

    private fun writeFloating(value: Double) {
        require(value.isFinite()) { "JSON has no number that is infinite or not a number." }
        text.append(if (value == value.toLong().toDouble()) value.toLong() else value)
    }

    private fun writeMap(map: Map<*, *>) {
        text.append('{')
        map.entries.forEachIndexed { index, (name, value) ->
            require(name is String) { "The names of JSON members are strings." }
            if (index > 0) text.append(',')
            writeText(name)
            text.append(':')
            write(value)
        }
        text.append('}')
    }

    private fun writeList(list: Iterable<*>) {
        text.append('[')
        list.forEachIndexed { index, value ->
            if (index > 0) text.append(',')
            write(value)
        }
        text.append(']')
    }

    private fun writeText(value: CharSequence) {
        text.append('"')
        for (char in value) {
            when {
                char == '"' || char == '\\' -> text.append('\\').append(char)
                char < ' ' -> text.append("\\u%04x".format(char.code))
                else -> text.append(char)
            }
        }
        text.append('"')
    }

    companion object {
        /** A map's JSON text; members keep the map's order. */
        fun of(map: Map<String, *>): String = JsonObject().apply {
            text.clear()
            writeMap(map)
        }.text.toString()

        /** Seconds with as many decimals as it takes, so that the core sees what was meant. */
        private fun seconds(duration: Duration): String = duration.toComponents { seconds, nanoseconds ->
            val exact = BigDecimal(seconds).add(BigDecimal.valueOf(nanoseconds.toLong(), NANO_DIGITS))
            exact.stripTrailingZeros().toPlainString()
        }

        private const val NANO_DIGITS = 9
    }
}
