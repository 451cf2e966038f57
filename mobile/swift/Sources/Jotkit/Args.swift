import Foundation

/// A value of the JSON texts that cross to the core, which alone judges them.
indirect enum JSONValue: Sendable, Equatable {
    case string(String)
    case strings([String])
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case object([String: JSONValue])

    /// The JSON text.
    var text: String {
        let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
        let data = try? JSONSerialization.data(withJSONObject: foundation, options: options)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    /// The text of an object, without the members that are `nil`.
    static func object(_ members: KeyValuePairs<String, JSONValue?>) -> String {
        let given = members.compactMap { name, value in value.map { (name, $0) } }
        return JSONValue.object(Dictionary(given) { _, last in last }).text
    }

    private var foundation: Any {
        switch self {
        case .string(let value): return value
        case .strings(let values): return values
        case .integer(let value): return value
        // JSON has no such number, and the core refuses `null`.
        case .number(let value): return value.isFinite ? value : NSNull()
        case .bool(let value): return value
        case .object(let members): return members.mapValues(\.foundation)
        }
    }
}

/// The members that an option type has collected, or the JSON text it was made of.
struct Options: Sendable, Equatable {
    private var members: [String: JSONValue] = [:]
    private var text: String?

    init(json: String? = nil) {
        text = json
    }

    func with(_ name: String, _ value: JSONValue) -> Options {
        var copy = self
        copy.members[name] = value
        return copy
    }

    /// Text and members together are not JSON, which the core refuses.
    var json: String {
        guard let text else { return JSONValue.object(members).text }
        return members.isEmpty ? text : text + JSONValue.object(members).text
    }
}

extension String {
    /// The bytes of the string, for a call.
    var lent: Data { Data(utf8) }

    /// At most `limit` + 1 of the bytes, so that no more is copied of a token that is refused for
    /// its size.
    func clipped(to limit: UInt64) -> String {
        let limit = Int(clamping: limit)
        return utf8.count <= limit ? self : String(decoding: utf8.prefix(limit + 1), as: UTF8.self)
    }
}
