import Foundation
import Jotkit

import enum JotkitFFI.Failure
import struct JotkitFFI.OAuthTokens
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
        let (client, tokens) = (try given(request.members["client"]), try given(request.members["tokens"]))
        var script = SessionScript(session: try Session(client: client.raw, tokens: tokens.raw))
        let results = try given(request.members["steps"]?.items).map { try script.result(of: $0) }
        return "{\"results\":[\(results.joined(separator: ","))]}"
    }

    private mutating func result(of step: JSON) throws -> String {
        let (kind, value) = try given(step.members?.first)
        let members = Request(members: value.members ?? [:])
        do {
            switch kind {
            case "call":
                // Numbered even if it is refused.
                calls.append(0)
                let begun = try session.call(
                    method: members.text("method"), url: members.text("url"), headers: members.headers(),
                    body: members.optionalText("body").map { Data($0.utf8) })
                calls[calls.count - 1] = begun.call
                return Self.json(begun.step, body: "")
            case "reply":
                let (body, status) = (try members.text("body"), UInt16(members.members["status"]?.raw ?? "") ?? 0)
                let next = try session.reply(
                    call: call(members.members["call"]), status: status, headers: members.headers(), body: Data(body.utf8))
                return Self.json(next, body: body)
            case "failed":
                let report = try session.failed(call: call(members.members["call"]), cause: members.text("cause"))
                return "{\(Subject.error(report))}"
            case "resume": return Self.json(try session.resume(call: call(value)), body: "")
            case "cancel":
                try session.cancel(call: call(value))
                return Subject.ok(["cancelled": true])
            default: throw NotUnderstood()
            }
        } catch Failure.Core(let report) {
            return "{\(Subject.error(report))}"
        }
    }

    private func call(_ number: JSON?) throws -> UInt64 {
        let number = try given(number.flatMap { Int($0.raw) })
        return calls.indices.contains(number - 1) ? calls[number - 1] : 0
    }

    private static func json(_ step: Step, body: String) -> String {
        switch step {
        case .send(let request, let store):
            let send = Subject.http(request.method, request.url, request.headers, request.body)
            return Subject.ok(["send": Subject.Raw(send), "store": store.map { Subject.Raw(tokens($0).json) }])
        case .refresh(let held): return Subject.ok(["refresh": Subject.Raw(tokens(held).json)])
        case .wait(let call): return Subject.ok(["wait": call])
        case .done(let status, let reaction):
            return Subject.ok(["done": Subject.Raw(Subject.ok(["status": status, "reaction": "\(reaction)", "body": body]))])
        }
    }

    private static func tokens(_ native: OAuthTokens) -> Tokens {
        Tokens(
            accessToken: native.accessToken, refreshToken: native.refreshToken, user: native.user,
            displayName: native.displayName, avatar: native.avatar, scope: native.scope,
            expiresAt: native.expiresAt.map(Date.init(timeIntervalSince1970:)))
    }
}
