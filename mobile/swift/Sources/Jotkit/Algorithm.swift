/// A signature algorithm, under its name in JSON Web Algorithms. `none` does not exist here.
public enum Algorithm: String, Sendable, CaseIterable {
    /// HMAC with SHA-256.
    case hs256 = "HS256"
    /// HMAC with SHA-384.
    case hs384 = "HS384"
    /// HMAC with SHA-512.
    case hs512 = "HS512"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// RSASSA-PSS with SHA-384.
    case ps384 = "PS384"
    /// RSASSA-PSS with SHA-512.
    case ps512 = "PS512"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// ECDSA on P-384 with SHA-384.
    case es384 = "ES384"
    /// ECDSA on P-521 with SHA-512.
    case es512 = "ES512"
    /// ECDSA on secp256k1 with SHA-256.
    case es256k = "ES256K"
    /// Ed25519 under its first name (RFC 8037); the same algorithm as ``ed25519``.
    case edDSA = "EdDSA"
    /// Ed25519 under its own name (RFC 9864).
    case ed25519 = "Ed25519"
    /// ML-DSA-44 (RFC 9964).
    case mlDSA44 = "ML-DSA-44"
    /// ML-DSA-65 (RFC 9964).
    case mlDSA65 = "ML-DSA-65"
    /// ML-DSA-87 (RFC 9964).
    case mlDSA87 = "ML-DSA-87"
}
