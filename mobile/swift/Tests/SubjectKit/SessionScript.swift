import Foundation

import enum JotkitFFI.Cause
import enum JotkitFFI.Failure
import struct JotkitFFI.OAuthTokens
import struct JotkitFFI.Report
import class JotkitFFI.Session
import enum JotkitFFI.Step

/// Plays the steps of an `oauth_session` request on the core's session, as `LikeCoinSession` uses
/// it.
struct SessionScript {
    private let session: Session
    /// The core's number of each call of the script; a refused call has none.
    private var calls: [UInt64] = []

    static func play(_ request: Request) throws -> String {
        try request.only("client", "tokens", "steps")
        guard let client = request.members["client"], let tokens = request.members["tokens"],
            let steps = request.members["steps"]?.items
        else { throw NotUnderstood() }
        do {
            var script = SessionScript(session: try Session(client: client.raw, tokens: tokens.raw))
            let results = try steps.map { try script.result(of: $0) }
            return "{\"results\":[\(results.joined(separator: ","))]}"
        } catch Failure.Core(let report) {
            throw Reported(report: report)
        }
    }

    struct Reported: Error {
        let report: Report
    }

    private mutating func result(of step: JSON) throws -> String {
        guard let (kind, value) = step.members?.first else { throw NotUnderstood() }
        let members = Request(members: value.members ?? [:])
        do {
            switch kind {
            case "call":
                // Numbered even if it is refused.
                calls.append(0)
                let begun = try session.call(
                    method: try members.text("method"), url: try members.text("url"),
                    headers: try members.map("headers"), body: try members.optionalText("body").map { Data($0.utf8) })
                calls[calls.count - 1] = begun.call
                return Self.json(begun.step, body: "")
            case "reply":
                let body = try members.text("body")
                let next = try session.reply(
                    call: try call(members.members["call"]), status: UInt16(members.members["status"]?.raw ?? "") ?? 0,
                    headers: try members.map("headers"), body: Data(body.utf8))
                return Self.json(next, body: body)
            case "failed":
                guard let cause = Self.causes[try members.text("cause")] else {
                    return "{\"error\":{\"code\":\"argument_invalid\",\"kind\":\"usage\"}}"
                }
                return Self.error(session.failed(call: try call(members.members["call"]), cause: cause))
            case "resume": return Self.json(try session.resume(call: try call(value)), body: "")
            case "cancel":
                try session.cancel(call: try call(value))
                return "{\"cancelled\":true}"
            default: throw NotUnderstood()
            }
        } catch Failure.Core(let report) {
            return Self.error(report)
        }
    }

    private func call(_ number: JSON?) throws -> UInt64 {
        guard let number = number.flatMap({ Int($0.raw) }) else { throw NotUnderstood() }
        return calls.indices.contains(number - 1) ? calls[number - 1] : 0
    }

    private static let causes: [String: Cause] = [
        "timeout": .timeout, "network": .network, "too_large": .tooLarge, "redirect": .redirect,
    ]

    private static func error(_ report: Report) -> String { "{" + Subject.error(report) + "}" }

    private static func json(_ step: Step, body: String) -> String {
        switch step {
        case .send(let request, let store):
            let sent = request.body.map { String(decoding: $0, as: UTF8.self) }
            let send: [(String, Any?)] = [
                ("method", request.method), ("url", request.url), ("headers", request.headers), ("body", sent),
            ]
            return Subject.ok([("send", Subject.Raw(text: Subject.ok(send))), ("store", store.map(tokens))])
        case .wait(let call): return "{\"wait\":\(call)}"
        case .done(let status, let reaction):
            let done: [(String, Any?)] = [("status", status), ("reaction", "\(reaction)"), ("body", body)]
            return Subject.ok([("done", Subject.Raw(text: Subject.ok(done)))])
        }
    }

    private static func tokens(_ tokens: OAuthTokens) -> Subject.Raw {
        Subject.Raw(
            text: Subject.ok([
                ("access_token", tokens.accessToken), ("refresh_token", tokens.refreshToken), ("user", tokens.user),
                ("display_name", tokens.displayName), ("avatar", tokens.avatar), ("scope", tokens.scope),
                ("expires_at", tokens.expiresAt),
            ]))
    }
}
