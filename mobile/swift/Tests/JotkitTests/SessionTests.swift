import Foundation
import Jotkit
import XCTest

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// An API in memory that takes the access token `fresh` and finds all others expired.
private actor API: HTTPTransport {
    private(set) var requests: [HTTPRequest] = []
    private(set) var refreshes = 0
    private var expired = 0
    private let callers: Int
    private let refresh: @Sendable (Int) async throws -> HTTPResponse

    /// - Parameters:
    ///   - callers: How many calls find their token expired at the same moment.
    ///   - refresh: Answers a refresh, by its number.
    init(callers: Int = 1, refresh: @escaping @Sendable (Int) async throws -> HTTPResponse = { _ in API.fresh }) {
        self.callers = callers
        self.refresh = refresh
    }

    static let fresh = reply(200, #"{"access_token":"fresh","refresh_token":"next"}"#)

    static func reply(_ status: Int, _ body: String) -> HTTPResponse { HTTPResponse(status: status, body: Data(body.utf8)) }

    func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
        requests.append(request)
        if request.url.hasSuffix("/oauth/access_token") {
            refreshes += 1
            return try await refresh(refreshes)
        }
        if request.url.hasSuffix("/oauth/revoke") { return try await refresh(0) }
        if request.headers["authorization"] == "Bearer fresh" { return Self.reply(200, "hello") }
        expired += 1
        while expired < callers { try await Task.sleep(for: .milliseconds(1)) }
        return Self.reply(401, "TOKEN_EXPIRED")
    }
}

extension LikeCoinSession {
    /// The text of a call's reply, or the code of the flow's failure.
    fileprivate func outcome() async throws -> String {
        do {
            return try await get("/api").text
        } catch JotkitError.flow(let details) {
            return details.code
        }
    }
}

/// What tasks share of a session; `HostileTests` has the network.
final class SessionTests: XCTestCase {
    private let old = Tokens(accessToken: "old", refreshToken: "held")

    private func client(_ transport: any HTTPTransport, timeout: Duration = .seconds(10)) -> LikeCoinClient {
        LikeCoinClient(
            clientID: "client-1", clientSecret: "s3cret", redirectURI: "https://app.example/cb",
            page: "https://like.example/in/oauth", api: "https://api.example/base", timeout: timeout, transport: transport)
    }

    func testALogoutRevokesTheRefreshToken() async throws {
        let api = API { _ in API.reply(200, "") }
        try await client(api).session(tokens: old).logout()
        let sent = await api.requests
        XCTAssertEqual(sent.map(\.url), ["https://api.example/base/oauth/revoke"])
        let body = sent[0].body.map { String(decoding: $0, as: UTF8.self) }
        XCTAssertEqual(body, "client_id=client-1&client_secret=s3cret&token=held")
        do {
            try await client(API { _ in API.reply(503, "SERVER_UNAVAILABLE") }).session(tokens: old).logout()
            XCTFail("took a refusal")
        } catch JotkitError.flow(let details) {
            XCTAssertEqual(details.code, "server_unavailable")
        }
    }

    func testALoginBecomesASessionAndAnAppStoresWhatARefreshBrings() async throws {
        let api = API()
        let client = client(api)
        let authorization = try client.authorize(scope: ["profile"])
        XCTAssertTrue(authorization.url.hasPrefix("https://like.example/in/oauth?client_id=client-1&scope=profile&"))
        XCTAssertGreaterThanOrEqual(authorization.state.count, 22, "128 bits at least")
        let callback = "https://app.example/cb?code=c0de&state=\(authorization.state)"
        let session = try await client.exchange(callbackURL: callback, expectedState: authorization.state)
        let reply = try await session.get("/api")
        XCTAssertEqual([reply.text, "\(reply.reaction!)"], ["hello", "done"])
        let urls = await api.requests.map(\.url)
        XCTAssertEqual(urls, ["https://api.example/base/oauth/access_token", "https://api.example/base/api"])
        do {
            _ = try await client.exchange(callbackURL: callback, expectedState: "other")
            XCTFail("took another state")
        } catch JotkitError.flow(let details) {
            XCTAssertEqual(details.code, "state_mismatch")
        }
        let next = try await client.refresh("held").refreshToken
        XCTAssertEqual(next, "next")

        let stored = expectation(description: "stored once")
        let refreshed = try client.session(tokens: old) { tokens in
            XCTAssertEqual([tokens.accessToken, tokens.refreshToken], ["fresh", "next"])
            stored.fulfill()
        }
        for _ in 0..<2 {
            let outcome = try await refreshed.outcome()
            XCTAssertEqual(outcome, "hello")
        }
        await fulfillment(of: [stored], timeout: 0)
        XCTAssertEqual(refreshed.tokens.accessToken, "fresh")
    }

