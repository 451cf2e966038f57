package jotkit

import jotkit.internal.Handle
import jotkit.internal.Jvm
import jotkit.ffi.Signer as NativeSigner

/**
 * Signs tokens with one key. Immutable: make it once and share it between threads.
 *
 * ```kotlin
 * val options = SignerOptions().issuer("https://id.example").lifetime(3600)
 * val signer = Signer(Key.hs256(secret), options)
 * val token = signer.sign(mapOf("sub" to "u1"))
 * ```
 * @throws JotkitException.Key `key_unsuitable` for a key that cannot or may not sign; `key_invalid`
 *   for one whose algorithm is not known.
 * @throws JotkitException.Usage `policy_invalid` for options out of range.
 */
public class Signer @JvmOverloads constructor(key: Key, options: SignerOptions = SignerOptions()) : AutoCloseable {
    private val native = key.lend { NativeSigner(it, options.toJson()) }
    private val handle = Handle(native, "Signer")
    private val address = native.address().toLong()

    /**
     * Signs claims given as JSON text, byte for byte.
     * @throws JotkitException.Usage `claims_invalid` if they are not one strict JSON object, or a
     *   registered claim has the wrong type.
     */
    public fun sign(claims: String): String = signWith(claims)

    /**
     * Signs claims given as a map of strings, numbers, booleans, `null`, lists and maps. Members
     * keep the map's order.
     * @throws IllegalArgumentException for a value that has no JSON form.
     * @throws JotkitException.Usage as for JSON text.
     */
    public fun sign(claims: Map<String, *>): String = sign(json(claims))

    /**
     * Signs claims given as JSON text, with more header members (a JSON object), or as if it were
     * [now], in seconds since 1970.
     * @throws JotkitException.Usage as for the claims alone; `argument_invalid` for header members
     *   that cannot be set, such as another `alg`, or `crit`.
     */
    @JvmOverloads
    public fun signWith(claims: String, header: String? = null, now: Double? = null): String =
        handle.use { guarded { Jvm.sign(address, utf8(claims), header?.let(::utf8), now) } }

    override fun close(): Unit = handle.close()

    /** The kind of the signer, without secrets. */
    override fun toString(): String = handle.use { guarded { it.describe() } }
}
