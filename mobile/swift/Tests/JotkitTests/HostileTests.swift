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

    private func ports() throws -> [String: Int] {
        let text = ProcessInfo.processInfo.environment["JOTKIT_HOSTILE"] ?? "{}"
        let ports = (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?["ports"]
        return try XCTUnwrap(ports as? [String: Int], "run .ci/swift test")
    }

    private static func session(_ port: Int, _ timeout: Duration) throws -> LikeCoinSession {
        let client = LikeCoinClient(
            clientID: "c", clientSecret: "s", redirectURI: "https://app.example/cb", api: "http://127.0.0.1:\(port)",
            timeout: timeout)
        return try client.session(tokens: Tokens(accessToken: "old", refreshToken: "refresh-1"))
    }

    /// How a call ends, and after how long.
    private static func outcome(
        _ port: Int, _ request: HTTPRequest = HTTPRequest(url: "/x"), timeout: Duration = .seconds(1)
    ) async throws -> (code: String, error: JotkitError?, seconds: Double) {
        let (session, start) = (try session(port, timeout), ContinuousClock.now)
        do {
            let reply = try await session.call(request)
            return ("\(reply.status)", nil, (ContinuousClock.now - start) / .seconds(1))
        } catch let error as JotkitError {
            return (error.code, error, (ContinuousClock.now - start) / .seconds(1))
        }
    }

    private func check(_ names: [String], refreshing: Bool = true, _ codes: Set<String>) async throws {
        let ports = try ports()
        let all = refreshing ? names + names.map { "refresh_" + $0 } : names
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in all {
                let port = try XCTUnwrap(ports[name], name)
                group.addTask {
                    let (code, error, seconds) = try await Self.outcome(port)
                    XCTAssertTrue(codes.contains(code), "\(name): \(code)")
                    XCTAssertLessThan(seconds, 2.5, name)
                    XCTAssertFalse(error.map(Samples.printed)?.contains(Self.secret) ?? false, name)
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
        let request = HTTPRequest(url: "http://127.0.0.1:\(try XCTUnwrap(ports()["ok"]))/stats")
        let reply = try await URLSessionTransport().send(request, deadline: .now + .seconds(5))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([String: Port].self, from: reply.body)
    }

    func testASlowServerIsGivenUpAtTheDeadline() async throws {
        try await check(Self.slow, ["server_unavailable"])
        // Connections are closed, not left behind.
        var open: [String] = []
        for _ in 0..<30 {
            let stats = try await stats()
            open = Self.slow.filter { (stats[$0]?.open ?? 0) > 0 }
            if open.isEmpty { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        XCTAssertEqual(open, [])
    }

    func testAnEndlessReplyEnds() async throws {
        // One after the other, because each keeps a core busy until the deadline.
        for name in Self.endless { try await check([name], ["server_unavailable", "response_invalid"]) }
    }

    func testAReplyThatIsCutOffIsNotTakenAsWhole() async throws {
        try await check(Self.unavailable, ["server_unavailable"])
    }

    func testAReplyThatIsTooLargeOrEncodedIsRefused() async throws {
        for name in Self.invalid { try await check([name], ["response_invalid"]) }
    }

    func testWhatIsNotHTTPIsAFailureThatQuotesNothing() async throws {
        try await check(Self.garbage, ["server_unavailable", "response_invalid"])
    }

    func testAnUploadMeetsTheDeadlineToo() async throws {
        let port = try XCTUnwrap(ports()["no_read"])
        let body = Data(repeating: 0x78, count: 4 << 20)
        let (code, _, seconds) = try await Self.outcome(port, HTTPRequest(method: "POST", url: "/x", body: body))
        XCTAssertEqual(code, "server_unavailable")
        XCTAssertLessThan(seconds, 2.5)
    }

    func testAChallengeIsAnsweredWithTheReplyItCameWith() async throws {
        try await check(["basic_challenge", "many_challenges"], refreshing: false, ["200"])
        let ports = try ports()
        for name in ["refresh_basic_challenge", "refresh_many_challenges"] {
            let error = try await Self.outcome(try XCTUnwrap(ports[name])).error
            XCTAssertEqual([error?.code, error?.status.map(String.init)], ["request_refused", "401"], name)
        }
    }

    func testARedirectIsNotFollowedToAnotherServer() async throws {
        let ports = try ports()
        let before = try await stats()["ok"]?.requests ?? [:]
        for (name, code) in [
            ("redirect_302", "302"), ("redirect_307", "307"), ("refresh_redirect_302", "response_invalid"),
            ("refresh_redirect_307", "response_invalid"),
        ] {
            let got = try await Self.outcome(try XCTUnwrap(ports[name])).code
            XCTAssertEqual(got, code, name)
        }
        let after = try await stats()["ok"]?.requests ?? [:]
        XCTAssertEqual(after["GET /x"], before["GET /x"])
        XCTAssertEqual(after["POST /oauth/access_token"], before["POST /oauth/access_token"])
    }

    func testEveryMethodWithABodyIsSentAgainAfterARefresh() async throws {
        let ok = try XCTUnwrap(ports()["ok"])
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let body = Data(repeating: 0x78, count: 100_000)
            let request = HTTPRequest(method: method, url: "/upload", body: body)
            let code = try await Self.outcome(ok, request, timeout: .seconds(10)).code
            XCTAssertEqual(code, "200", method)
        }
    }

    func testNoBodyIsDecodedAndNoProxyIsUsedOnThisMachine() async throws {
        XCTAssertNotNil(ProcessInfo.processInfo.environment["http_proxy"], "run .ci/swift test")
        let ok = try XCTUnwrap(ports()["ok"])
        let code = try await Self.outcome(ok, timeout: .seconds(10)).code
        XCTAssertEqual(code, "200")
        let stats = try await stats()
        XCTAssertEqual(stats["proxy"]?.connections, 0)
        let head = try XCTUnwrap(stats["ok"]?.lastHead).lowercased()
        XCTAssertTrue(head.contains("accept-encoding: identity\r\n"), head)
    }
}