    func testAReplyComesWithWhatToDoAboutIt() async throws {
        let session = try client(API { _ in API.reply(200, #"{"access_token":"other"}"#) }).session(tokens: old)
        let reply = try await session.get("/api")
        XCTAssertEqual([reply.text, "\(reply.reaction!)"], ["TOKEN_EXPIRED", "reauthorize"])
    }

    func testCallsAtTheSameTimeShareOneRefreshAndItsOutcome() async throws {
        for (answer, outcome) in [(API.fresh, "hello"), (API.reply(400, "INVALID s3cret"), "request_refused")] {
            let api = API(callers: 6) { _ in
                try await Task.sleep(for: .milliseconds(100))
                return answer
            }
            let session = try client(api).session(tokens: old)
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 { group.addTask { try await session.outcome() } }
                for try await got in group { XCTAssertEqual(got, outcome) }
            }
            let refreshes = await api.refreshes
            XCTAssertEqual(refreshes, 1)
        }
    }

    func testACallThatWaitsForARefreshHasADeadlineOfItsOwn() async throws {
        let api = API { _ in
            try await Task.sleep(for: .seconds(3))
            return API.fresh
        }
        let session = try client(api, timeout: .milliseconds(300)).session(tokens: old)
        let refreshing = Task { try await session.outcome() }
        while await api.refreshes == 0 { await Task.yield() }
        let start = ContinuousClock.now
        let outcome = try await session.outcome()
        XCTAssertEqual(outcome, "server_unavailable")
        XCTAssertLessThan(ContinuousClock.now - start, .milliseconds(1_500))
        refreshing.cancel()
    }

    func testACancelledCallLeavesTheRefreshToAnother() async throws {
        let api = API { number in
            if number == 1 { try await Task.sleep(for: .seconds(60)) }
            return API.fresh
        }
        let session = try client(api).session(tokens: old)
        let first = Task { try await session.outcome() }
        while await api.refreshes == 0 { await Task.yield() }
        let second = Task { try await session.outcome() }
        try await Task.sleep(for: .milliseconds(50))
        first.cancel()
        let (outcome, refreshes) = (try await second.value, await api.refreshes)
        XCTAssertEqual([outcome, "\(refreshes)"], ["hello", "2"])
        do {
            _ = try await first.value
            XCTFail("was not cancelled")
        } catch is CancellationError {}
    }

    private func appSession(
        _ api: API, timeout: Duration = .seconds(10), stores: @escaping @Sendable (Tokens) -> Void = { _ in },
        refresh: @escaping @Sendable (Tokens) async throws -> Tokens
    ) throws -> LikeCoinSession {
        try LikeCoinSession(
            tokens: old, api: "https://api.example/base", timeout: timeout, transport: api, onRefresh: { stores($0) },
            refresh: refresh)
    }

    func testAnAppRefreshesThroughItsOwnServer() async throws {
        let (api, stored) = (API(callers: 4), expectation(description: "stored once"))
        let asked = expectation(description: "asked once")
        let session = try appSession(
            api,
            stores: {
                XCTAssertEqual([$0.accessToken, $0.refreshToken], ["fresh", "held"])
                stored.fulfill()
            },
            refresh: { held in
                XCTAssertEqual([held.accessToken, held.refreshToken], ["old", "held"])
                asked.fulfill()
                return Tokens(accessToken: "fresh", expiresAt: Date(timeIntervalSince1970: 4_000_000_000))
            })
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 { group.addTask { try await session.outcome() } }
            for try await got in group { XCTAssertEqual(got, "hello") }
        }
        await fulfillment(of: [asked, stored], timeout: 0)
        // Nothing but the calls has gone to the API, and no secret anywhere.
        let requests = await api.requests
        XCTAssertTrue(requests.allSatisfy { $0.url == "https://api.example/base/api" && $0.body == nil })
    }

    func testAServerOfTheAppThatFails() async throws {
        let slow: @Sendable (Tokens) async throws -> Tokens = { _ in
            // Does not heed that it is cancelled.
            await withCheckedContinuation { done in
                DispatchQueue.global().asyncAfter(deadline: .now() + 5) { done.resume() }
            }
            return Tokens(accessToken: "fresh")
        }
        let start = ContinuousClock.now
        var outcome = try await appSession(API(), timeout: .milliseconds(300), refresh: slow).outcome()
        XCTAssertEqual(outcome, "server_unavailable")
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(4))
        for failure in [URLError(.notConnectedToInternet), HTTPFailure.network] as [any Error] {
            let session = try appSession(API()) { _ in throw failure }
            outcome = try await session.outcome()
            XCTAssertEqual([outcome, session.tokens.accessToken], ["server_unavailable", "old"])
        }
        let session = try appSession(API()) { _ in throw Trouble(what: "signed out") }
        do {
            _ = try await session.get("/api")
            XCTFail("had tokens")
        } catch let trouble as Trouble {
            XCTAssertEqual(trouble, Trouble(what: "signed out"))
        }
    }

