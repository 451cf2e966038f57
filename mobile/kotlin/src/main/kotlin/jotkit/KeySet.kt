package jotkit

import jotkit.internal.Handle
import jotkit.internal.across
import jotkit.ffi.KeySet as NativeKeySet

/**
 * A set of keys, such as a JWK Set ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
 *
 * A verifier chooses from it by the token's `kid`; an unknown one is refused, never replaced.
 */
public class KeySet private constructor(native: NativeKeySet) : AutoCloseable {
    private val handle = Handle(native, "KeySet")

    /** A set of keys that are already there. */
    public constructor(keys: Collection<Key>) : this(of(keys))

    /** The keys that could be used. */
    public val keys: List<Key> get() = ask { it.keys() }.map(::Key)

    /** The number of entries that could not be used: damaged, too weak, or meant for something else. */
    public val skipped: Int get() = ask { it.skipped() }.toInt()

    /**
     * The public halves as the text of a JWK Set, ready to be published. Shared secrets are left out.
     *
     * @throws JotkitException.Key `key_invalid` if a key's algorithm is not known.
     */
    public fun toPublicJwks(): String = ask { it.toPublicJwks() }

    override fun close(): Unit = handle.close()

    /** Says what kinds of keys they are, and no secret. */
    override fun toString(): String = ask { it.describe() }

    internal inline fun <T> ask(question: (NativeKeySet) -> T): T = handle.use { across { question(it) } }

    public companion object {
        /**
         * Reads the text of a JWK Set. Entries that cannot be used are skipped and counted. The options' algorithm
         * is for entries that name none.
         *
         * @throws JotkitException.Key `key_invalid` if the text is not one strict JSON object with an array `keys`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwks(jwks: String, options: KeyOptions = KeyOptions()): KeySet = fromJwks(jwks, options.toJson())

        /** The text of a JWK Set, with the options as JSON text: `alg`, `allow_short`. */
        @JvmStatic
        public fun fromJwks(jwks: String, options: String): KeySet =
            KeySet(across { NativeKeySet.fromJwks(jwks, options) })

        /** Each key becomes an object of this call's own, so none can be closed on the way. */
        private fun of(keys: Collection<Key>): NativeKeySet {
            val own = keys.map { key -> key.handle.use { it.share() } }
            try {
                return across { NativeKeySet.of(own) }
            } finally {
                own.forEach { it.destroy() }
            }
        }
    }
}
