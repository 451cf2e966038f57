package jotkit

import java.security.NoSuchAlgorithmException
import java.security.PrivateKey
import java.security.Signature
import java.security.spec.MGF1ParameterSpec
import java.security.spec.PSSParameterSpec

/** Imports a key of the platform by its encoding, and wipes the copy that the platform made. */
internal fun imported(key: java.security.Key, options: KeyOptions): Key {
    val encoded = requireNotNull(key.encoded) {
        "The key cannot leave its provider; sign with `Signer.of(privateKey, algorithm)`."
    }
    try {
        return when (key.format) {
            "PKCS#8", "X.509" -> Key.fromDer(encoded, options)
            "RAW" -> Key.fromSecret(encoded, options)
            else -> throw IllegalArgumentException("A key encoded as ${key.format} is not read; use PKCS#8 or X.509.")
        }
    } finally {
        encoded.fill(0)
    }
}

/** Signs with a private key that stays in its provider. */
internal class ProviderSignature(private val key: PrivateKey, private val algorithm: Algorithm) : SignFunction {
    init {
        // A platform that lacks the algorithm says so at once.
        engine(algorithm)
    }

    // An engine is for one signature at a time, so each has its own. Without a name, the provider
    // is the one that takes the key.
    override fun sign(input: ByteArray): ByteArray = engine(algorithm).run {
        initSign(key)
        update(input)
        sign()
    }
}

/** The platform's engine for an algorithm; a provider decides only when it sees the key. */
private fun engine(algorithm: Algorithm): Signature = when (algorithm) {
    Algorithm.RS256 -> Signature.getInstance("SHA256withRSA")
    Algorithm.RS384 -> Signature.getInstance("SHA384withRSA")
    Algorithm.RS512 -> Signature.getInstance("SHA512withRSA")
    Algorithm.PS256 -> pss(bits = 256)
    Algorithm.PS384 -> pss(bits = 384)
    Algorithm.PS512 -> pss(bits = 512)
    Algorithm.ES256, Algorithm.ES256K -> Signature.getInstance("SHA256withECDSA")
    Algorithm.ES384 -> Signature.getInstance("SHA384withECDSA")
    Algorithm.ES512 -> Signature.getInstance("SHA512withECDSA")
    Algorithm.EDDSA, Algorithm.ED25519 -> Signature.getInstance("Ed25519")
    Algorithm.ML_DSA_44, Algorithm.ML_DSA_65, Algorithm.ML_DSA_87 -> Signature.getInstance(algorithm.jwaName)
    Algorithm.HS256, Algorithm.HS384, Algorithm.HS512 -> throw IllegalArgumentException("$algorithm signs with a shared secret.")
}

/** RSASSA-PSS with the parameters of RFC 7518 §3.5. */
private fun pss(bits: Int): Signature = try {
    // The name on Android, which means these parameters.
    Signature.getInstance("SHA${bits}withRSA/PSS")
} catch (_: NoSuchAlgorithmException) {
    val hash = MGF1ParameterSpec("SHA-$bits")
    Signature.getInstance("RSASSA-PSS").apply {
        setParameter(PSSParameterSpec(hash.digestAlgorithm, "MGF1", hash, bits / 8, 1))
    }
}
