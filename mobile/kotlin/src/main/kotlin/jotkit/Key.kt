package jotkit

import jotkit.internal.Handle
import jotkit.internal.across
import jotkit.internal.withSecret
import jotkit.ffi.Key as NativeKey

/**
 * A key, bound to its algorithm when it is imported; a token's header never chooses.
 *
 * Import it once and share it between threads. Printing it shows no secret. [close] wipes it as soon as nothing uses it
 * any more; a key that is never closed is wiped when it is collected. Signers and verifiers keep what they need, so
 * a key may be closed right after they are made.
 */
public class Key internal constructor(native: NativeKey) : AutoCloseable {
    internal val handle = Handle(native, "Key")

    /** The algorithm; `null` for an RSA or secret JWK that names none, until a policy does. */
    public val algorithm: Algorithm? get() = ask { it.algorithm() }?.let(Algorithm::named)

    /** The key id, where there is one. */
    public val kid: String? get() = ask { it.kid() }

    /** The `kty` of the key as a JWK: `oct`, `RSA`, `EC`, `OKP` or `AKP`. */
    public val keyType: String get() = ask { it.keyType() }

    /** Whether the key can sign: it is a private key or a shared secret. */
    public val isPrivate: Boolean get() = ask { it.isPrivate() }

    /**
     * The SHA-256 thumbprint in base64url ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638)). Of a shared
     * secret it is a hash of the secret: show it to nobody.
     */
    public val thumbprint: String get() = ask { it.thumbprint() }

    /** The same key under another key id. */
    public fun withKid(kid: String): Key = Key(ask { it.withKid(kid) })

    /**
     * The public half.
     *
     * @throws JotkitException.Key `key_unsuitable` for a shared secret, which has none.
     */
    public fun publicKey(): Key = Key(ask { it.publicHalf() })

    /**
     * The key as a JWK, private members included where there are any.
     *
     * @throws JotkitException.Key `key_invalid` while the key's algorithm is not known.
     */
    public fun toJwk(): String = ask { it.toJwk() }

    /**
     * The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise.
     *
     * @throws JotkitException.Key `key_unsuitable` for a shared secret, which has no PEM form.
     */
    public fun toPem(): String = ask { it.toPem() }

    /**
     * The key as DER, of the form that [toPem] writes.
     *
     * @throws JotkitException.Key as [toPem].
     */
    public fun toDer(): ByteArray = ask { it.toDer() }

    /**
     * A description as JSON text: `alg`, `kty`, `kid` where there is one, `thumbprint`, `private`.
     *
     * @throws JotkitException.Key `key_invalid` while the key's algorithm is not known.
     */
    public fun info(): String = ask { it.info() }

    override fun close(): Unit = handle.close()

    /** Says what kind of key it is, and no secret. */
    override fun toString(): String = ask { it.describe() }

    private inline fun <T> ask(question: (NativeKey) -> T): T = handle.use { across { question(it) } }

    public companion object {
        /**
         * A shared secret for HS256, of at least 32 bytes.
         *
         * A [ByteArray] can be wiped afterwards, a [String] cannot.
         *
         * @throws JotkitException.Key `key_weak` for a shorter one, `key_unsuitable` for one that looks like a key of
         *   another kind (PEM, DER, OpenSSH, JWK).
         */
        @JvmStatic
        public fun hs256(secret: ByteArray): Key = fromSecret(secret, KeyOptions(Algorithm.HS256))

        /** A shared secret for HS256, given as text: its UTF-8 bytes are the key. See [hs256]. */
        @JvmStatic
        public fun hs256(secret: String): Key = fromSecret(secret, KeyOptions(Algorithm.HS256))

        /** A shared secret for HS384, of at least 48 bytes. See [hs256]. */
        @JvmStatic
        public fun hs384(secret: ByteArray): Key = fromSecret(secret, KeyOptions(Algorithm.HS384))

        /** A shared secret for HS384, given as text. See [hs256]. */
        @JvmStatic
        public fun hs384(secret: String): Key = fromSecret(secret, KeyOptions(Algorithm.HS384))

        /** A shared secret for HS512, of at least 64 bytes. See [hs256]. */
        @JvmStatic
        public fun hs512(secret: ByteArray): Key = fromSecret(secret, KeyOptions(Algorithm.HS512))

        /** A shared secret for HS512, given as text. See [hs256]. */
        @JvmStatic
        public fun hs512(secret: String): Key = fromSecret(secret, KeyOptions(Algorithm.HS512))

        /**
         * A shared secret for the algorithm that the options name. The bytes are taken as they are: nothing is
         * decoded.
         *
         * @throws JotkitException.Usage `argument_invalid` if no algorithm is named.
         * @throws JotkitException.Key as [hs256].
         */
        @JvmStatic
        public fun fromSecret(secret: ByteArray, options: KeyOptions): Key = fromSecret(secret, options.toJson())

        /** A shared secret given as text. */
        @JvmStatic
        public fun fromSecret(secret: String, options: KeyOptions): Key = fromSecret(secret, options.toJson())

        /** A shared secret, with the options as JSON text: `alg`, `kid`, `allow_short`. */
        @JvmStatic
        public fun fromSecret(secret: ByteArray, options: String): Key = Key(
            across { withSecret(secret) { NativeKey.fromSecret(it, options) } },
        )

        /** A shared secret given as text, with the options as JSON text. */
        @JvmStatic
        public fun fromSecret(secret: String, options: String): Key = Key(
            across { withSecret(secret) { NativeKey.fromSecret(it, options) } },
        )

        /**
         * A PEM text: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo or an X.509 certificate, of which only the public key is
         * taken. A curve dictates its algorithm; an RSA key needs one named in the options.
         *
         * @throws JotkitException.Key `key_invalid`, `key_weak` or `key_unsuitable`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromPem(pem: String, options: KeyOptions = KeyOptions()): Key = fromPem(pem, options.toJson())

        /** A PEM text, with the options as JSON text: `alg`, `kid`, `allow_short`. */
        @JvmStatic
        public fun fromPem(pem: String, options: String): Key = Key(across { NativeKey.fromPem(pem, options) })

        /**
         * DER of any of the forms that [fromPem] takes.
         *
         * @throws JotkitException.Key as [fromPem].
         */
        @JvmStatic
        @JvmOverloads
        public fun fromDer(der: ByteArray, options: KeyOptions = KeyOptions()): Key = Key(
            across { withSecret(der) { NativeKey.fromDer(it, options.toJson()) } },
        )

        /**
         * The text of a JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)). Its `kid`, `use` and `key_ops` are kept
         * and obeyed. An RSA or secret JWK without `alg` needs the options or the policy's algorithms to name it.
         *
         * @throws JotkitException.Key `key_invalid`, `key_weak` or `key_unsuitable`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwk(jwk: String, options: KeyOptions = KeyOptions()): Key = fromJwk(jwk, options.toJson())

        /** The text of a JWK, with the options as JSON text: `alg`, `kid`, `allow_short`. */
        @JvmStatic
        public fun fromJwk(jwk: String, options: String): Key = Key(across { NativeKey.fromJwk(jwk, options) })

        /** A fresh key: a secret as long as the hash, RSA of 2048 bits, or the algorithm's curve or parameters. */
        @JvmStatic
        public fun generate(algorithm: Algorithm): Key = Key(across { NativeKey.generate(algorithm.jwaName) })
    }
}
