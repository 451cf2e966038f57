package jotkit

import jotkit.internal.Handle
import jotkit.internal.at
import java.time.Clock

/**
 * Signs tokens with a key that cannot leave its device or service, and waits for the signature
 * without blocking a thread. Immutable: make it once and share it.
 *
 * ```kotlin
 * val signer = SuspendingSigner(Algorithm.ES256, SignerOptions().kid("k1")) { kms.sign(it) }
 * ```
 *
 * The function returns the signature over the bytes that it is given: raw, or for ECDSA also DER.
 * What it throws, `sign` throws.
 * @throws JotkitException.Usage `policy_invalid` for options out of range.
 */
public class SuspendingSigner private constructor(
    private val clock: Clock?,
    algorithm: Algorithm,
    options: SignerOptions,
    private val function: suspend (ByteArray) -> ByteArray,
) : AutoCloseable {
    public constructor(
        algorithm: Algorithm,
        options: SignerOptions = SignerOptions(),
        function: suspend (ByteArray) -> ByteArray,
    ) : this(null, algorithm, options, function)

    /** A signer that signs at the time of a clock. */
    public constructor(
        algorithm: Algorithm,
        options: SignerOptions = SignerOptions(),
        clock: Clock,
        function: suspend (ByteArray) -> ByteArray,
    ) : this(clock, algorithm, options, function)

    private val handle = Handle(nativeKeyless(algorithm, options), "SuspendingSigner")

    /** Signs claims given as JSON text. The arguments are those of [Signer.signWith]. */
    public suspend fun sign(claims: String, header: String? = null, now: Double? = null, lifetime: Long? = null): String =
        handle.use { signer ->
            val input = signer.input(claims, header, clock.at(now), lifetime)
            signer.token(input, function(input.toByteArray()))
        }

    /** Signs claims given as a map. The arguments are those of [Signer.signWith]. */
    public suspend fun sign(claims: Map<String, *>, header: String? = null, now: Double? = null, lifetime: Long? = null): String =
        sign(json(claims), header, now, lifetime)

    override fun close(): Unit = handle.close()

    /** The kind of the signer, without secrets. */
    override fun toString(): String = handle.use { guarded { it.describe() } }
}
