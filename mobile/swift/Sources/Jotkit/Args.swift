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
struct Options: Sendable, Equatable, CustomReflectable {
    private var members: [String: String] = [:]
    /// The names of members that are not printed.
    private var hidden: Set<String> = []
    private var text: String?
    private var isTextHidden = false

    /// - Parameter hidden: Whether the text may hold a secret.
    init(json: String? = nil, hidden: Bool = false) {
        text = json
        isTextHidden = hidden
    }

    func with(_ name: String, _ value: Any, hidden isHidden: Bool = false) -> Options {
        var copy = self
        copy.members[name] = "\(jsonText(name)):\(jsonText(value))"
        if isHidden { copy.hidden.insert(name) }
        return copy
    }

    /// Text and members together are not JSON, which the core refuses.
    var json: String {
        let object = Self.object(members)
        return text.map { members.isEmpty ? $0 : $0 + object } ?? object
    }

    /// What may be printed of it.
    var shown: String {
        if text != nil { return isTextHidden ? "..." : json }
        return Self.object(members.filter { !hidden.contains($0.key) })
    }

    private static func object(_ members: [String: String]) -> String {
        "{" + members.sorted { $0.key < $1.key }.map(\.value).joined(separator: ",") + "}"
    }

    /// No members, which may be secret.
    var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// The time of the core's milliseconds.
func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: TimeInterval(milliseconds) / 1_000) }

/// The whole seconds of a duration. One below 0 crosses as 0, which the core refuses too.
func wholeSeconds(_ duration: Duration) -> UInt64 { UInt64(clamping: duration.components.seconds) }

extension Date {
    /// Whole seconds since 1970, as tokens carry times.
    var wholeSeconds: Double { timeIntervalSince1970.rounded(.down) }
}

extension Duration {
    /// The whole milliseconds of a duration.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (whole, isTooLong) = Int(clamping: seconds).multipliedReportingOverflow(by: 1_000)
        return isTooLong ? .max : whole + Int(attoseconds / 1_000_000_000_000_000)
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
