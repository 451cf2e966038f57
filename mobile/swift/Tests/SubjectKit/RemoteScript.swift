import Foundation
import Jotkit

import enum JotkitFFI.Failure
import class JotkitFFI.RemoteKeys

/// Plays the steps of a `remote_keys` request on the core's machine, as `RemoteKeys` uses it.
struct RemoteScript {
    private let options: String
    private var keys: JotkitFFI.RemoteKeys
    /// The leases that were handed out, and those of them by earlier machines: numbers go on after
    /// a restart.
    private var (leases, before): (UInt64, UInt64) = (0, 0)
    /// What each step exported.
    private var texts: [String?] = []

    private init(options: String) throws {
        self.options = options
        keys = try JotkitFFI.RemoteKeys(options: options)
    }

    static func play(_ request: Request) throws -> String {
        try request.only("options", "steps")
        var script = try RemoteScript(options: try given(request.members["options"]).raw)
        let results = try given(request.members["steps"]?.items).map { step in
            script.texts.append(nil)
            return try script.result(of: Request(members: try given(step.members)))
        }
        return "{\"results\":[\(results.joined(separator: ","))]}"
    }

    private mutating func result(of step: Request) throws -> String {
        let at: Int64 = try Self.whole(step.members["at"])
        let kinds = ["ask", "answer", "seed", "export", "restart", "wake_at", "status"]
        switch kinds.first(where: { step.members[$0] != nil }) {
        case "ask": return try ask(given(step.members["ask"]).raw, at)
        case "answer":
            let jitter: UInt32 = try step.members["jitter"].map(Self.whole) ?? 0
            return try answer(Request(members: given(step.members["answer"]?.members)), at, jitter)
        case "seed": return try seed(given(step.members["seed"]), at)
        case "export":
            texts[texts.count - 1] = keys.export()
            return Subject.ok(["text": texts.last!])
        case "restart":
            keys = try JotkitFFI.RemoteKeys(options: options)
            before = leases
            return "{}"
        case "wake_at": return Subject.ok(["wake_at": keys.wakeAt(now: at)])
        case "status": return try keys.statusJson(issuer: step.optionalText("iss"), now: at)
        default: throw NotUnderstood()
        }
    }

    private mutating func ask(_ hint: String, _ at: Int64) throws -> String {
        var step = try given(JSON(keys.ask(ask: hint, now: at)).members).mapValues(\.raw)
        if let lease = step["lease"].flatMap({ UInt64($0) }) {
            leases = before + lease
            step["lease"] = "\(leases)"
        }
        return "{\(step.map { jsonText($0.key) + ":" + $0.value }.joined(separator: ","))}"
    }

    private func answer(_ answer: Request, _ at: Int64, _ jitter: UInt32) throws -> String {
        let shown: UInt64 = try Self.whole(answer.members["lease"])
        // 0 is a lease that was never handed out.
        let lease = shown > before ? shown - before : 0
        if let cause = try answer.optionalText("failed") {
            return try keys.failed(lease: lease, cause: cause, now: at, jitter: jitter)
        }
        return try keys.answer(
            lease: lease, status: UInt16(answer.status()), headers: answer.headers(),
            body: Data((answer.optionalText("body") ?? "").utf8), now: at, jitter: jitter)
    }

    private func seed(_ seed: JSON, _ at: Int64) throws -> String {
        var text = seed.string
        if let members = seed.members {
            let step: Int = try Self.whole(members["of"])
            text = texts.indices.contains(step) ? texts[step] : nil
        }
        do {
            try keys.seed(text: given(text), now: at)
            return "{}"
        } catch Failure.Core(let report) {
            return "{\(Subject.error(report))}"
        }
    }

    private static func whole<T: FixedWidthInteger>(_ value: JSON?) throws -> T {
        try given(value.flatMap { T($0.raw) })
    }
}