    func testTokensAreStoredAndReadAgain() throws {
        let whole = Tokens(
            accessToken: "at", refreshToken: "rt", user: "u", displayName: "U", avatar: "", scope: ["read"],
            expiresAt: Date(timeIntervalSince1970: 4_000_000_000))
        for tokens in [whole, Tokens(accessToken: "at")] {
            let stored = try JSONEncoder().encode(tokens)
            XCTAssertEqual(try JSONDecoder().decode(Tokens.self, from: stored), tokens)
        }
        let reply = #"{"access_token":"at","refresh_token":"rt","expires_at":4000000000,"token_type":"bearer"}"#
        let read = try JSONDecoder().decode(Tokens.self, from: Data(reply.utf8))
        XCTAssertEqual([read.refreshToken, read.expiresAt.map { "\($0.timeIntervalSince1970)" }], ["rt", "4000000000.0"])
        XCTAssertThrowsError(try JSONDecoder().decode(Tokens.self, from: Data("{}".utf8)))
    }

    func testATransportThatFailsIsAFailureOfTheFlow() async throws {
        struct Failing: HTTPTransport {
            let error: (any Error)?

            func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
                if let error { throw error }
                return HTTPResponse(status: 200, body: Data(count: HTTPResponse.maxBody + 1))
            }
        }
        for (error, code) in [
            (HTTPFailure.timeout, "server_unavailable"), (HTTPFailure.network, "server_unavailable"),
            (HTTPFailure.tls, "server_unavailable"),
            (HTTPFailure.tooLarge, "response_invalid"), (HTTPFailure.redirect, "response_invalid"),
            (Trouble(what: "telltale"), "server_unavailable"), (nil, "response_invalid"),
        ] as [((any Error)?, String)] {
            let client = client(Failing(error: error))
            let outcome = try await client.session(tokens: old).outcome()
            XCTAssertEqual(outcome, code)
            do {
                _ = try await client.refresh("held")
                XCTFail("had tokens")
            } catch JotkitError.flow(let details) {
                XCTAssertEqual(details.code, code)
                XCTAssertFalse(Samples.printed(details).contains("telltale"))
            }
        }
    }
}
