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

    /// A signer that adds what the options say.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_unsuitable` for a key that cannot or may not sign,
    ///   `key_invalid` for one without an algorithm; ``JotkitError/usage(_:)`` `policy_invalid` for
    ///   options out of range.
    public init(key: Key, options: SignerOptions = SignerOptions()) throws {
        native = try across { try JotkitFFI.Signer(key: key.native, options: options.json) }
    }

    /// Signs claims of any encodable type that becomes a JSON object. Dates become seconds since
    /// 1970.
    ///
    /// Members are sorted by name; give JSON text to choose their order.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `claims_invalid` if they are not such an object, or a
    ///   registered claim has the wrong type; `EncodingError` if they cannot be encoded.
    public func sign(_ claims: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try sign(json: String(decoding: try encoder.encode(claims), as: UTF8.self))
    }

    /// Signs claims given as JSON text, byte for byte.
    ///
    /// - Parameters:
    ///   - header: More header members, as the text of a JSON object.
    ///   - now: Seconds since 1970, for what the signer adds; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `claims_invalid` if they are not one strict JSON object,
    ///   or a registered claim has the wrong type; `argument_invalid` for header members that a
    ///   signer does not set, such as `crit` or `jwk`.
    public func sign(json claims: String, header: String? = nil, now: TimeInterval? = nil) throws -> String {
        try across { try native.sign(claims: claims, header: header, now: now) }
    }

    /// The kind of signer, without a secret.
    public var description: String { native.describe() }
}
