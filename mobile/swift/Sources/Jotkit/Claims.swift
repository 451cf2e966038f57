import Foundation
internal import JotkitFFI

/// Making one takes as long as verifying a token.
private let decoder = {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    return decoder
}()

/// A verified token: its signature held and its claims passed the policy. Only a ``Verifier`` makes
/// one.
public struct Verified: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    private let native: JotkitFFI.Verified
    /// The payload's JSON text, byte for byte as it was signed.
    public let payload: String

    init(_ native: JotkitFFI.Verified) {
        self.native = native
        payload = native.payload()
    }

    /// The header's JSON text, as the token carries it.
    public var header: String { native.header() }

    /// The claims as a type of the caller's. Numbers become dates as seconds since 1970.
    ///
    /// - Throws: `DecodingError` if the payload does not have the type's shape.
    public func claims<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try decoder.decode(type, from: payload.lent)
    }

    /// Whether two tokens say the same.
    public static func == (one: Verified, other: Verified) -> Bool {
        one.payload == other.payload && one.header == other.header
    }

    /// The header alone; the payload may be private.
    public var description: String { "Verified(header: \(header))" }

    /// The header alone.
    public var customMirror: Mirror { Mirror(self, children: ["header": header]) }
}

/// The content of a token that was not verified: anyone may have written it. Nothing else accepts
/// it.
public struct Unverified: Sendable, Equatable, CustomStringConvertible {
    /// The header's JSON text.
    public let header: String
    /// The payload's JSON text.
    public let payload: String

    init(_ native: JotkitFFI.Unverified) {
        header = native.header
        payload = native.payload
    }

    /// The payload as a type of the caller's, for display. Numbers become dates as seconds since
    /// 1970. Never decide anything by it.
    ///
    /// - Throws: `DecodingError` if the payload does not have the type's shape.
    public func claims<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try decoder.decode(type, from: payload.lent)
    }

    /// The header alone.
    public var description: String { "Unverified(header: \(header))" }
}

/// The value that a claim must have: a string, a number or a boolean, each of which can be written
/// as a literal.
public enum ClaimValue: Sendable, Equatable {
    /// Exactly this string.
    case string(String)
    /// A whole number of this value.
    case integer(Int)
    /// A number of this value: `1` and `1.0` are equal. An infinite one makes a policy invalid.
    case number(Double)
    /// Exactly this boolean.
    case bool(Bool)
    /// A list of scopes that must be granted, as the `scope` that a call expects.
    case scopes([String])

    var value: Any {
        switch self {
        case .string(let value): return value
        case .integer(let value): return value
        case .number(let value): return value
        case .bool(let value): return value
        case .scopes(let value): return value
        }
    }
}

extension ClaimValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Scopes.
    public init(arrayLiteral elements: String...) { self = .scopes(elements) }
}
