package jotkit

import jotkit.internal.Direct
import jotkit.internal.Handle
import jotkit.internal.JsonObject
import jotkit.internal.Unset
import jotkit.internal.across
import jotkit.internal.encode
import jotkit.internal.withText
import kotlin.time.Duration
import jotkit.ffi.Signer as NativeSigner

/**
 * What a [Signer] adds to claims and headers that lack it. Claims that are given win.
 *
 * @property issuer adds `iss`.
 * @property audience adds `aud`, as a list.
 * @property lifetime adds `iat`, and `exp` this many whole seconds later.
 * @property issuedAt adds `iat`, the time of signing.
 * @property tokenId adds `jti`, a random UUID.
 * @property kid the header's `kid`, in place of the key's own.
 * @property typ the header's `typ`, in place of `JWT`.
 */
public data class SignerOptions(
    public val issuer: String = Unset.TEXT,
    public val audience: List<String> = Unset.LIST,
    public val lifetime: Duration = Unset.TIME,
    public val issuedAt: Boolean = false,
    public val tokenId: Boolean = false,
    public val kid: String = Unset.TEXT,
    public val typ: String = Unset.TEXT,
) {
    /** The JSON text that the core reads. */
    public fun toJson(): String = JsonObject()
        .put("issuer", issuer)
        .put("audience", audience)
        .put("lifetime", lifetime)
        .putIf("iat", issuedAt)
        .putIf("jti", tokenId)
        .put("kid", kid)
        .put("typ", typ)
        .toString()

    override fun toString(): String = "SignerOptions(${toJson()})"
}

/**
 * Signs tokens with one key. Immutable: make it once and share it between threads.
 *
 * ```kotlin
 * val signer = Signer(Key.hs256(secret), SignerOptions(issuer = "https://id.example", lifetime = 1.hours))
 * val token = signer.sign(mapOf("sub" to "u1"))
 * ```
 *
 * @throws JotkitException.Key `key_unsuitable` for a key that cannot or may not sign; `key_invalid` for one whose algorithm
 *   is not known.
 * @throws JotkitException.Usage `policy_invalid` for options out of range.
 */
public class Signer(key: Key, options: String) : AutoCloseable {
    private val native = key.handle.use { across { NativeSigner(it, options) } }
    private val handle = Handle(native, "Signer")
    private val address = native.address().toLong()

    /** A signer with these options. */
    @JvmOverloads
    public constructor(key: Key, options: SignerOptions = SignerOptions()) : this(key, options.toJson())

    /**
     * Signs claims given as JSON text, byte for byte.
     *
     * @throws JotkitException.Usage `claims_invalid` if they are not one strict JSON object, or give a registered claim
     *   the wrong type.
     */
    public fun sign(claims: String): String = handle.use {
        val encoded = across { encode(claims) }
        Direct.sign(address, encoded.array(), encoded.limit())
    }

    /**
     * Signs claims given as a map of strings, numbers, booleans, `null`, lists and maps. Members keep the map's order.
     *
     * @throws IllegalArgumentException for a value that JSON has no form for.
     * @throws JotkitException.Usage as for JSON text.
     */
    public fun sign(claims: Map<String, *>): String = sign(JsonObject.of(claims))

    /**
     * Signs claims given as JSON text, with more header members (a JSON object), or as if it were [now], in seconds
     * since 1970.
     *
     * @throws JotkitException.Usage as for the claims alone; `argument_invalid` for header members that a signer does
     *   not set, such as another `alg`, `crit` or `jwk`.
     */
    @JvmOverloads
    public fun signWith(claims: String, header: String? = null, now: Double? = null): String =
        ask { signer -> withText(claims) { signer.signWith(it, header, now) } }

    override fun close(): Unit = handle.close()

    /** Says what kind of signer it is, and no secret. */
    override fun toString(): String = ask { it.describe() }

    private inline fun <T> ask(question: (NativeSigner) -> T): T = handle.use { across { question(it) } }
}
