package jotkit.subject

/**
 * JSON for the subject, which hands policies and keys to the library as the text they came in: other readers forget how a
 * number was written.
 */
sealed class Json {
    /** The text it was read from. */
    abstract val raw: String

    data class Object(val members: Map<String, Json>, override val raw: String) : Json()

    data class List(val items: kotlin.collections.List<Json>, override val raw: String) : Json()

    data class Text(val value: String, override val raw: String) : Json()

    data class Number(override val raw: String) : Json()

    data class Bool(val value: Boolean, override val raw: String) : Json()

    data object Null : Json() {
        override val raw get() = "null"
    }

    /** Whether both say the same; numbers count by value, and the order of members does not. */
    fun says(other: Json): Boolean = when {
        this is Object && other is Object -> {
            members.keys == other.members.keys && members.all { (name, value) -> value.says(other.members.getValue(name)) }
        }

        this is List && other is List -> {
            items.size == other.items.size && items.zip(other.items).all { (left, right) -> left.says(right) }
        }

        this is Text && other is Text -> {
            value == other.value
        }

        this is Number && other is Number -> {
            raw == other.raw || raw.toDouble() == other.raw.toDouble()
        }

        this is Bool && other is Bool -> {
            value == other.value
        }

        else -> {
            this is Null && other is Null
        }
    }

    companion object {
        fun parse(text: String): Json = Reader(text).document()

        /** A text on one line. */
        fun quote(text: String): String = buildString {
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

        /** The same on one line. */
        fun compact(json: Json): String = when (json) {
            is Object -> json.members.entries.joinToString(",", "{", "}") { (name, value) -> quote(name) + ":" + compact(value) }
            is List -> json.items.joinToString(",", "[", "]", transform = ::compact)
            is Text -> quote(json.value)
            else -> json.raw
        }
    }
}

/** What the subject cannot understand. */
class NotUnderstood : Exception()

private class Reader(private val text: String) {
    private var at = 0

    fun document(): Json {
        val value = value(0)
        space()
        if (at != text.length) throw NotUnderstood()
        return value
    }

    private fun value(depth: Int): Json {
        if (depth > MAX_DEPTH) throw NotUnderstood()
        space()
        val start = at
        return when (peek()) {
            '{' -> Json.Object(members(depth), text.substring(start, at))
            '[' -> Json.List(items(depth), text.substring(start, at))
            '"' -> Json.Text(string(), text.substring(start, at))
            't' -> word("true", Json.Bool(true, "true"))
            'f' -> word("false", Json.Bool(false, "false"))
            'n' -> word("null", Json.Null)
            else -> number()
        }
    }

    private fun members(depth: Int): Map<String, Json> {
        val members = LinkedHashMap<String, Json>()
        separated('}') {
            space()
            val name = string()
            space()
            take(':')
            members[name] = value(depth + 1)
        }
        return members
    }

    private fun items(depth: Int): List<Json> {
        val items = ArrayList<Json>()
        separated(']') { items += value(depth + 1) }
        return items
    }

    private inline fun separated(end: Char, item: () -> Unit) {
        at++
        space()
        if (peek() == end) {
            at++
            return
        }
        while (true) {
            item()
            space()
            if (peek() == end) break
            take(',')
        }
        at++
    }

    private fun string(): String {
        take('"')
        val value = StringBuilder()
        while (true) {
            when (val char = next()) {
                '"' -> break
                '\\' -> value.append(escaped())
                in '\u0000'..'\u001f' -> throw NotUnderstood()
                else -> value.append(char)
            }
        }
        // A lone surrogate is no text.
        if (!Charsets.UTF_8.newEncoder().canEncode(value)) throw NotUnderstood()
        return value.toString()
    }

    private fun escaped(): Char = when (val char = next()) {
        '"', '\\', '/' -> char
        'b' -> '\b'
        'f' -> '\u000c'
        'n' -> '\n'
        'r' -> '\r'
        't' -> '\t'
        'u' -> String(CharArray(HEX) { next() }).toIntOrNull(radix = 16)?.toChar() ?: throw NotUnderstood()
        else -> throw NotUnderstood()
    }

    private fun number(): Json {
        val found = NUMBER.matchAt(text, at) ?: throw NotUnderstood()
        at = found.range.last + 1
        return Json.Number(found.value)
    }

    private fun word(word: String, value: Json): Json {
        if (!text.startsWith(word, at)) throw NotUnderstood()
        at += word.length
        return value
    }

    private fun space() {
        while (at < text.length && text[at] in " \t\r\n") at++
    }

    private fun peek(): Char = text.getOrNull(at) ?: throw NotUnderstood()

    private fun next(): Char = peek().also { at++ }

    private fun take(char: Char) {
        if (next() != char) throw NotUnderstood()
    }

    private companion object {
        const val MAX_DEPTH = 512
        const val HEX = 4
        val NUMBER = Regex("""-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?""")
    }
}
