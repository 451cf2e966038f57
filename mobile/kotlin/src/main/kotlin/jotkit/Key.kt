package jotkit

import jotkit.ffi.UniffiWithHandle
import jotkit.internal.Jvm
import jotkit.internal.KeyForm
import java.security.cert.Certificate
import jotkit.ffi.Key as NativeKey

/**
 * A key, bound to its algorithm when it is imported. A token's header never chooses the algorithm.
 *
 * Import a key once and share it between threads. Printing it shows no secret. [close] wipes it
 * once no call uses it; a key that is not closed is wiped when it is collected. Signers and
 * verifiers keep a copy, so a key may be closed after they are made.
 */
public class Key internal constructor(internal val native: NativeKey) : AutoCloseable {
    /** The algorithm; `null` for an RSA or secret JWK without `alg`, until a policy names one. */
    public val algorithm: Algorithm? get() = guarded { native.algorithm() }?.let(Algorithm::named)

    /** The key id, if there is one. */
    public val kid: String? get() = guarded { native.kid() }

    /** The `kty` of the key as a JWK: `oct`, `RSA`, `EC`, `OKP` or `AKP`. */
    public val keyType: String get() = guarded { native.keyType() }

    /** Whether the key can sign: it is a private key or a shared secret. */
    public val isPrivate: Boolean get() = guarded { native.isPrivate() }

    /**
     * The SHA-256 thumbprint in base64url ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638));
     * `null` for a shared secret, of which it would be a hash.
     */
    public val thumbprint: String? get() = guarded { native.thumbprint() }

    /** The same key with another key id. */
    public fun withKid(kid: String): Key = Key(guarded { native.withKid(kid) })

    /**
     * The public half.
     * @throws JotkitException.Key `key_unsuitable` for a shared secret, which has none.
     */
    public fun publicKey(): Key = Key(guarded { native.publicHalf() })

    /**
     * The key as a JWK, private members included.
     * @throws JotkitException.Key `key_invalid` while the key's algorithm is not known.
     */
    public fun toJwk(): String = guarded { native.toJwk() }

    /**
     * The key as PEM: PKCS#8 for a private key, SubjectPublicKeyInfo for a public one.
     * @throws JotkitException.Key `key_unsuitable` for a shared secret, which has no PEM form.
     */
    public fun toPem(): String = guarded { native.toPem() }

    /**
     * The key as DER, in the form that [toPem] writes.
     * @throws JotkitException.Key as [toPem].
     */
    public fun toDer(): ByteArray = guarded { native.toDer() }

    /**
     * A description as JSON text, without secrets.
     * @throws JotkitException.Key `key_invalid` while the key's algorithm is not known.
     */
    public fun info(): String = guarded { native.info() }

    override fun close(): Unit = native.destroy()

    /** The kind of the key, without secrets. */
    override fun toString(): String = guarded { native.describe() }

    /**
     * Passes the key to native code as a handle of its own. The generated code guards the methods
     * of an object against [close] on another thread, but not an object that is an argument.
     */
    internal inline fun <T> lend(call: (NativeKey) -> T): T = guarded { native.share().use(call) }

    /** Passes the handle to a function of [Jvm], while nothing can close the key. */
    internal inline fun <T> borrow(call: (Long) -> T): T = guarded { native.borrow(call) }

