package jotkit

import jotkit.ffi.UniffiWithHandle
import jotkit.internal.Handle
import jotkit.internal.Jvm
import jotkit.internal.at
import java.security.PrivateKey
import java.time.Clock
import java.time.Duration
import jotkit.ffi.Signer as NativeSigner

/**
 * Signs tokens with one key. Immutable: make it once and share it between threads.
 *
 * A signer with a [Clock], such as one of a test, signs each token at that clock's time.
 *
 * ```kotlin
 * val options = SignerOptions().issuer("https://id.example").lifetime(3600)
 * val signer = Signer(Key.hs256(secret), options)
 * val token = signer.sign(mapOf("sub" to "u1"))
 * ```
 */
public class Signer private constructor(
    native: NativeSigner,
    private val function: SignFunction?,
    private val clock: Clock?,
) : AutoCloseable {
    private val handle = Handle(native, "Signer")
    private val address = native.borrow { it }

    /**
     * A signer with its key.
     * @throws JotkitException.Key `key_unsuitable` for a key that cannot or may not sign;
     *   `key_invalid` for one whose algorithm is not known.
     * @throws JotkitException.Usage `policy_invalid` for options out of range.
     */
    @JvmOverloads
    public constructor(key: Key, options: SignerOptions = SignerOptions(), clock: Clock? = null) :
        this(
            key.borrow { NativeSigner(UniffiWithHandle, Jvm.signer(it, options.toJson())) },
            null,
            clock,
        )

    /**
     * Signs claims given as JSON text, byte for byte.
     * @throws JotkitException.Usage `claims_invalid` if they are not one strict JSON object, a
     *   registered claim has the wrong type, or a registered time is in milliseconds.
     */
    public fun sign(claims: String): String = signWith(claims)

    /**
     * Signs claims given as a map of strings, numbers, booleans, `null`, lists and maps. Members
     * keep the map's order. An `Instant`, `Date` or date with a time zone becomes the number of
     * whole seconds since 1970, a `UUID` a string.
     * @throws IllegalArgumentException for a value that has no JSON form.
     * @throws JotkitException.Usage as for JSON text.
     */
    public fun sign(claims: Map<String, *>): String = signWith(claims)

    /**
     * Signs claims given as JSON text, valid for a lifetime in whole seconds in place of that of
     * the options.
     * @throws JotkitException.Usage as for the claims alone; `argument_invalid` for a lifetime out
     *   of range.
     */
    public fun sign(claims: String, lifetime: Duration): String = signWith(claims, lifetime = whole(lifetime))

    /** Signs claims given as a map, valid for a lifetime in whole seconds, as for JSON text. */
    public fun sign(claims: Map<String, *>, lifetime: Duration): String = signWith(claims, lifetime = whole(lifetime))

    // What is not whole is as wrong as 0, which the core refuses.
    private fun whole(lifetime: Duration): Long = if (lifetime.nano == 0) lifetime.seconds else 0

    /**
     * Signs claims given as JSON text, with more header members (a JSON object), as if it were
     * [now], in seconds since 1970, or for a [lifetime] in seconds in place of that of the options.
     * @throws JotkitException.Usage as for the claims alone; `argument_invalid` for header members
     *   that cannot be set, such as another `alg`, or `crit`, and for a lifetime out of range.
     */
    @JvmOverloads
    public fun signWith(claims: String, header: String? = null, now: Double? = null, lifetime: Long? = null): String =
        handle.use { signer ->
            if (function == null) {
                guarded { Jvm.sign(address, utf8(claims), header?.let(::utf8), lifetime, clock.at(now)) }
            } else {
                val input = signer.input(claims, header, clock.at(now), lifetime)
                signer.token(input, function.sign(input.toByteArray()))
            }
        }

    /** Signs claims given as a map, as for JSON text. */
    @JvmOverloads
    public fun signWith(claims: Map<String, *>, header: String? = null, now: Double? = null, lifetime: Long? = null): String =
        signWith(json(claims), header, now, lifetime)

    /**
     * The first of two steps: the text whose bytes, all of them ASCII, are to be signed. The
     * arguments are those of [signWith].
     */
    @JvmOverloads
    public fun signingInput(claims: String, header: String? = null, now: Double? = null, lifetime: Long? = null): String =
        handle.use { it.input(claims, header, clock.at(now), lifetime) }

    /** The first of two steps for claims given as a map. */
    @JvmOverloads
    public fun signingInput(claims: Map<String, *>, header: String? = null, now: Double? = null, lifetime: Long? = null): String =
        signingInput(json(claims), header, now, lifetime)

    /**
     * The second of two steps: the token, of what [signingInput] returned and the signature over
     * its bytes: raw, or for ECDSA also DER. The signature is not verified.
     * @throws JotkitException.Usage `argument_invalid` for another input, or a signature of the
     *   wrong length.
     */
    public fun assemble(signingInput: String, signature: ByteArray): String =
        handle.use { it.token(signingInput, signature) }

    override fun close(): Unit = handle.close()

    /** The kind of the signer, without secrets. */
    override fun toString(): String = handle.use { guarded { it.describe() } }

    public companion object {
        /**
         * A signer whose key cannot leave its device or service, such as a cloud KMS. The header's
         * `kid` is that of the options.
         *
         * ```kotlin
         * val signer = Signer.external(Algorithm.ES256, SignerOptions().kid("k1")) { kms.sign(it) }
         * ```
         * @throws JotkitException.Usage `policy_invalid` for options out of range.
         */
        @JvmStatic
        public fun external(algorithm: Algorithm, options: SignerOptions, function: SignFunction): Signer =
            Signer(nativeKeyless(algorithm, options), function, null)

        /** The same with a clock. */
        @JvmStatic
        public fun external(algorithm: Algorithm, options: SignerOptions, clock: Clock, function: SignFunction): Signer =
            Signer(nativeKeyless(algorithm, options), function, clock)

        /**
         * A signer with a private key that cannot leave its provider, such as one in the Android
         * Keystore or a PKCS#11 token. A key that can is better imported by [Key.of].
         *
         * What `java.security.Signature` throws, signing throws.
         * @throws IllegalArgumentException for an algorithm of shared secrets.
         * @throws java.security.NoSuchAlgorithmException for one that the platform does not have.
         * @throws JotkitException.Usage `policy_invalid` for options out of range.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(
            key: PrivateKey,
            algorithm: Algorithm,
            options: SignerOptions = SignerOptions(),
            clock: Clock? = null,
        ): Signer = Signer(nativeKeyless(algorithm, options), ProviderSignature(key, algorithm), clock)

        /**
         * A signer without a key, for two steps: [signingInput], and after the signature has been
         * made elsewhere, [assemble].
         * @throws JotkitException.Usage `policy_invalid` for options out of range.
         */
        @JvmStatic
        @JvmOverloads
        public fun keyless(
            algorithm: Algorithm,
            options: SignerOptions = SignerOptions(),
            clock: Clock? = null,
        ): Signer = Signer(nativeKeyless(algorithm, options), null, clock)
    }
}

/** The native signer without a key. */
internal fun nativeKeyless(algorithm: Algorithm, options: SignerOptions): NativeSigner =
    guarded { NativeSigner.keyless(algorithm.jwaName, options.toJson()) }

/** What is to be signed. A lifetime below 0 is as wrong as 0, which the core refuses. */
internal fun NativeSigner.input(claims: String, header: String?, now: Double?, lifetime: Long?): String =
    guarded { signingInput(claims, header, lifetime?.coerceAtLeast(0)?.toULong(), now) }

/** The token of a signature that was made elsewhere. */
internal fun NativeSigner.token(signingInput: String, signature: ByteArray): String =
    guarded { withSecret(signature) { assemble(signingInput, it) } }
