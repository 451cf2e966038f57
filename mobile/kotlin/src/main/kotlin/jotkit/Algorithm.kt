package jotkit

/** A signature algorithm of JSON Web Algorithms. `none` does not exist. */
public enum class Algorithm(
    /** The name in a token's header, such as `HS256`. */
    public val jwaName: String,
) {
    // HMAC with SHA-2.
    HS256("HS256"),
    HS384("HS384"),
    HS512("HS512"),

    // RSASSA-PKCS1-v1_5.
    RS256("RS256"),
    RS384("RS384"),
    RS512("RS512"),

    // RSASSA-PSS.
    PS256("PS256"),
    PS384("PS384"),
    PS512("PS512"),

    // ECDSA on P-256, P-384, P-521 and secp256k1.
    ES256("ES256"),
    ES384("ES384"),
    ES512("ES512"),
    ES256K("ES256K"),

    /** Ed25519 under its first name (RFC 8037); the same algorithm as [ED25519]. */
    EDDSA("EdDSA"),

    /** Ed25519 under its own name (RFC 9864). */
    ED25519("Ed25519"),

    // RFC 9964.
    ML_DSA_44("ML-DSA-44"),
    ML_DSA_65("ML-DSA-65"),
    ML_DSA_87("ML-DSA-87"),
    ;

    override fun toString(): String = jwaName

    public companion object {
        /** The algorithm with this exact name, or `null`. */
        @JvmStatic public fun named(name: String): Algorithm? = entries.find { it.jwaName == name }
    }
}
