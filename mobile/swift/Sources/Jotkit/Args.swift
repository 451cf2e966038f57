import Foundation

/// The JSON text of strings, numbers, booleans, lists and dictionaries, which the core alone
/// judges. A number that JSON lacks makes it `null`, which the core refuses.
package func jsonText(_ value: Any) -> String {
    let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
    guard JSONSerialization.isValidJSONObject([value]),
        let data = try? JSONSerialization.data(withJSONObject: value, options: options)
    else { return "null" }
    return String(decoding: data, as: UTF8.self)
}

/// The text of an object, without the members that are `nil`.
func jsonObject(_ members: [String: Any?]) -> String { jsonText(members.compactMapValues { $0 }) }

/// The members that an option type has collected, or the JSON text it was made of.
struct Options: Sendable, Equatable {
    private var members: [String: String] = [:]
    private var text: String?

    init(json: String? = nil) {
        text = json
    }

    func with(_ name: String, _ value: Any) -> Options {
        var copy = self
        copy.members[name] = "\(jsonText(name)):\(jsonText(value))"
        return copy
    }

    /// Text and members together are not JSON, which the core refuses.
    var json: String {
        let object = "{" + members.sorted { $0.key < $1.key }.map(\.value).joined(separator: ",") + "}"
        return text.map { members.isEmpty ? $0 : $0 + object } ?? object
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
