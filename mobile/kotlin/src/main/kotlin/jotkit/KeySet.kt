package jotkit

import jotkit.ffi.UniffiWithHandle
import jotkit.internal.Jvm
import jotkit.ffi.KeySet as NativeKeySet
import jotkit.ffi.SkippedKey as NativeSkipped

/**
 * A set of keys, such as a JWK Set ([RFC 7517
 * §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
 *
 * A verifier chooses a key by the token's `kid`. A token with an unknown `kid` is refused.
 */
public class KeySet internal constructor(private val native: NativeKeySet) :
    AutoCloseable,
    Iterable<Key> {
    /** A set of imported keys. */
    public constructor(keys: Collection<Key>) : this(of(keys))

    /** The keys that can be used, in their order. */
    public val keys: List<Key> get() = guarded { native.keys() }.map(::Key)

    /** The number of keys that can be used. */
    public val size: Int get() = guarded { native.size() }.toInt()

    /** The entries that cannot be used: damaged, too weak, or for another purpose. */
    public val skipped: List<SkippedKey>
        get() = guarded { native.skipped() }.map(::SkippedKey)

    /** The first key with this key id, or `null`. */
    public operator fun get(kid: String): Key? = guarded { native.get(kid) }?.let(::Key)

    /** Goes through [keys]. */
    override fun iterator(): Iterator<Key> = keys.iterator()

    /** A description of keys and skipped entries as JSON text, without secrets. */
    public fun info(): String = guarded { native.info() }

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

    /** See [Key.borrow]. */
    internal inline fun <T> borrow(call: (Long) -> T): T = guarded { native.borrow(call) }

    public companion object {
        /**
         * Reads a JWK Set. Entries that cannot be used are skipped and listed. The options'
         * algorithm is for entries that name none.
         * @throws JotkitException.Key `key_invalid` if the text is not one strict JSON object with
         *   an array `keys`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwks(jwks: String, options: KeyOptions = KeyOptions()): KeySet =
            KeySet(
                guarded { withBytes(jwks) { NativeKeySet(UniffiWithHandle, Jvm.keySet(it, options.toJson())) } },
            )

        /**
         * Reads PEMs by their key ids, such as the certificates of Firebase. Those that cannot be
         * used are skipped and listed. The options' algorithm is for RSA keys.
         * @throws JotkitException.Usage `argument_invalid` for options that no set can have.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromPems(pems: Map<String, String>, options: KeyOptions = KeyOptions()): KeySet =
            KeySet(guarded { NativeKeySet.fromPems(json(pems), options.toJson()) })

        /** Reads PEMs without key ids, as the other form does. */
        @JvmStatic
        @JvmOverloads
        public fun fromPems(pems: Collection<String>, options: KeyOptions = KeyOptions()): KeySet =
            KeySet(guarded { NativeKeySet.fromPems(json(pems), options.toJson()) })

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

/**
 * An entry of a set that cannot be used.
 * @property index its place in the set, from 0; all entries count.
 * @property code the code of the reason, such as `key_weak`.
 * @property message the reason as a sentence.
 * @property kid its key id, if it has one.
 */
public data class SkippedKey internal constructor(
    public val index: Int,
    public val code: String,
    public val message: String,
    public val kid: String?,
) {
    internal constructor(native: NativeSkipped) : this(native.index.toInt(), native.code, native.message, native.kid)
}
