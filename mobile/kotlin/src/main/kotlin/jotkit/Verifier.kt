package jotkit

import jotkit.ffi.UniffiWithHandle
import jotkit.internal.Handle
import jotkit.internal.Jvm
import jotkit.internal.at
import jotkit.internal.toSeconds
import java.time.Clock
import java.time.Instant
import jotkit.ffi.Verifier as NativeVerifier

/**
 * Verifies tokens under one policy. Immutable: make it once and share it between threads.
 *
 * A verifier with a [Clock], such as one of a test, verifies each token at that clock's time.
 *
 * ```kotlin
 * val verifier = Verifier(Key.hs256(secret), Policy().issuer("https://id.example").audience("api"))
 * val claims = verifier.verify(token)
 * ```
 */
public class Verifier private constructor(private val judge: Judge, private val clock: Clock?) : AutoCloseable {
    /**
     * A verifier with one key.
     * @throws JotkitException.Usage `policy_invalid`.
     * @throws JotkitException.Key `key_unsuitable` for a key that may not verify; `key_invalid` for
     *   one whose algorithm is not known; `key_weak`.
     */
    @JvmOverloads
    public constructor(key: Key, policy: Policy = Policy(), clock: Clock? = null) :
        this(
            LocalJudge(key.borrow { made(Jvm.verifier(it, several = false, policy.toJson())) }, asks = false),
            clock,
        )

    /**
     * A verifier with a set of keys. Those that may not verify are left out.
     * @throws JotkitException.Usage `policy_invalid`.
     */
    @JvmOverloads
    public constructor(keys: KeySet, policy: Policy = Policy(), clock: Clock? = null) :
        this(
            LocalJudge(keys.borrow { made(Jvm.verifier(it, several = true, policy.toJson())) }, asks = false),
            clock,
        )

    /**
     * A verifier that asks for the key of each token.
     * @throws JotkitException.Usage `policy_invalid`.
     */
    public constructor(policy: Policy = Policy(), resolver: KeyResolver) : this(resolving(policy, resolver), null)

    /** A verifier with a clock that asks for the key of each token. */
    public constructor(policy: Policy = Policy(), clock: Clock, resolver: KeyResolver) :
        this(resolving(policy, resolver), clock)

    /**
     * A verifier with keys behind a URL. [verify] blocks while it waits for them, which is seldom:
     * [SuspendingVerifier] suspends. The age of the keys is measured by the system's time.
     * @throws JotkitException.Usage `policy_invalid`.
     */
    @JvmOverloads
    public constructor(keys: RemoteKeys, policy: Policy = Policy(), clock: Clock? = null) :
        this(RemoteJudge(keys, policy), clock)

    /**
     * Verifies a token at the time of the verifier's clock, or else the system's.
     * @throws JotkitException.Malformed if it is not a token.
     * @throws JotkitException.Refused if it must not be trusted.
     * @throws JotkitException.Key if there is no key for it; `keys_unavailable` if [RemoteKeys] has
     *   none, with the time to try again as its `retryAt`.
     */
    public fun verify(token: String): Verified = judge.verify(token, null, clock.at(null))

    /**
     * Verifies a token as if it were [now], in seconds since 1970.
     * @throws JotkitException as the other form; [JotkitException.Usage] `argument_invalid` if
     *   [now] is not a finite number of at most 2^53.
     */
    public fun verify(token: String, now: Double): Verified = judge.verify(token, null, now)

    /** Verifies a token as if it were [now]. */
    public fun verify(token: String, now: Instant): Verified = verify(token, now.toSeconds())

    /**
     * Verifies a token, and that claims have the values that this call expects, such as the `nonce`
     * of one login: a string, a number or a boolean for each name.
     * @throws JotkitException as the other forms; [JotkitException.Refused] `claim_missing` or
     *   `claim_refused`; [JotkitException.Usage] `argument_invalid` for no expectation.
     */
    @JvmOverloads
    public fun verify(token: String, expected: Map<String, Any>, now: Double? = null): Verified =
        judge.verify(token, json(expected), clock.at(now))

    /**
     * Lists every check that a token fails, in their order; none if it is good.
     *
     * It is for logs and for support, never for the answer to a client, and never to decide
     * anything: only [verify] returns claims. The first finding is what that throws.
     * @throws UnsupportedOperationException for a verifier of [RemoteKeys].
     * @throws JotkitException.Usage `argument_invalid` if [now] is not a finite number of at most
     *   2^53.
     */
    @JvmOverloads
    public fun explain(token: String, now: Double? = null): List<Finding> =
        judge.explain(token, clock.at(now))

    override fun close(): Unit = judge.close()

    /** The policy. */
    override fun toString(): String = "$judge"
}

/** Verifies with keys of this process. [asks] says whether the native code calls back for them. */
private class LocalJudge(native: NativeVerifier, private val asks: Boolean) : Judge {
    private val handle = Handle(native, "Verifier")
    private val address = native.borrow { it }
    private val limit = Jvm.limit(address)

    override fun verify(token: String, expected: String?, now: Double?): Verified = handle.use {
        val bytes = bounded(token, limit).toByteArray()
        Verified(calling { Jvm.verify(address, bytes, expected?.let(::utf8), now) })
    }

    override fun explain(token: String, now: Double?): List<Finding> = handle.use { native ->
        val findings = calling { withToken(token, limit) { native.explain(it, now) } }
        findings.map { Finding(it.check, it.code, it.claim, it.message) }
    }

    override fun close(): Unit = handle.close()

    override fun toString(): String = handle.use { guarded { it.describe() } }

    private inline fun <T> calling(call: () -> T): T = if (asks) Callback.guarded(call) else guarded(call)
}

private fun made(handle: Long) = NativeVerifier(UniffiWithHandle, handle)

private fun resolving(policy: Policy, resolver: KeyResolver) =
    LocalJudge(guarded { NativeVerifier.withResolver(Callback.native(resolver), policy.toJson()) }, asks = true)

/** See [Jotkit.peek]. */
public fun peek(token: String): Unverified = Jotkit.peek(token)

/** See [Jotkit.peek]. */
public fun peek(token: String, policy: Policy): Unverified = Jotkit.peek(token, policy)
