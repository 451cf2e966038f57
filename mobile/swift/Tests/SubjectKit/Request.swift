import Foundation
import Jotkit

/// A request's members, read as what an operation needs them to be.
struct Request {
    let members: [String: JSON]

    func text(_ name: String) throws -> String { try given(optionalText(name)) }

    func optionalText(_ name: String) throws -> String? { try members[name].map(Self.string) }

    func number(_ name: String) throws -> Double? { try members[name].map { try given($0.number) } }

    func time(_ name: String) throws -> Date? { try number(name).map(Date.init(timeIntervalSince1970:)) }

    func status() throws -> Int { Int(try given(members["status"].flatMap { UInt16($0.raw) })) }

    func bool(_ name: String) throws -> Bool { try given(members[name].flatMap { Bool($0.raw) }) }

    func list(_ name: String) throws -> [String] { try given(optionalList(name)) }

    func optionalList(_ name: String) throws -> [String]? { try members[name].map { try given($0.items).map(Self.string) } }

    func clients() throws -> [String: String] { try map(given(members["clients"])) }

    /// The headers, if there are any.
    func headers() throws -> [String: String] { try members["headers"].map(map) ?? [:] }

    private func map(_ value: JSON) throws -> [String: String] { try given(value.members).mapValues(Self.string) }

    /// The policy's own text, which the library reads.
    func policy() -> Policy { Policy(json: members["policy"]?.raw ?? "{}") }

    /// What the call expects, in the types that a program has.
    func expected() throws -> [String: ClaimValue]? {
        try members["expected"].map { try given($0.members).mapValues(Self.claim) }
    }

    private static func claim(_ value: JSON) throws -> ClaimValue {
        if let items = value.items { return try .scopes(items.map(string)) }
        if let text = value.string { return .string(text) }
        if let bool = Bool(value.raw) { return .bool(bool) }
        if let whole = Int(value.raw) { return .integer(whole) }
        return .number(try given(value.number))
    }

    /// Refuses members that the operation does not know.
    func only(_ names: String...) throws {
        guard members.keys.allSatisfy({ names.contains($0) || $0 == "id" || $0 == "op" }) else { throw NotUnderstood() }
    }

    enum AnyKey {
        case one(Key)
        case set(KeySet)
    }

    func key() throws -> Key {
        guard case .one(let key) = try anyKey() else { throw NotUnderstood() }
        return key
    }

    /// The members next to the key are its options.
    func anyKey() throws -> AnyKey {
        let key = try given(members["key"]?.members)
        let forms = key.filter { Self.forms.contains($0.key) }
        let others = key.filter { !Self.forms.contains($0.key) }
        let members = others.map { jsonText($0.key) + ":" + $0.value.raw }
        let options = KeyOptions(json: "{" + members.joined(separator: ",") + "}")
        guard forms.count == 1, let (form, value) = forms.first else { throw NotUnderstood() }
        switch form {
        case "secret": return .one(try Key(secret: Self.string(value), options: options))
        case "secret_hex": return .one(try Key(secret: Self.bytes(Self.string(value)), options: options))
        case "pem": return .one(try Key(pem: Self.string(value), options: options))
        case "jwk": return .one(try Key(jwk: value.raw, options: options))
        case "der": return .one(try Key(der: Self.bytes(Self.string(value)), options: options))
        case "ec_point": return .one(try Key(ecPoint: Self.bytes(Self.string(value)), options: options))
        case "ec_scalar": return .one(try Key(ecScalar: Self.bytes(Self.string(value)), options: options))
        case "ed25519_public": return .one(try Key(ed25519Public: Self.bytes(Self.string(value)), options: options))
        case "ed25519_private": return .one(try Key(ed25519Private: Self.bytes(Self.string(value)), options: options))
        default: return .set(try KeySet(jwks: value.raw, options: options))
        }
    }

    private static let forms: Set<String> = [
        "secret", "secret_hex", "pem", "jwk", "jwks", "der", "ec_point", "ec_scalar", "ed25519_public",
        "ed25519_private",
    ]

    private static func string(_ value: JSON) throws -> String { try given(value.string) }

    static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = try hex.map { UInt8(try given($0.isASCII ? $0.hexDigitValue : nil)) }
        guard digits.count.isMultiple(of: 2) else { throw NotUnderstood() }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

/// What has to be there.
func given<T>(_ value: T?) throws -> T {
    guard let value else { throw NotUnderstood() }
    return value
}
