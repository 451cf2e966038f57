import Foundation
internal import JotkitFFI

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
///
/// Import it once and share it. Printing it shows no secret; its memory is wiped when it is
/// released.
public final class Key: Sendable, CustomStringConvertible {
    let native: JotkitFFI.Key

    init(_ native: JotkitFFI.Key) {
        self.native = native
    }

    /// A shared secret for HS256, of at least 32 bytes.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a shorter one, `key_unsuitable` for one
    ///   that looks like a key of another kind (PEM, DER, OpenSSH, JWK).
    public static func hs256(_ secret: some DataProtocol) throws -> Key {
        try Key(secret: secret, options: KeyOptions().alg(.hs256))
    }

    /// A shared secret for HS256, given as a string: its UTF-8 bytes are the key.
    public static func hs256(_ secret: String) throws -> Key {
        try Key(secret: secret, options: KeyOptions().alg(.hs256))
    }

    /// A shared secret for HS384, of at least 48 bytes.
    public static func hs384(_ secret: some DataProtocol) throws -> Key {
        try Key(secret: secret, options: KeyOptions().alg(.hs384))
    }

    /// A shared secret for HS384, given as a string.
    public static func hs384(_ secret: String) throws -> Key {
        try Key(secret: secret, options: KeyOptions().alg(.hs384))
    }

    /// A shared secret for HS512, of at least 64 bytes.
    public static func hs512(_ secret: some DataProtocol) throws -> Key {
        try Key(secret: secret, options: KeyOptions().alg(.hs512))
    }

    /// A shared secret for HS512, given as a string.
    public static func hs512(_ secret: String) throws -> Key {
        try Key(secret: secret, options: KeyOptions().alg(.hs512))
    }

    /// A new random key: a secret as long as the hash, RSA of 2048 bits, or the algorithm's curve
    /// or parameters.
    public static func generate(_ algorithm: Algorithm) throws -> Key {
        Key(try across { try JotkitFFI.Key.generate(algorithmName: algorithm.rawValue) })
    }

    /// A shared secret for the algorithm that the options name. The bytes are taken as they are:
    /// nothing is decoded.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if no algorithm is named, otherwise
    ///   as ``hs256(_:)-(String)``.
    public convenience init(secret: some DataProtocol, options: KeyOptions) throws {
        self.init(try across { try JotkitFFI.Key.fromSecret(secret: Data(secret), options: options.json) })
    }

    /// A shared secret given as a string: its UTF-8 bytes are the key.
    public convenience init(secret: String, options: KeyOptions) throws {
        try self.init(secret: secret.lent, options: options)
    }

    /// PEM in any layout: PKCS#1, PKCS#8 (with the option `passphrase` also encrypted), SEC1,
    /// SubjectPublicKeyInfo, OpenSSH, or X.509 certificates, of which the first one's public key is
    /// taken. A line of OpenSSH's `.pub` files is read too.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid`, `key_weak` or `key_unsuitable`.
    public convenience init(pem: String, options: KeyOptions = KeyOptions()) throws {
        self.init(try across { try JotkitFFI.Key.fromPem(pem: pem, options: options.json) })
    }

    /// DER of any of the forms that ``init(pem:options:)`` takes.
    public convenience init(der: some DataProtocol, options: KeyOptions = KeyOptions()) throws {
        self.init(try across { try JotkitFFI.Key.fromDer(der: Data(der), options: options.json) })
    }

    /// The JSON text of a JWK ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)). Its `kid`,
    /// `use` and `key_ops` are kept and obeyed. An RSA or secret JWK without `alg` needs the
    /// options or the policy's algorithms to name it.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid`, `key_weak` or `key_unsuitable`.
    public convenience init(jwk: String, options: KeyOptions = KeyOptions()) throws {
        self.init(try across { try JotkitFFI.Key.fromJwk(jwk: jwk, options: options.json) })
    }

    /// A point of an elliptic curve: uncompressed or compressed X9.63, as `SecKey` exports public
    /// keys, or x and y, as CryptoKit's `rawRepresentation`. The options name the algorithm.
    ///
    /// - Throws: ``JotkitError/key(_:)``; ``JotkitError/usage(_:)`` `argument_invalid` without an
    ///   algorithm.
    public convenience init(ecPoint: some DataProtocol, options: KeyOptions) throws {
        self.init(try across { try JotkitFFI.Key.fromEcPoint(point: Data(ecPoint), options: options.json) })
    }

    /// The private scalar of an elliptic curve, as CryptoKit's `rawRepresentation`, or the point
    /// followed by it, as `SecKey` exports private keys. The options name the algorithm.
    ///
    /// - Throws: As ``init(ecPoint:options:)``.
    public convenience init(ecScalar: some DataProtocol, options: KeyOptions) throws {
        self.init(try across { try JotkitFFI.Key.fromEcScalar(scalar: Data(ecScalar), options: options.json) })
    }

    /// The 32 bytes of an Ed25519 public key.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid`, or `key_weak` for a point of small order.
    public convenience init(ed25519Public: some DataProtocol, options: KeyOptions = KeyOptions()) throws {
        self.init(
            try across { try JotkitFFI.Key.fromEd25519Public(bytes: Data(ed25519Public), options: options.json) })
    }

    /// The 32 bytes of an Ed25519 seed, or the 64 of a seed and its public key.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid`.
    public convenience init(ed25519Private: some DataProtocol, options: KeyOptions = KeyOptions()) throws {
        self.init(
            try across { try JotkitFFI.Key.fromEd25519Private(bytes: Data(ed25519Private), options: options.json) })
    }

    /// The algorithm; `nil` for an RSA or secret JWK that names none, until a policy names one.
    public var algorithm: Algorithm? { native.algorithm().flatMap(Algorithm.init(rawValue:)) }

    /// The key id, if there is one.
    public var kid: String? { native.kid() }

    /// The `kty` of the key as a JWK: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    public var keyType: String { native.keyType() }

    /// Whether the key can sign: it is a private key or a shared secret.
    public var isPrivate: Bool { native.isPrivate() }

    /// The SHA-256 thumbprint in base64url ([RFC 7638](https://www.rfc-editor.org/rfc/rfc7638));
    /// `nil` for a shared secret, which a hash would help to guess.
    public var thumbprint: String? { native.thumbprint() }

    /// The same key with another key id.
    public func withKid(_ kid: String) throws -> Key {
        Key(try across { try native.withKid(kid: kid) })
    }

    /// The public half.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_unsuitable` for a shared secret, which has none.
    public func publicKey() throws -> Key {
        Key(try across { try native.publicHalf() })
    }

    /// The key as a JWK, private members included if there are any.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid` if the key's algorithm is not known.
    public func jwk() throws -> String {
        try across { try native.toJwk() }
    }

    /// The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_unsuitable` for a shared secret, which has no PEM
    ///   form.
    public func pem() throws -> String {
        try across { try native.toPem() }
    }

    /// The key as DER, of the form that ``pem()`` writes.
    public func der() throws -> Data {
        try across { try native.toDer() }
    }

    /// A description as JSON text: `alg`, `kty`, `kid` if there is one, `thumbprint` unless
    /// it is a shared secret, `private`.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid` if the key's algorithm is not known.
    public func info() throws -> String {
        try across { try native.info() }
    }

    /// The kind of key, without a secret.
    public var description: String { native.describe() }
}
