import Foundation
internal import JotkitFFI

/// What a ``Signer`` adds to claims and headers that lack it. Claims that are given win.
public struct SignerOptions: Sendable, Equatable, CustomStringConvertible {
    /// The JSON text that the core reads.
    public let json: String

    /// - Parameters:
    ///   - issuer: Adds `iss`.
    ///   - audience: Adds `aud`, as a list.
    ///   - lifetime: Adds `iat`, and `exp` this many whole seconds later.
    ///   - issuedAt: Adds `iat`, the time of signing.
    ///   - tokenID: Adds `jti`, a random UUID.
    ///   - kid: The header's `kid`, in place of the key's own.
    ///   - typ: The header's `typ`, in place of `JWT`.
    public init(
        issuer: String?? = .none,
        audience: [String]?? = .none,
        lifetime: Duration?? = .none,
        issuedAt: Bool = false,
        tokenID: Bool = false,
        kid: String?? = .none,
        typ: String?? = .none
    ) {
        var text = JSONText()
        text.put("issuer", issuer, JSONText.quote)
        text.put("audience", audience, JSONText.list)
        text.put("lifetime", lifetime, JSONText.seconds)
        text.put("iat", if: issuedAt)
        text.put("jti", if: tokenID)
        text.put("kid", kid, JSONText.quote)
        text.put("typ", typ, JSONText.quote)
        json = text.text
    }

    /// The options as JSON text.
    public var description: String { "SignerOptions(\(json))" }
}

/// Signs tokens with one key. Immutable: make it once and share it.
///
/// ```swift
/// let signer = try Signer(key: .hs256(secret), options: SignerOptions(issuer: "https://id.example", lifetime: .seconds(3600)))
/// let token = try signer.sign(["sub": "u1"])
/// ```
public final class Signer: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.Signer
    private let address: UInt64

    /// A signer that adds what the options say.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose
    ///   algorithm is not known; ``JotkitError/usage(_:)`` `policy_invalid` for options out of range.
    public init(key: Key, options: SignerOptions = SignerOptions()) throws {
        native = try across { try JotkitFFI.Signer(key: key.native, options: options.json) }
        address = native.address()
    }

    /// Signs claims of any encodable type that becomes a JSON object. Dates become seconds since 1970.
    ///
    /// `JSONEncoder` does not keep the order of members; who needs one gives JSON text.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `claims_invalid` if they are no such object, or give a registered claim the wrong
    ///   type; `EncodingError` if they cannot be encoded.
    public func sign(_ claims: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let encoded = try encoder.encode(claims)
        return try encoded.withUnsafeBytes(sign)
    }

    /// Signs claims given as JSON text, byte for byte.
    ///
    /// - Parameters:
    ///   - header: More header members, as the text of a JSON object.
    ///   - now: Seconds since 1970, for what the signer adds; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `claims_invalid` if they are not one strict JSON object, or give a registered claim
    ///   the wrong type; `argument_invalid` for header members that a signer does not set, such as `crit` or `jwk`.
    public func sign(json claims: String, header: String? = nil, now: TimeInterval? = nil) throws -> String {
        guard header == nil, now == nil else {
            return try across { try native.signWith(claims: claims.lent, header: header, now: now) }
        }
        var claims = claims
        return try claims.withUTF8 { try sign(UnsafeRawBufferPointer($0)) }
    }

    private func sign(_ claims: UnsafeRawBufferPointer) throws -> String {
        try withExtendedLifetime(native) { try Direct.sign(address, claims) }
    }

    /// Says what kind of signer it is, and no secret.
    public var description: String { native.describe() }
}
