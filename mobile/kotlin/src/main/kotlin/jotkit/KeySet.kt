package jotkit

import jotkit.ffi.KeySet as NativeKeySet

/**
 * A set of keys, such as a JWK Set ([RFC 7517
 * §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
 *
 * A verifier chooses a key by the token's `kid`. A token with an unknown `kid` is refused.
 */
public class KeySet private constructor(private val native: NativeKeySet) : AutoCloseable {
    /** A set of imported keys. */
    public constructor(keys: Collection<Key>) : this(of(keys))

    /** The keys that can be used. */
    public val keys: List<Key> get() = guarded { native.keys() }.map(::Key)

    /** The number of entries that cannot be used: damaged, too weak, or for another purpose. */
    public val skipped: Int get() = guarded { native.skipped() }.toInt()

    /**
     * The public halves as a JWK Set, ready to be published. Shared secrets are left out.
     * @throws JotkitException.Key `key_invalid` if a key's algorithm is not known.
     */
    public fun toPublicJwks(): String = guarded { native.toPublicJwks() }

    override fun close(): Unit = native.destroy()

    /** The kinds of the keys, without secrets. */
    override fun toString(): String = guarded { native.describe() }

    /** See [Key.lend]. */
    internal inline fun <T> lend(call: (NativeKeySet) -> T): T = guarded { native.share().use(call) }

    public companion object {
        /**
         * Reads a JWK Set. Entries that cannot be used are skipped and counted. The options'
         * algorithm is for entries that name none.
         * @throws JotkitException.Key `key_invalid` if the text is not one strict JSON object with
         *   an array `keys`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwks(jwks: String, options: KeyOptions = KeyOptions()): KeySet =
            KeySet(guarded { NativeKeySet.fromJwks(jwks, options.toJson()) })

        private fun of(keys: Collection<Key>): NativeKeySet = guarded {
            val own = keys.map { it.native.share() }
            try {
                NativeKeySet.of(own)
            } finally {
                own.forEach { it.destroy() }
            }
        }
    }
}
