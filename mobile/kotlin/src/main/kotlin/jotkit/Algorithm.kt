package jotkit

/**
 * A signature algorithm, under its name in JSON Web Algorithms.
 *
 * `none` does not exist here.
 */
public enum class Algorithm(
    /** The name that stands in a token's header, such as `HS256`. */
    public val jwaName: String,
) {
    /** HMAC with SHA-256. */
    HS256("HS256"),

    /** HMAC with SHA-384. */
    HS384("HS384"),

    /** HMAC with SHA-512. */
    HS512("HS512"),

    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256"),

    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RS384"),

    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RS512"),

    /** RSASSA-PSS with SHA-256. */
    PS256("PS256"),

    /** RSASSA-PSS with SHA-384. */
    PS384("PS384"),

    /** RSASSA-PSS with SHA-512. */
    PS512("PS512"),

    /** ECDSA on P-256 with SHA-256. */
    ES256("ES256"),

    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384"),

    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512"),

    /** ECDSA on secp256k1 with SHA-256. */
    ES256K("ES256K"),

    /** Ed25519 under its first name (RFC 8037); the same algorithm as [ED25519]. */
    EDDSA("EdDSA"),

    /** Ed25519 under its own name (RFC 9864). */
    ED25519("Ed25519"),

    /** ML-DSA-44 (RFC 9964). */
    ML_DSA_44("ML-DSA-44"),

    /** ML-DSA-65 (RFC 9964). */
    ML_DSA_65("ML-DSA-65"),

    /** ML-DSA-87 (RFC 9964). */
    ML_DSA_87("ML-DSA-87"),
    ;

    override fun toString(): String = jwaName

    public companion object {
        /** The algorithm of this name, in this very spelling; `null` if there is none. */
        @JvmStatic
        public fun named(name: String): Algorithm? = entries.find { it.jwaName == name }
    }
}
