package jotkit.internal

import kotlin.time.Duration

/**
 * What a parameter is when the caller did not mention it.
 *
 * Not `null`: a setting that was looked up and came back empty must not pass for one that was left out, and with these
 * a `null` does not even compile.
 */
internal object Unset {
    /** Told apart by identity, so no text that a caller gives can be taken for it. */
    @JvmField
    val TEXT: String = String(charArrayOf('u', 'n', 's', 'e', 't'))

    @JvmField
    val LIST: List<Nothing> = object : AbstractList<Nothing>() {
        override val size: Int get() = 0

        override fun get(index: Int): Nothing = throw IndexOutOfBoundsException(index)

        override fun equals(other: Any?): Boolean = this === other

        override fun hashCode(): Int = System.identityHashCode(this)
    }

    @JvmField
    val MAP: Map<String, Nothing> = object : AbstractMap<String, Nothing>() {
        override val entries: Set<Map.Entry<String, Nothing>> get() = emptySet()

        override fun equals(other: Any?): Boolean = this === other

        override fun hashCode(): Int = System.identityHashCode(this)
    }

    /** A span that nobody means. */
    val TIME: Duration = -Duration.INFINITE

    /** A limit that nobody means. */
    const val NUMBER: Long = Long.MIN_VALUE

    fun isUnset(value: Any?): Boolean =
        value === TEXT || value === LIST || value === MAP || value == TIME || value == NUMBER
}
