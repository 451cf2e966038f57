package jotkit

import jotkit.internal.Handle
import jotkit.internal.Jvm
import jotkit.ffi.Verifier as NativeVerifier

/**
 * A verified token: its signature is good and its claims pass the policy. Only a [Verifier] makes
 * one.
 */
public class Verified internal constructor(texts: Array<String>) {
    /** The header's JSON text, as it is in the token. */
    public val header: String = texts[0]

    /** The payload's JSON text, byte for byte as it was signed. */
    public val payload: String = texts[1]

    override fun toString(): String = "Verified(header=$header)"
}

/**
 * What a token says, unverified: anybody may have written it.
 *
 * It has nothing in common with [Verified], so it cannot be used in its place.
 */
public class Unverified internal constructor(texts: Array<String>) {
    /** The header's JSON text. */
    public val header: String = texts[0]

    /** The payload's JSON text. */
    public val payload: String = texts[1]

    override fun toString(): String = "Unverified(header=$header)"
}

/**
 * A check that a token fails.
 * @property check the name of the check, such as `signature` or `exp`.
 * @property code the code of the failure.
 * @property claim the claim it is about, if it is about one.
 * @property message the failure as a sentence.
 */
public data class Finding internal constructor(
    public val check: String,
    public val code: String,
    public val claim: String?,
    public val message: String,
)

/**
 * Verifies tokens under one policy. Immutable: make it once and share it between threads.
 *
 * ```kotlin
 * val verifier = Verifier(Key.hs256(secret), Policy().issuer("https://id.example").audience("api"))
 * val claims = verifier.verify(token)
 * ```
 */
public class Verifier private constructor(native: NativeVerifier, private val asks: Boolean) : AutoCloseable {
    private val handle = Handle(native, "Verifier")
    private val address = native.address().toLong()
    private val limit = native.maxTokenBytes().toLong()

    /**
     * A verifier with one key.
     * @throws JotkitException.Usage `policy_invalid`.
     * @throws JotkitException.Key `key_unsuitable` for a key that may not verify; `key_invalid` for
     *   one whose algorithm is not known; `key_weak`.
     */
    @JvmOverloads
    public constructor(key: Key, policy: Policy = Policy()) :
        this(key.lend { NativeVerifier.withKey(it, policy.toJson()) }, asks = false)

    /**
     * A verifier with a set of keys. Those that may not verify are left out.
     * @throws JotkitException.Usage `policy_invalid`.
     */
    @JvmOverloads
    public constructor(keys: KeySet, policy: Policy = Policy()) :
        this(keys.lend { NativeVerifier.withKeySet(it, policy.toJson()) }, asks = false)

    /**
     * A verifier that asks for the key of each token.
     * @throws JotkitException.Usage `policy_invalid`.
     */
    public constructor(policy: Policy = Policy(), resolver: KeyResolver) :
        this(guarded { NativeVerifier.withResolver(Callback.native(resolver), policy.toJson()) }, asks = true)

    /**
     * Verifies a token at the system's time.
     * @throws JotkitException.Malformed if it is not a token.
     * @throws JotkitException.Refused if it must not be trusted.
     * @throws JotkitException.Key if there is no key for it.
     */
    public fun verify(token: String): Verified = verified(token, null, null)

    /**
     * Verifies a token as if it were [now], in seconds since 1970.
     * @throws JotkitException as the other form; [JotkitException.Usage] `argument_invalid` if
     *   [now] is not a finite number of at most 2^53.
     */
    public fun verify(token: String, now: Double): Verified = verified(token, null, now)

    /**
     * Verifies a token, and that claims have the values that this call expects, such as the `nonce`
     * of one login: a string, a number or a boolean for each name.
     * @throws JotkitException as the other forms; [JotkitException.Refused] `claim_missing` or
     *   `claim_refused`; [JotkitException.Usage] `argument_invalid` for no expectation.
     */
    @JvmOverloads
    public fun verify(token: String, expected: Map<String, Any>, now: Double? = null): Verified =
        verified(token, json(expected), now)

    /**
     * Lists every check that a token fails, in their order; none if it is good.
     *
     * It is for logs and for support, never for the answer to a client, and never to decide
     * anything: only [verify] returns claims. The first finding is what that throws.
     * @throws JotkitException.Usage `argument_invalid` if [now] is not a finite number of at most
     *   2^53.
     */
    @JvmOverloads
    public fun explain(token: String, now: Double? = null): List<Finding> = handle.use { native ->
        val findings = calling { withToken(token, limit) { native.explain(it, now) } }
        findings.map { Finding(it.check, it.code, it.claim, it.message) }
    }

    override fun close(): Unit = handle.close()

    /** The policy. */
    override fun toString(): String = handle.use { guarded { it.describe() } }

    private fun verified(token: String, expected: String?, now: Double?): Verified = handle.use {
        val bytes = bounded(token, limit).toByteArray()
        Verified(calling { Jvm.verify(address, bytes, expected?.let(::utf8), now) })
    }

    private inline fun <T> calling(call: () -> T): T = if (asks) Callback.guarded(call) else guarded(call)
}

/**
 * Reads a token without verifying it, for display and for finding a key; never to decide anything.
 * @throws JotkitException.Malformed if it is not a token.
 */
public fun peek(token: String): Unverified = Unverified(guarded { Jvm.peek(bounded(token).toByteArray(), null) })

/**
 * Reads a token without verifying it, under the limits and the `allowPadding` of a policy. Nothing
 * else of the policy matters.
 * @throws JotkitException.Malformed if it is not a token.
 * @throws JotkitException.Usage `policy_invalid`.
 */
public fun peek(token: String, policy: Policy): Unverified =
    Unverified(guarded { Jvm.peek(token.toByteArray(), utf8(policy.toJson())) })
