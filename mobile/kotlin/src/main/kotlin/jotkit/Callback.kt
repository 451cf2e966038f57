package jotkit

import jotkit.ffi.ClientSecrets as NativeSecrets
import jotkit.ffi.KeyHint as NativeHint
import jotkit.ffi.KeyResolver as NativeResolver

/**
 * What a [KeyResolver] may look at to find a key. All of it is unverified: it selects a key and
 * proves nothing.
 * @property algorithm the header's `alg`. A key for another algorithm is refused.
 * @property kid the header's `kid`.
 * @property issuer the payload's `iss`, if it is a string.
 * @property authorizedParty the payload's `azp`, if it is a string.
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
     * Returns the key, or `null` if there is none: the token is then refused with `key_unknown`.
     * Never return a default key for what is not known.
     *
     * It runs on the thread that verifies, and on several at once. What it throws, `verify` throws.
     */
    public fun resolve(hint: KeyHint): Key?
}

/** Finds the secret of a client. */
public fun interface ClientSecrets {
    /**
     * Returns the secret, or `null` for an unknown client: the token is then refused with
     * `client_unknown`. Never return another client's secret. The id is not verified yet.
     *
     * It runs on the thread that verifies, and on several at once. What it throws, `verify` throws.
     */
    public fun secret(clientId: String): String?
}

/** Makes a signature somewhere else. */
public fun interface SignFunction {
    /**
     * Returns the signature over the bytes: raw, or for ECDSA also DER.
     *
     * It runs on the thread that signs, and on several at once. What it throws, `sign` throws.
     */
    @Throws(Exception::class)
    public fun sign(input: ByteArray): ByteArray
}

/**
 * Carries an exception of a callback to the caller.
 *
 * A callback runs on the caller's thread, between two frames of native code. Its exception is kept
 * here, the native code gets `null`, and the call that led to the callback throws the exception.
 */
internal object Callback {
    private val thrown = ThreadLocal<Throwable?>()

    /** Runs a callback; `null` if it throws. */
    inline fun <T> keeping(callback: () -> T?): T? = try {
        callback()
    } catch (any: Throwable) {
        thrown.set(any)
        null
    }

    /** Makes a native call that may run a callback. */
    inline fun <T> guarded(call: () -> T): T {
        // A callback may verify a token itself.
        val outer = thrown.get()
        thrown.remove()
        try {
            val outcome = runCatching { jotkit.guarded(call) }
            // It wins over a failure that it led to, and over a result that lists the failure.
            thrown.get()?.let { throw it }
            return outcome.getOrThrow()
        } finally {
            if (outer == null) thrown.remove() else thrown.set(outer)
        }
    }

    /** A resolver in the native library's type. */
    fun native(host: KeyResolver): NativeResolver = object : NativeResolver {
        override fun resolve(hint: NativeHint): jotkit.ffi.Key? = keeping {
            val algorithm = Algorithm.named(hint.algorithm)
            val key = host.resolve(KeyHint(algorithm, hint.kid, hint.issuer, hint.authorizedParty))
            // A handle of its own: the host may close the key before the native code has read it.
            key?.native?.share()
        }
    }

    /** A lookup of secrets in the native library's type. */
    fun native(host: ClientSecrets): NativeSecrets = object : NativeSecrets {
        override fun secret(clientId: String): String? = keeping { host.secret(clientId) }
    }
}
