import Foundation

/// What the subject cannot understand.
struct NotUnderstood: Error {}

/// JSON for the subject, which hands policies and keys to the library as the text they came in:
/// other readers forget how a number was written.
public indirect enum JSON {
    case object([(name: String, value: JSON)], raw: String)
    case list([JSON], raw: String)
    case text(String, raw: String)
    case number(raw: String)
    case bool(Bool)
    case null

    /// Reads a document.
    public init(_ text: String) throws {
        var reader = Reader(text)
        self = try reader.document()
    }

    /// The text it was read from.
    var raw: String {
        switch self {
        case .object(_, let raw), .list(_, let raw), .text(_, let raw), .number(let raw): return raw
        case .bool(let value): return String(value)
        case .null: return "null"
        }
    }

    /// The members of an object; the last one of a name.
    public var members: [String: JSON]? {
        guard case .object(let members, _) = self else { return nil }
        return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// The items of a list.
    public var items: [JSON]? {
        guard case .list(let items, _) = self else { return nil }
        return items
    }

    /// The text.
    public var string: String? {
        guard case .text(let text, _) = self else { return nil }
        return text
    }

    /// The same on one line.
    public var compact: String {
        switch self {
        case .object(let members, _):
            return "{" + members.map { Self.quote($0.name) + ":" + $0.value.compact }.joined(separator: ",") + "}"
        case .list(let items, _): return "[" + items.map(\.compact).joined(separator: ",") + "]"
        case .text(let text, _): return Self.quote(text)
        default: return raw
        }
    }

    /// Whether both say the same; numbers count by value, and the order of members does not.
    public func says(_ other: JSON) -> Bool {
        switch (self, other) {
        case (.object, .object):
            guard let left = members, let right = other.members, left.count == right.count else { return false }
            return left.allSatisfy { name, value in right[name].map(value.says) ?? false }
        case (.list(let left, _), .list(let right, _)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.says($1) }
        // Scalar by scalar: to Swift, texts that look the same are equal.
        case (.text(let left, _), .text(let right, _)): return left.unicodeScalars.elementsEqual(right.unicodeScalars)
        case (.number(let left), .number(let right)): return left == right || Double(left) == Double(right)
        case (.bool(let left), .bool(let right)): return left == right
        case (.null, .null): return true
        default: return false
        }
    }

    /// A string on one line.
    static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted.unicodeScalars.append("\\")
                quoted.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1f}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

private struct Reader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func document() throws -> JSON {
        let value = try value(depth: 0)
        space()
        guard at == bytes.count else { throw NotUnderstood() }
        return value
    }

    private mutating func value(depth: Int) throws -> JSON {
        guard depth <= 512 else { throw NotUnderstood() }
        space()
        let start = at
        switch try peek() {
        case UInt8(ascii: "{"):
            var members: [(name: String, value: JSON)] = []
            try separated(end: UInt8(ascii: "}")) { reader in
                reader.space()
                let name = try reader.string()
                reader.space()
                try reader.take(UInt8(ascii: ":"))
                members.append((name, try reader.value(depth: depth + 1)))
            }
            return .object(members, raw: raw(from: start))
        case UInt8(ascii: "["):
            var items: [JSON] = []
            try separated(end: UInt8(ascii: "]")) { items.append(try $0.value(depth: depth + 1)) }
            return .list(items, raw: raw(from: start))
        case UInt8(ascii: "\""):
            let text = try string()
            return .text(text, raw: raw(from: start))
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func separated(end: UInt8, _ item: (inout Reader) throws -> Void) throws {
        at += 1
        space()
        if try peek() == end {
            at += 1
            return
        }
        while true {
            try item(&self)
            space()
            if try peek() == end { break }
            try take(UInt8(ascii: ","))
        }
        at += 1
    }

    private mutating func string() throws -> String {
        try take(UInt8(ascii: "\""))
        var units: [UInt16] = []
        var plain = at
        func flush(to end: Int, _ units: inout [UInt16]) {
            units.append(contentsOf: String(decoding: bytes[plain..<end], as: UTF8.self).utf16)
        }
        while true {
            let byte = try next()
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else { throw NotUnderstood() }
            if byte == UInt8(ascii: "\\") {
                flush(to: at - 1, &units)
                units.append(try escaped())
                plain = at
            }
        }
        flush(to: at - 1, &units)
        // A lone surrogate is no text.
        guard let text = String(validating: units, as: UTF16.self) else { throw NotUnderstood() }
        return text
    }

    private mutating func escaped() throws -> UInt16 {
        switch try next() {
        case UInt8(ascii: "\""): return 0x22
        case UInt8(ascii: "\\"): return 0x5c
        case UInt8(ascii: "/"): return 0x2f
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            guard at + 4 <= bytes.count else { throw NotUnderstood() }
            let digits = String(decoding: bytes[at..<at + 4], as: UTF8.self)
            guard digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16) else { throw NotUnderstood() }
            at += 4
            return unit
        default: throw NotUnderstood()
        }
    }

    private mutating func number() throws -> JSON {
        let start = at
        skip { $0 == UInt8(ascii: "-") }
        let whole = at
        skip(Self.isDigit)
        let isOneZero = bytes[whole..<at].first == UInt8(ascii: "0") && at > whole + 1
        guard at > whole, whole - start <= 1, !isOneZero else { throw NotUnderstood() }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return .number(raw: raw(from: start))
    }

    private mutating func digits() throws {
        let start = at
        skip(Self.isDigit)
        guard at > start else { throw NotUnderstood() }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private mutating func word(_ word: String, _ value: JSON) throws -> JSON {
        for byte in word.utf8 { try take(byte) }
        return value
    }

    private mutating func space() { skip { " \t\r\n".utf8.contains($0) } }

    private mutating func skip(_ matches: (UInt8) -> Bool) {
        while at < bytes.count, matches(bytes[at]) { at += 1 }
    }

    private func raw(from start: Int) -> String { String(decoding: bytes[start..<at], as: UTF8.self) }

    private func peek() throws -> UInt8 {
        guard at < bytes.count else { throw NotUnderstood() }
        return bytes[at]
    }

    private mutating func next() throws -> UInt8 {
        let byte = try peek()
        at += 1
        return byte
    }

    private mutating func take(_ byte: UInt8) throws {
        guard try next() == byte else { throw NotUnderstood() }
    }
}
