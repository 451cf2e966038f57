package jotkit

import jotkit.internal.Callbacks
import jotkit.internal.Direct
import jotkit.internal.Handle
import jotkit.internal.Texts
import jotkit.internal.across
import jotkit.ffi.KeyHint as NativeHint
import jotkit.ffi.KeyResolver as NativeResolver
import jotkit.ffi.Verifier as NativeVerifier

/**
 * A token that was verified: its signature held and its claims passed the policy. It can only come from a [Verifier].
 *
 * With kotlinx.serialization at hand, [claims] reads it as a class of yours.
 */
public class Verified internal constructor(token: Texts) {
    /** The header's JSON text, as the token carries it. */
    public val header: String = token.first

    /** The payload's JSON text, byte for byte as it was signed. */
    public val payload: String = token.second

    override fun toString(): String = "Verified(header=$header)"
}

/**
 * What a token says, unverified: anybody may have written it.
 *
 * It has nothing in common with [Verified], so it cannot be passed for one.
 */
public class Unverified internal constructor(token: Texts) {
    /** The header's JSON text. */
    public val header: String = token.first

    /** The payload's JSON text. */
    public val payload: String = token.second

    override fun toString(): String = "Unverified(header=$header)"
}

/**
 * What a [KeyResolver] may look at to find a key. All of it is unverified: it selects, it proves nothing.
 *
 * @property algorithm what the header names. A key for another algorithm is refused afterwards.
 * @property kid the header's `kid`.
 * @property issuer the payload's `iss`, where it is a string.
 * @property authorizedParty the payload's `azp`, where it is a string.
 */
public data class KeyHint internal constructor(
    public val algorithm: Algorithm?,
    public val kid: String?,
    public val issuer: String?,
    public val authorizedParty: String?,
)

/** Finds the key for a token. */
public fun interface KeyResolver {
    /**
     * The key, or `null` if there is none, which refuses the token with `key_unknown`. It must not answer with a
     * default key for what it does not know. What it throws, `verify` throws.
     *
     * It is called on the thread that verifies, and by several at once.
     */
    public fun resolve(hint: KeyHint): Key?
}

/**
 * Verifies tokens under one policy. Immutable: make it once and share it between threads.
 *
 * ```kotlin
 * val verifier = Verifier(Key.hs256(secret), Policy(issuer = "https://id.example", audience = listOf("api")))
 * val claims = verifier.verify(token)
 * ```
 */
public class Verifier private constructor(native: NativeVerifier, private val calls: Boolean) : AutoCloseable {
    private val handle = Handle(native, "Verifier")
    private val address = native.address().toLong()

    /**
     * A verifier with one key.
     *
     * @throws JotkitException.Usage `policy_invalid`.
     * @throws JotkitException.Key `key_unsuitable` for a key that may not verify; `key_invalid` for one whose algorithm
     *   nobody names; `key_weak`.
     */
    @JvmOverloads
    public constructor(key: Key, policy: Policy = Policy()) : this(key, policy.toJson())

    /** A verifier with one key, and the policy as JSON text. */
    public constructor(key: Key, policy: String) :
        this(key.handle.use { across { NativeVerifier.withKey(it, policy) } }, calls = false)

    /**
     * A verifier with a set of keys. Those that may not verify are left out.
     *
     * @throws JotkitException.Usage `policy_invalid`.
     */
    @JvmOverloads
    public constructor(keys: KeySet, policy: Policy = Policy()) : this(keys, policy.toJson())

    /** A verifier with a set of keys, and the policy as JSON text. */
    public constructor(keys: KeySet, policy: String) :
        this(keys.ask { NativeVerifier.withKeySet(it, policy) }, calls = false)

    /**
     * A verifier that asks for the key of each token.
     *
     * @throws JotkitException.Usage `policy_invalid`.
     */
    public constructor(policy: Policy = Policy(), resolver: KeyResolver) :
        this(across { NativeVerifier.withResolver(Resolver(resolver), policy.toJson()) }, calls = true)

    /**
     * Verifies a token at the system's time.
     *
     * @throws JotkitException.Malformed if it is no token.
     * @throws JotkitException.Refused if it must not be trusted.
     * @throws JotkitException.Key if there is no key for it.
     */
    public fun verify(token: String): Verified = Verified(ask(token, null))

    /**
     * Verifies a token as if it were [now], in seconds since 1970.
     *
     * @throws JotkitException as the other form; [JotkitException.Usage] `argument_invalid` if [now] is not a finite number
     *   of at most 2^53.
     */
    public fun verify(token: String, now: Double): Verified = Verified(ask(token, now))

    override fun close(): Unit = handle.close()

    /** Says what the policy is. */
    override fun toString(): String = handle.use { across { it.describe() } }

    /** The object is in use, and so stays where it is, until its answer is here. */
    private fun ask(token: String, now: Double?): Texts = handle.use {
        if (calls) Callbacks.rethrowing { Direct.verify(address, token, now) } else Direct.verify(address, token, now)
    }

    private class Resolver(private val host: KeyResolver) : NativeResolver {
        override fun resolve(hint: NativeHint): jotkit.ffi.Key? = Callbacks.keeping {
            val algorithm = Algorithm.named(hint.algorithm)
            val key = host.resolve(KeyHint(algorithm, hint.kid, hint.issuer, hint.authorizedParty))
            // An object of this call's own: the caller may close the key before the other side has taken hold of it.
            key?.handle?.use { it.share() }
        }
    }
}

/**
 * Reads a token without verifying it, for display and for finding a key; never to decide anything.
 *
 * @throws JotkitException.Malformed if it is no token.
 */
public fun peek(token: String): Unverified = Unverified(Direct.peek(token))