    public companion object {
        /**
         * A shared secret for HS256, at least 32 bytes.
         *
         * A [ByteArray] can be wiped after the import, a [String] cannot.
         * @throws JotkitException.Key `key_weak` for a shorter secret, `key_unsuitable` for one
         *   that looks like a key of another kind (PEM, DER, OpenSSH, JWK).
         */
        @JvmStatic public fun hs256(secret: ByteArray): Key = fromSecret(secret, KeyOptions().alg(Algorithm.HS256))

        /** A shared secret for HS256; its UTF-8 bytes are the key. See [hs256]. */
        @JvmStatic public fun hs256(secret: String): Key = fromSecret(secret, KeyOptions().alg(Algorithm.HS256))

        /** A shared secret for HS384, at least 48 bytes. See [hs256]. */
        @JvmStatic public fun hs384(secret: ByteArray): Key = fromSecret(secret, KeyOptions().alg(Algorithm.HS384))

        /** A shared secret for HS384; its UTF-8 bytes are the key. See [hs256]. */
        @JvmStatic public fun hs384(secret: String): Key = fromSecret(secret, KeyOptions().alg(Algorithm.HS384))

        /** A shared secret for HS512, at least 64 bytes. See [hs256]. */
        @JvmStatic public fun hs512(secret: ByteArray): Key = fromSecret(secret, KeyOptions().alg(Algorithm.HS512))

        /** A shared secret for HS512; its UTF-8 bytes are the key. See [hs256]. */
        @JvmStatic public fun hs512(secret: String): Key = fromSecret(secret, KeyOptions().alg(Algorithm.HS512))

        /**
         * A shared secret for the algorithm in the options. The bytes are the key: nothing is
         * decoded.
         * @throws JotkitException.Usage `argument_invalid` if the options name no algorithm.
         * @throws JotkitException.Key as [hs256].
         */
        @JvmStatic public fun fromSecret(secret: ByteArray, options: KeyOptions): Key =
            made(KeyForm.SECRET, secret, options)

        /** A shared secret; its UTF-8 bytes are the key. */
        @JvmStatic public fun fromSecret(secret: String, options: KeyOptions): Key =
            made(KeyForm.SECRET, secret, options)

        /**
         * PEM: PKCS#1, PKCS#8 (encrypted too, with `passphrase` in the options), SEC1,
         * SubjectPublicKeyInfo, an OpenSSH key, or an X.509 certificate or chain, of which only the
         * public key of the first is used. A curve dictates its algorithm; an RSA key needs one in
         * the options.
         * @throws JotkitException.Key `key_invalid`, `key_weak` or `key_unsuitable`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromPem(pem: String, options: KeyOptions = KeyOptions()): Key =
            made(KeyForm.PEM, pem, options)

        /**
         * DER of any of the forms that [fromPem] takes.
         * @throws JotkitException.Key as [fromPem].
         */
        @JvmStatic
        @JvmOverloads
        public fun fromDer(der: ByteArray, options: KeyOptions = KeyOptions()): Key =
            made(KeyForm.DER, der, options)

        /**
         * A JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)) as JSON text. Its `kid`, `use`
         * and `key_ops` are kept and obeyed. An RSA or secret JWK without `alg` needs an algorithm
         * in the options or in the policy.
         * @throws JotkitException.Key `key_invalid`, `key_weak` or `key_unsuitable`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromJwk(jwk: String, options: KeyOptions = KeyOptions()): Key =
            made(KeyForm.JWK, jwk, options)

        /**
         * A point of a curve, as Apple's platforms and the Web Crypto API hand it out: `04`, x and
         * y; compressed; or x and y alone. The options name the algorithm, which names the curve.
         * @throws JotkitException.Key `key_invalid`.
         */
        @JvmStatic
        public fun fromEcPoint(point: ByteArray, options: KeyOptions): Key =
            made(KeyForm.EC_POINT, point, options)

        /**
         * A private scalar of a curve: d, or `04`, x, y and d. The options name the algorithm,
         * which names the curve.
         * @throws JotkitException.Key `key_invalid`.
         */
        @JvmStatic
        public fun fromEcScalar(scalar: ByteArray, options: KeyOptions): Key =
            made(KeyForm.EC_SCALAR, scalar, options)

        /**
         * The 32 bytes of an Ed25519 public key.
         * @throws JotkitException.Key `key_invalid`, `key_weak`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromEd25519Public(bytes: ByteArray, options: KeyOptions = KeyOptions()): Key =
            made(KeyForm.ED25519_PUBLIC, bytes, options)

        /**
         * The 32 bytes of an Ed25519 private key, or 64 with the public key behind them.
         * @throws JotkitException.Key `key_invalid`.
         */
        @JvmStatic
        @JvmOverloads
        public fun fromEd25519Private(bytes: ByteArray, options: KeyOptions = KeyOptions()): Key =
            made(KeyForm.ED25519_PRIVATE, bytes, options)

        /**
         * A key of the platform: a `PrivateKey`, a `PublicKey`, or a `SecretKey`, for which the
         * options name the algorithm.
         * @throws IllegalArgumentException for a key that cannot leave its provider, such as one in
         *   the Android Keystore or a PKCS#11 token: sign with [Signer.of].
         * @throws JotkitException.Key `key_invalid`, `key_weak` or `key_unsuitable`.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(key: java.security.Key, options: KeyOptions = KeyOptions()): Key = imported(key, options)

        /**
         * The public key of a certificate, of which nothing else is used.
         * @throws JotkitException.Key `key_invalid`, `key_weak` or `key_unsuitable`.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(certificate: Certificate, options: KeyOptions = KeyOptions()): Key =
            fromDer(certificate.encoded, options)

        /**
         * A new key: a secret as long as the hash, RSA of 2048 bits, or the algorithm's curve or
         * parameters.
         */
        @JvmStatic public fun generate(algorithm: Algorithm): Key = Key(guarded { NativeKey.generate(algorithm.jwaName) })

        private fun made(form: KeyForm, key: ByteArray, options: KeyOptions): Key =
            Key(guarded { NativeKey(UniffiWithHandle, Jvm.key(form, key, options.toJson())) })

        private fun made(form: KeyForm, key: String, options: KeyOptions): Key =
            guarded { withBytes(key) { made(form, it, options) } }
    }
}
