import Foundation

/// What the subject cannot understand.
struct NotUnderstood: Error {}

/// JSON for the subject, which hands policies and keys to the library as the text they came in:
/// other readers forget how a number was written, and which names came twice.
public indirect enum JSON {
    case object([(name: String, value: JSON)], raw: String)
    case list([JSON], raw: String)
    case text(String, raw: String)
    /// A number, `true`, `false` or `null`.
    case word(raw: String)

    /// Reads a document.
    public init(_ text: String) throws {
        var reader = Reader(bytes: Array(text.utf8))
        self = try reader.value(depth: 0)
        guard reader.next() == nil else { throw NotUnderstood() }
    }

    /// The text it was read from.
    var raw: String {
        switch self {
        case .object(_, let raw), .list(_, let raw), .text(_, let raw), .word(let raw): return raw
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

    /// The number.
    public var number: Double? {
        guard case .word(let raw) = self else { return nil }
        return Double(raw)
    }

    /// The same on one line: a line ends only between values.
    public var line: String {
        String(String.UnicodeScalarView(raw.unicodeScalars.filter { $0 != "\n" && $0 != "\r" }))
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
        case (.word(let left), .word(let right)): return left == right || (number != nil && number == other.number)
        default: return false
        }
    }
}

/// Finds where values begin and end; Foundation reads the strings.
private struct Reader {
    let bytes: [UInt8]
    private var at = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func value(depth: Int) throws -> JSON {
        guard depth <= 512, let first = next() else { throw NotUnderstood() }
        let start = at
        switch first {
        case "{":
            var members: [(name: String, value: JSON)] = []
            try separated(end: "}") { reader in
                guard case .text(let name, _) = try reader.value(depth: depth + 1) else { throw NotUnderstood() }
                try reader.take(":")
                members.append((name, try reader.value(depth: depth + 1)))
            }
            return .object(members, raw: raw(from: start))
        case "[":
            var items: [JSON] = []
            try separated(end: "]") { items.append(try $0.value(depth: depth + 1)) }
            return .list(items, raw: raw(from: start))
        case "\"":
            repeat { at += here == "\\" ? 2 : 1 } while here != nil && here != "\""
            try take("\"")
            let text = raw(from: start)
            let read = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            guard let string = read as? String else { throw NotUnderstood() }
            return .text(string, raw: text)
        default:
            while let scalar = here, !" \t\r\n,:]}".unicodeScalars.contains(scalar) { at += 1 }
            let word = raw(from: start)
            let isNumber = (first == "-" || ("0"..."9").contains(first)) && Double(word) != nil
            guard isNumber || ["true", "false", "null"].contains(word) else { throw NotUnderstood() }
            return .word(raw: word)
        }
    }

    private mutating func separated(end: Unicode.Scalar, _ item: (inout Reader) throws -> Void) throws {
        var isFirst = true
        repeat {
            // A bracket, then the comma before each other item.
            at += 1
            if isFirst, next() == end { break }
            isFirst = false
            try item(&self)
        } while next() == ","
        try take(end)
    }

    /// The byte here; `nil` at the end.
    private var here: Unicode.Scalar? { at < bytes.count ? Unicode.Scalar(bytes[at]) : nil }

    /// The byte here or after white space.
    mutating func next() -> Unicode.Scalar? {
        while let scalar = here, " \t\r\n".unicodeScalars.contains(scalar) { at += 1 }
        return here
    }

    private mutating func take(_ scalar: Unicode.Scalar) throws {
        guard next() == scalar else { throw NotUnderstood() }
        at += 1
    }

    private func raw(from start: Int) -> String { String(decoding: bytes[start..<at], as: UTF8.self) }
}
