import Foundation
internal import JotkitFFI

/// Signs tokens with one key. Immutable: make it once and share it.
///
/// ```swift
/// let options = SignerOptions().issuer("https://id.example").lifetime(3600)
/// let signer = try Signer(key: .hs256(secret), options: options)
/// let token = try signer.sign(["sub": "u1"])
/// ```
public final class Signer: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.Signer
    /// Makes the signature, if the key is somewhere else.
    private let function: (@Sendable (Data) throws -> Data)?

    private init(_ native: JotkitFFI.Signer, function: (@Sendable (Data) throws -> Data)?) {
        self.native = native
        self.function = function
    }

    /// A signer that adds what the options say.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_unsuitable` for a key that cannot or may not sign,
    ///   `key_invalid` for one without an algorithm; ``JotkitError/usage(_:)`` `policy_invalid` for
    ///   options out of range.
    public convenience init(key: Key, options: SignerOptions = SignerOptions()) throws {
        let native = try across { try JotkitFFI.Signer(key: key.native, options: options.json) }
        self.init(native, function: nil)
    }

    /// A signer whose key cannot leave its device, such as one of the Secure Enclave. The header's
    /// `kid` is that of the options.
    ///
    /// - Parameter sign: Returns the signature over the bytes: raw, or for ECDSA also as DER. What
    ///   it throws, signing throws.
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid` for options out of range.
    public static func external(
        _ algorithm: Algorithm, options: SignerOptions = SignerOptions(),
        sign: @escaping @Sendable (Data) throws -> Data
    ) throws -> Signer {
        Signer(try keylessNative(algorithm, options), function: sign)
    }

    /// A signer without a key, for two steps: ``signingInput(_:header:lifetime:now:)`` and
    /// ``assemble(_:signature:)``, or for ``sign(json:header:lifetime:now:with:)``.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid` for options out of range.
    public static func keyless(_ algorithm: Algorithm, options: SignerOptions = SignerOptions()) throws -> Signer {
        Signer(try keylessNative(algorithm, options), function: nil)
    }

    private static func keylessNative(
        _ algorithm: Algorithm, _ options: SignerOptions
    ) throws -> JotkitFFI.Signer {
        try across { try JotkitFFI.Signer.keyless(algorithmName: algorithm.rawValue, options: options.json) }
    }

    /// Signs claims of any encodable type that becomes a JSON object. Dates become whole seconds
    /// since 1970.
    ///
    /// Members are sorted by name; give JSON text to choose their order.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `claims_invalid` if they are not such an object, or a
    ///   registered claim has the wrong type; `EncodingError` if they cannot be encoded.
    public func sign(_ claims: some Encodable, lifetime: Duration? = nil) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            guard let seconds = Int(exactly: date.timeIntervalSince1970.rounded(.down)) else {
                let wrong = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "Not a time.")
                throw EncodingError.invalidValue(date, wrong)
            }
            var container = encoder.singleValueContainer()
            try container.encode(seconds)
        }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(claims), as: UTF8.self)
        return try sign(json: text, lifetime: lifetime)
    }

    /// Signs claims given as JSON text, byte for byte.
    ///
    /// - Parameters:
    ///   - header: More header members, as the text of a JSON object.
    ///   - lifetime: Whole seconds, in place of the options' lifetime; a fraction is cut.
    ///   - now: The time, for what the signer adds; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `claims_invalid` if they are not one strict JSON object,
    ///   or a registered claim has the wrong type or is in milliseconds; `argument_invalid` for
    ///   header members that cannot be set, such as `crit`; ``JotkitError/key(_:)``
    ///   `key_unsuitable` without a key.
    public func sign(
        json claims: String, header: String? = nil, lifetime: Duration? = nil, now: Date? = nil
    ) throws -> String {
        guard let function else {
            return try across {
                try native.sign(
                    claims: claims, header: header, lifetime: lifetime.map(wholeSeconds), now: now?.timeIntervalSince1970)
            }
        }
        let input = try signingInput(claims, header: header, lifetime: lifetime, now: now)
        return try assemble(input, signature: try function(input.lent))
    }

    /// Signs claims with a signature that is made asynchronously, by any signer's options.
    ///
    /// - Parameter sign: Returns the signature over the bytes: raw, or for ECDSA also as DER. What
    ///   it throws, this throws.
    /// - Throws: As ``signingInput(_:header:lifetime:now:)`` and ``assemble(_:signature:)``.
    public func sign(
        json claims: String, header: String? = nil, lifetime: Duration? = nil, now: Date? = nil,
        with sign: @Sendable (Data) async throws -> Data
    ) async throws -> String {
        let input = try signingInput(claims, header: header, lifetime: lifetime, now: now)
        return try assemble(input, signature: try await sign(input.lent))
    }

    /// The first of two steps: the text whose UTF-8 bytes are to be signed.
    ///
    /// - Throws: As ``sign(json:header:lifetime:now:)``.
    public func signingInput(
        _ claims: String, header: String? = nil, lifetime: Duration? = nil, now: Date? = nil
    ) throws -> String {
        try across {
            try native.signingInput(
                claims: claims, header: header, lifetime: lifetime.map(wholeSeconds), now: now?.timeIntervalSince1970)
        }
    }

    /// The second of two steps: the token. The signature is not verified.
    ///
    /// - Parameters:
    ///   - signingInput: What ``signingInput(_:header:lifetime:now:)`` returned.
    ///   - signature: The signature over its bytes: raw, or for ECDSA also as DER.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for another text or a signature of
    ///   the wrong length.
    public func assemble(_ signingInput: String, signature: some DataProtocol) throws -> String {
        try across { try native.assemble(signingInput: signingInput, signature: Data(signature)) }
    }

    /// The kind of signer, without a secret.
    public var description: String { native.describe() }
}
