import Foundation
import Jotkit
import XCTest

/// The client against `tests/stand_ins/hostile.py`, a server that misbehaves in one way on each of
/// its ports. `.ci/swift test` starts it, and names it as the proxy of every request as well.
final class HostileTests: XCTestCase {
    private static let secret = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2VjcmV0LXRva2Vu"

    private static let slow = [
        "drip_status", "drip_header", "slow_headers", "slow_continue", "drip_body", "drip_close_body", "drip_chunk_size",
        "drip_chunk_extension", "drip_chunks", "slow_trailers", "silence",
    ]
    private static let endless = [
        "endless_headers", "endless_continue", "endless_body", "endless_chunks", "endless_trailers",
    ]
    private static let unavailable = ["close", "reset", "truncated_body", "truncated_chunks"]
    private static let invalid = ["large_body", "large_chunks", "gzip_body", "gzip_bomb", "gzip_bomb_twice"]
    private static let garbage = [
        "garbage_status", "bad_header_bytes", "bad_length", "two_lengths", "bad_chunk_size",
    ]

    private struct Ports: Decodable {
        let ports: [String: Int]
    }

    private static func address(_ behaviour: String) throws -> String {
        let text = try XCTUnwrap(ProcessInfo.processInfo.environment["JOTKIT_HOSTILE"], "run .ci/swift test")
        let port = try JSONDecoder().decode(Ports.self, from: Data(text.utf8)).ports[behaviour]
        return "http://127.0.0.1:\(try XCTUnwrap(port, behaviour))"
    }

    private static func session(_ behaviour: String, timeout: Duration = .seconds(1)) throws -> LikeCoinSession {
        let client = LikeCoinClient(
            clientID: "c", clientSecret: "s", redirectURI: "https://app.example/cb", api: try address(behaviour),
            timeout: timeout)
        return try client.session(tokens: Tokens(accessToken: "old", refreshToken: "refresh-1"))
    }

    /// The reply or the failure of a call, the status of the one or the code of the other, and how
    /// long it took.
    private static func outcome(
        _ behaviour: String, _ request: HTTPRequest = HTTPRequest(url: "/x"), timeout: Duration = .seconds(10)
    ) async throws -> (code: String, reply: HTTPResponse?, error: JotkitError?, time: Duration) {
        let (session, start) = (try session(behaviour, timeout: timeout), ContinuousClock.now)
        do {
            let reply = try await session.call(request)
            return ("\(reply.status)", reply, nil, ContinuousClock.now - start)
        } catch let error as JotkitError {
            return (error.code, nil, error, ContinuousClock.now - start)
        }
    }

