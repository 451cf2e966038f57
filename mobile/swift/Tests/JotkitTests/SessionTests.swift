import Foundation
import Jotkit
import XCTest

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The code of the flow's failure that a call ends in.
private func flowFailure(_ call: @Sendable () async throws -> Void) async -> String? {
    do {
        try await call()
    } catch JotkitError.flow(let details) {
        return details.code
    } catch {
        return "\(error)"
    }
    return nil
}

/// The client against a server on a real socket that does what each test tells it to.
final class SessionTests: XCTestCase {
    private func client(_ server: TestServer, timeout: Duration = .seconds(10)) -> LikeCoinClient {
        LikeCoinClient(
            clientID: "client-1", clientSecret: "s3cret", redirectURI: "https://app.example/cb",
            page: server.address + "/in/oauth", api: server.address, timeout: timeout)
    }

    /// A token endpoint that gives `fresh-1`, `fresh-2`, ... and an API that takes one of them.
    private func provider(_ refreshes: Counter, good: String, word: String = "TOKEN_EXPIRED") throws -> TestServer {
        let server = try TestServer { request in
            if request.path == "/oauth/access_token" {
                guard request.body.contains("client_secret=s3cret") else { return .init(status: 400) }
                Thread.sleep(forTimeInterval: 0.1)
                return .init(status: 200, body: #"{"access_token":"fresh-\#(refreshes.next())"}"#)
            }
            return request.authorization == "Bearer " + good
                ? .init(status: 200, body: "hello") : .init(status: 401, body: word)
        }
        addTeardownBlock { server.stop() }
        return server
    }

    func testALoginBecomesASession() async throws {
        let server = try provider(Counter(), good: "fresh-1")
        let client = client(server)
        let authorization = try client.authorize(scope: ["profile"])
        XCTAssertTrue(authorization.url.hasPrefix(server.address + "/in/oauth?client_id=client-1&scope=profile&"))
        XCTAssertGreaterThanOrEqual(authorization.state.count, 22, "128 bits at least")
        let callback = "https://app.example/cb?code=c0de&state=\(authorization.state)"
        let session = try await client.exchange(callbackURL: callback, expectedState: authorization.state)
        let reply = try await session.get(server.address + "/api")
        XCTAssertEqual(reply.text, "hello")
        let code = await flowFailure { _ = try await client.exchange(callbackURL: callback, expectedState: "other") }
        XCTAssertEqual(code, "state_mismatch")
    }

    func testAnExpiredTokenIsRefreshedOnceAndTheCallRepeated() async throws {
        let refreshes = Counter()
        let server = try provider(refreshes, good: "fresh-1")
        let stored = Counter()
        let session = try client(server).session(tokens: Tokens(accessToken: "old", refreshToken: "held")) { tokens in
            XCTAssertEqual([tokens.accessToken, tokens.refreshToken], ["fresh-1", "held"])
            stored.next()
        }
        for _ in 0..<2 {
            let reply = try await session.get(server.address + "/api")
            XCTAssertEqual(reply.text, "hello")
        }
        XCTAssertEqual([refreshes.value, stored.value], [1, 1])
    }

    func testATokenThatIsRefusedAgainIsNotRefreshedAgain() async throws {
        let refreshes = Counter()
        let server = try provider(refreshes, good: "never", word: "LOGIN_NEEDED")
        let session = try client(server).session(tokens: Tokens(accessToken: "old", refreshToken: "held"))
        let reply = try await session.get(server.address + "/api")
        XCTAssertEqual(reply.status, 401)
        XCTAssertEqual(reply.reaction, .reauthorize)
        XCTAssertEqual(refreshes.value, 1)
        let without = try client(server).session(tokens: Tokens(accessToken: "old"))
        let second = try await without.get(server.address + "/api")
        XCTAssertEqual(second.status, 401)
        XCTAssertEqual(refreshes.value, 1)
    }

    func testWhatANewTokenWouldNotMendComesBackAsItIs() async throws {
        for (status, word) in [
            (403, "INSUFFICIENT_PERMISSION"), (403, "TOKEN_EXPIRED"), (401, "OTHER"), (500, "TOKEN_EXPIRED"),
        ] {
            let server = try TestServer { $0.path == "/api" ? .init(status: status, body: word) : .init(status: 500) }
            defer { server.stop() }
            let session = try client(server).session(tokens: Tokens(accessToken: "old", refreshToken: "held"))
            let reply = try await session.get(server.address + "/api")
            XCTAssertEqual(reply.status, status)
            XCTAssertEqual(reply.text, word)
        }
    }

    func testCallsAtTheSameTimeShareOneRefresh() async throws {
        let refreshes = Counter()
        let refused = Counter()
        let callers = 6
        let server = try TestServer { request in
            if request.path == "/oauth/access_token" {
                return .init(status: 200, body: #"{"access_token":"fresh-\#(refreshes.next())"}"#)
            }
            if request.authorization == "Bearer fresh-1" { return .init(status: 200, body: "hello") }
            // All of them get the 401 at the same moment.
            refused.next()
            while refused.value < callers { Thread.sleep(forTimeInterval: 0.005) }
            return .init(status: 401, body: "TOKEN_EXPIRED")
        }
        defer { server.stop() }
        let session = try client(server).session(tokens: Tokens(accessToken: "old", refreshToken: "held"))
        let replies = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<callers {
                group.addTask { try await session.get(server.address + "/api").text }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        XCTAssertEqual(replies, Array(repeating: "hello", count: callers))
        XCTAssertEqual(refreshes.value, 1)
    }

    func testCallsAtTheSameTimeShareARefreshThatFails() async throws {
        let refreshes = Counter()
        let refused = Counter()
        let server = try TestServer { request in
            if request.path == "/oauth/access_token" {
                refreshes.next()
                Thread.sleep(forTimeInterval: 0.2)
                return .init(status: 400, body: "INVALID s3cret")
            }
            refused.next()
            while refused.value < 4 { Thread.sleep(forTimeInterval: 0.005) }
            return .init(status: 401, body: "TOKEN_EXPIRED")
        }
        defer { server.stop() }
        let session = try client(server).session(tokens: Tokens(accessToken: "old", refreshToken: "held"))
        await withTaskGroup(of: String?.self) { group in
            for _ in 0..<4 {
                group.addTask { await flowFailure { _ = try await session.get(server.address + "/api") } }
            }
            for await code in group { XCTAssertEqual(code, "request_refused") }
        }
        XCTAssertEqual(refreshes.value, 1)
    }

    func testARedirectIsNotFollowed() async throws {
        let server = try TestServer { request in
            request.path == "/elsewhere"
                ? .init(status: 200, body: #"{"access_token":"stolen"}"#)
                : .init(status: 307, headers: ["Location": "/elsewhere"])
        }
        defer { server.stop() }
        let client = client(server)
        let code = await flowFailure { _ = try await client.refresh("held") }
        XCTAssertEqual(code, "request_refused")
        let reply = try await client.session(tokens: Tokens(accessToken: "old")).get(server.address + "/api")
        XCTAssertEqual(reply.status, 307)
        XCTAssertEqual(reply.headers["location"], "/elsewhere")
    }

    func testATokenTravelsToTheClientsAPIOnly() async throws {
        let session = try LikeCoinClient(clientID: "a", clientSecret: "b", redirectURI: "https://app.example/cb")
            .session(tokens: Tokens(accessToken: "old", refreshToken: "held"))
        for url in [
            "http://api.like.co/", "http://localhost.evil.example/", "https://user@api.like.co/", "ftp://localhost/",
            "https://like.co/", "https://evil.example/", "https://api.like.co:444/", "http://localhost/",
            "https://api.like.co@evil.example/",
        ] {
            do {
                _ = try await session.get(url)
                XCTFail(url)
            } catch JotkitError.usage(let details) {
                XCTAssertEqual(details.code, "argument_invalid", url)
            }
        }
    }

    func testWhatHTTPDoesNotAllowIsNotSent() async throws {
        let server = try TestServer { _ in .init(status: 200) }
        defer { server.stop() }
        let session = try client(server).session(tokens: Tokens(accessToken: "a"))
        for request in [
            HTTPRequest(method: "GET / HTTP/1.1\r\nX: y", url: "/x"), HTTPRequest(url: "/x", headers: ["a\r\nb": "c"]),
            HTTPRequest(url: "/x", headers: ["a": "b\r\nc: d"]),
        ] {
            do {
                _ = try await session.call(request)
                XCTFail(request.method)
            } catch JotkitError.usage(let details) {
                XCTAssertEqual(details.code, "argument_invalid")
            }
        }
    }

    func testAReplyIsLimited() async throws {
        let server = try TestServer { request in
            switch request.path {
            case "/long": return .init(status: 200, body: String(repeating: "x", count: HTTPResponse.maxBody + 1))
            case "/fits": return .init(status: 200, body: String(repeating: "x", count: HTTPResponse.maxBody))
            default:
                let spaces = String(repeating: " ", count: HTTPResponse.maxBody)
                return .init(status: 200, body: #"{"access_token":"fresh"}"# + spaces)
            }
        }
        defer { server.stop() }
        let client = client(server)
        let session = try client.session(tokens: Tokens(accessToken: "old"))
        let long = await flowFailure { _ = try await session.get(server.address + "/long") }
        XCTAssertEqual(long, "response_invalid")
        let fits = try await session.get(server.address + "/fits")
        XCTAssertEqual(fits.body.count, HTTPResponse.maxBody)
        let code = await flowFailure { _ = try await client.refresh("held") }
        XCTAssertEqual(code, "response_invalid")
    }

    func testAServerThatDoesNotAnswerIsGivenUpOn() async throws {
        let server = try TestServer { _ in
            Thread.sleep(forTimeInterval: 5)
            return .init(status: 200)
        }
        defer { server.stop() }
        let client = client(server, timeout: .seconds(1))
        let code = await flowFailure { _ = try await client.refresh("held") }
        XCTAssertEqual(code, "server_unavailable")
    }

    func testACancelledCallLeavesTheRefreshToAnother() async throws {
        let refreshes = Counter()
        let server = try TestServer { request in
            if request.path == "/oauth/access_token" {
                if refreshes.next() == 1 { Thread.sleep(forTimeInterval: 3) }
                return .init(status: 200, body: #"{"access_token":"fresh"}"#)
            }
            return request.authorization == "Bearer fresh"
                ? .init(status: 200, body: "hello") : .init(status: 401, body: "TOKEN_EXPIRED")
        }
        defer { server.stop() }
        let session = try client(server).session(tokens: Tokens(accessToken: "old", refreshToken: "held"))
        let first = Task { try await session.get("/api").text }
        while refreshes.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let second = Task { try await session.get("/api").text }
        try await Task.sleep(for: .milliseconds(50))
        first.cancel()
        let reply = try await second.value
        XCTAssertEqual([reply, "\(refreshes.value)"], ["hello", "2"])
        do {
            _ = try await first.value
            XCTFail("was not cancelled")
        } catch is CancellationError {}
    }

    func testAnotherTransportTakesThePlaceOfTheDefault() async throws {
        struct Recorder: HTTPTransport {
            func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
                if request.url == "https://api.like.co/oauth/access_token" {
                    return HTTPResponse(status: 200, body: Data(#"{"access_token":"a"}"#.utf8))
                }
                XCTAssertEqual(request.url, "https://api.like.co/x")
                XCTAssertEqual(request.headers, ["a": "b", "authorization": "Bearer a"])
                return HTTPResponse(status: 204)
            }
        }
        let client = LikeCoinClient(
            clientID: "a", clientSecret: "b", redirectURI: "https://app.example/cb", transport: Recorder())
        let session = try client.session(tokens: try await client.refresh("held"))
        let headers = ["authorization": "mine", "a": "b"]
        let reply = try await session.call(HTTPRequest(url: "https://api.like.co/x#y", headers: headers))
        XCTAssertEqual(reply.status, 204)
    }
}
