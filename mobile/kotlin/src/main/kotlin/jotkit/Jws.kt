package jotkit

import jotkit.ffi.JwsVerified as NativeVerified

/**
 * Signatures over any bytes ([RFC 7515](https://www.rfc-editor.org/rfc/rfc7515)), in the compact
 * form, attached or detached.
 *
 * For JSON Web Tokens use [Signer] and [Verifier], which judge claims too.
 */
public object Jws {
    /**
     * Signs any bytes. The header is `alg`, the key's `kid` and the members of [header], a JSON
     * object. A [detached] payload is left out of the token.
     * @throws JotkitException.Usage `argument_invalid` for header members that cannot be set.
     * @throws JotkitException.Key as of a [Signer].
     */
    @JvmStatic
    @JvmOverloads
    public fun sign(key: Key, payload: ByteArray, header: String? = null, detached: Boolean = false): String =
        key.lend { native -> withSecret(payload) { jotkit.ffi.jwsSign(native, it, header, detached) } }

    /**
     * Verifies a token with one key. [payload] is that of a detached signature. Of the policy,
     * `algorithms`, `allowPadding` and the limits matter.
     * @throws JotkitException.Malformed if it is not a token.
     * @throws JotkitException.Refused if it must not be trusted.
     * @throws JotkitException.Usage `argument_invalid` for a [payload] with a token that has one.
     */
    @JvmStatic
    @JvmOverloads
    public fun verify(key: Key, token: String, payload: ByteArray? = null, policy: Policy = Policy()): VerifiedBytes =
        VerifiedBytes(
            key.lend { native -> whole(token) { jotkit.ffi.jwsVerify(native, it, payload, policy.toJson()) } },
        )

    /**
     * Verifies a token with a set of keys, as with one key. Of the policy, `tryEach` matters too.
     * @throws JotkitException.Key if there is no key for it.
     */
    @JvmStatic
    @JvmOverloads
    public fun verify(keys: KeySet, token: String, payload: ByteArray? = null, policy: Policy = Policy()): VerifiedBytes =
        VerifiedBytes(
            keys.lend { native -> whole(token) { jotkit.ffi.jwsVerifyWithKeySet(native, it, payload, policy.toJson()) } },
        )

    /** The policy has the limit, and only the core reads it. */
    private inline fun <T> whole(token: String, call: (String) -> T): T = withToken(token, Long.MAX_VALUE, call)
}

/** The content of a signature that is good. Only [Jws] makes one. */
public class VerifiedBytes internal constructor(native: NativeVerified) {
    /** The header's JSON text, as it is in the token. */
    public val header: String = native.header

    /** The payload; empty if it is detached. */
    public val payload: ByteArray = native.payload

    override fun toString(): String = "VerifiedBytes(header=$header)"
}
