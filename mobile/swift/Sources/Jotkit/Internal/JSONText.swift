/// Writes the JSON texts that cross to the core, which alone judges them.
struct JSONText {
    private var members: [String] = []

    /// Adds a member. A value that was looked up and came back empty is written as `null`, which the core refuses: it
    /// must not pass for a setting that was left out.
    mutating func put<T>(_ name: String, _ setting: T??, _ write: (T) -> String) {
        guard let given = setting else { return }
        members.append(Self.quote(name) + ":" + (given.map(write) ?? "null"))
    }

    /// Adds `true`, which is the only value of such a member.
    mutating func put(_ name: String, if set: Bool) {
        if set { members.append(Self.quote(name) + ":true") }
    }

    var text: String { "{" + members.joined(separator: ",") + "}" }

    static func list(_ items: [String]) -> String {
        "[" + items.map(quote).joined(separator: ",") + "]"
    }

    /// Seconds with as many decimals as it takes, so that the core sees what was meant.
    static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds != 0 else { return String(seconds) }
        let digits = String(attoseconds.magnitude)
        let fraction = String(repeating: "0", count: 18 - digits.count) + digits
        let sign = seconds < 0 || attoseconds < 0 ? "-" : ""
        return "\(sign)\(seconds.magnitude).\(fraction)"
    }

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
            default:
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