    private func check(
        _ names: [String], refreshing: Bool = true, timeout: Duration = .seconds(10), _ codes: Set<String>
    ) async throws {
        let all = refreshing ? names + names.map { "refresh_" + $0 } : names
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in all {
                group.addTask {
                    let outcome = try await Self.outcome(name, timeout: timeout)
                    XCTAssertTrue(codes.contains(outcome.code), "\(name): \(outcome.code)")
                    XCTAssertLessThan(outcome.time, timeout + .milliseconds(1_500), name)
                    XCTAssertFalse(outcome.error.map(Samples.printed)?.contains(Self.secret) ?? false, name)
                }
            }
            try await group.waitForAll()
        }
    }

    private struct Port: Decodable {
        let connections: Int
        let open: Int
        let requests: [String: Int]
        let lastHead: String?
    }

    private func stats() async throws -> [String: Port] {
        let request = HTTPRequest(url: try Self.address("ok") + "/stats")
        let reply = try await URLSessionTransport().send(request, deadline: .now + .seconds(5))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([String: Port].self, from: reply.body)
    }

    /// Checks that connections are closed, not left behind.
    private func checkClosed(_ names: [String]) async throws {
        var open: [String] = []
        for _ in 0..<30 {
            let stats = try await stats()
            open = names.filter { (stats[$0]?.open ?? 0) > 0 }
            if open.isEmpty { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        XCTAssertEqual(open, [])
    }

    func testASlowServerIsGivenUpAtTheDeadline() async throws {
        try await check(Self.slow, timeout: .seconds(1), ["server_unavailable"])
        try await checkClosed(Self.slow)
    }

    func testACancelledCallEnds() async throws {
        let (session, start) = (try Self.session("drip_body", timeout: .seconds(30)), ContinuousClock.now)
        let call = Task { try await session.get("/x") }
        while try await stats()["drip_body"]?.open != 1 { try await Task.sleep(for: .milliseconds(20)) }
        call.cancel()
        do {
            _ = try await call.value
            XCTFail("was not cancelled")
        } catch is CancellationError {}
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(5))
        try await checkClosed(["drip_body"])
    }

    func testAnEndlessReplyEnds() async throws {
        // One after the other, because each keeps a core busy until the deadline.
        for name in Self.endless {
            try await check([name], timeout: .seconds(1), ["server_unavailable", "response_invalid"])
        }
        // All at once, they keep no other call beyond its deadline.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in Self.endless {
                group.addTask { _ = try await Self.outcome(name, timeout: .seconds(3)) }
            }
            try await Task.sleep(for: .milliseconds(500))
            try await check(["silence"], timeout: .seconds(1), ["server_unavailable"])
            try await group.waitForAll()
        }
    }

    func testAReplyThatIsCutOffIsNotTakenAsWhole() async throws {
        try await check(Self.unavailable, ["server_unavailable"])
    }

    func testAReplyThatIsTooLargeOrEncodedIsRefused() async throws {
        for name in Self.invalid { try await check([name], ["response_invalid"]) }
        let longest = try await Self.outcome("ok", HTTPRequest(url: "/longest")).reply
        XCTAssertEqual(longest?.body.count, HTTPResponse.maxBody)
    }

    func testWhatIsNotHTTPIsAFailureThatQuotesNothing() async throws {
        try await check(Self.garbage, ["server_unavailable", "response_invalid"])
    }

    func testAnUploadMeetsTheDeadlineToo() async throws {
        let body = Data(repeating: 0x78, count: 4 << 20)
        let request = HTTPRequest(method: "POST", url: "/x", body: body)
        let outcome = try await Self.outcome("no_read", request, timeout: .seconds(1))
        XCTAssertEqual(outcome.code, "server_unavailable")
        XCTAssertLessThan(outcome.time, .milliseconds(2_500))
    }

    func testAChallengeIsAnsweredWithTheReplyItCameWith() async throws {
        try await check(["basic_challenge", "many_challenges"], refreshing: false, ["200"])
        for name in ["refresh_basic_challenge", "refresh_many_challenges"] {
            let error = try await Self.outcome(name).error
            XCTAssertEqual([error?.code, error?.status.map(String.init)], ["request_refused", "401"], name)
        }
    }

    func testARedirectIsNotFollowedToAnotherServer() async throws {
        let before = try await stats()["ok"]?.requests ?? [:]
        for (name, code) in [
            ("redirect_302", "302"), ("redirect_307", "307"), ("refresh_redirect_302", "response_invalid"),
            ("refresh_redirect_307", "response_invalid"),
        ] {
            let outcome = try await Self.outcome(name)
            XCTAssertEqual(outcome.code, code, name)
            if let reply = outcome.reply { XCTAssertEqual(reply.headers["location"], try Self.address("ok") + "/x") }
        }
        let after = try await stats()["ok"]?.requests ?? [:]
        XCTAssertEqual(after["GET /x"], before["GET /x"])
        XCTAssertEqual(after["POST /oauth/access_token"], before["POST /oauth/access_token"])
    }

    func testEveryMethodWithABodyIsSentAgainAfterARefresh() async throws {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let request = HTTPRequest(method: method, url: "/upload", body: Data(repeating: 0x78, count: 100_000))
            let code = try await Self.outcome("ok", request).code
            XCTAssertEqual(code, "200", method)
        }
    }

    func testNoBodyIsDecodedAndNoProxyIsUsedOnThisMachine() async throws {
        XCTAssertNotNil(ProcessInfo.processInfo.environment["http_proxy"], "run .ci/swift test")
        let code = try await Self.outcome("ok").code
        XCTAssertEqual(code, "200")
        let stats = try await stats()
        XCTAssertEqual(stats["proxy"]?.connections, 0)
        let head = try XCTUnwrap(stats["ok"]?.lastHead).lowercased()
        XCTAssertTrue(head.contains("accept-encoding: identity\r\n"), head)
    }
}
