import Foundation
import Jotkit

/// A request's members, read as what an operation needs them to be.
struct Request {
    let members: [String: JSON]

    func text(_ name: String) throws -> String {
        guard let text = try optionalText(name) else { throw NotUnderstood() }
        return text
    }

    func optionalText(_ name: String) throws -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.string else { throw NotUnderstood() }
        return text
    }

    func number(_ name: String) throws -> Double? {
        switch members[name] {
        case nil: return nil
        case .number(let raw): return Double(raw)
        default: throw NotUnderstood()
        }
    }

    func status() throws -> Int {
        guard case .number(let raw) = members["status"], let status = UInt16(raw) else { throw NotUnderstood() }
        return Int(status)
    }

    func bool(_ name: String) throws -> Bool {
        guard case .bool(let value) = members[name] else { throw NotUnderstood() }
        return value
    }

    func list(_ name: String) throws -> [String] {
        guard let list = try optionalList(name) else { throw NotUnderstood() }
        return list
    }

    func optionalList(_ name: String) throws -> [String]? {
        guard let value = members[name] else { return nil }
        guard let items = value.items else { throw NotUnderstood() }
        return try items.map(Self.string)
    }

    func clients() throws -> [String: String] {
        guard members["clients"] != nil else { throw NotUnderstood() }
        return try map("clients")
    }

    /// An object of strings, empty if absent.
    func map(_ name: String) throws -> [String: String] {
        guard let value = members[name] else { return [:] }
        guard let members = value.members else { throw NotUnderstood() }
        return try members.mapValues(Self.string)
    }

    /// The policy's own text, which the library reads.
    func policy() -> Policy { Policy(json: members["policy"]?.raw ?? "{}") }

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
        guard let key = members["key"]?.members else { throw NotUnderstood() }
        let forms = key.filter { Self.forms.contains($0.key) }
        let others = key.filter { !Self.forms.contains($0.key) }
        let options = KeyOptions(
            json: "{" + others.map { JSON.quote($0.key) + ":" + $0.value.raw }.joined(separator: ",") + "}")
        guard forms.count == 1, let (form, value) = forms.first else { throw NotUnderstood() }
        switch form {
        case "secret": return .one(try Key(secret: try Self.string(value), options: options))
        case "secret_hex": return .one(try Key(secret: try Self.bytes(try Self.string(value)), options: options))
        case "pem": return .one(try Key(pem: try Self.string(value), options: options))
        case "jwk": return .one(try Key(jwk: value.raw, options: options))
        default: return .set(try KeySet(jwks: value.raw, options: options))
        }
    }

    private static let forms: Set<String> = ["secret", "secret_hex", "pem", "jwk", "jwks"]

    private static func string(_ value: JSON) throws -> String {
        guard let text = value.string else { throw NotUnderstood() }
        return text
    }

    private static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = try hex.unicodeScalars.map { scalar in
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { throw NotUnderstood() }
            return UInt8(digit)
        }
        guard digits.count.isMultiple(of: 2) else { throw NotUnderstood() }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
