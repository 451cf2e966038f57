import Foundation
import Jotkit
import XCTest

/// A provider in memory.
private actor Publisher: HTTPTransport {
    private(set) var requests: [HTTPRequest] = []
    private let answer: @Sendable (Int) async throws -> HTTPResponse

    /// - Parameter answer: Answers a request, by its number.
    init(answer: @escaping @Sendable (Int) async throws -> HTTPResponse) {
        self.answer = answer
    }

    func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
        requests.append(request)
        return try await answer(requests.count)
    }

    /// Waits until so many were asked for.
    func asked(_ count: Int) async throws {
        while requests.count < count { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// A gate that is closed at first.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }

    func pass() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }
}

/// What tasks share of remote keys; `RemoteServerTests` has the network.
final class RemoteKeysTests: XCTestCase {
    private static let address = "https://id.example/keys"

    private static func reply(_ keys: ProviderKey...) throws -> HTTPResponse {
        let set = #"{"keys":[\#(try keys.map { try $0.jwk }.joined(separator: ","))]}"#
        return HTTPResponse(status: 200, body: Data(set.utf8))
    }

    private func assertCancelled(_ task: Task<String, any Error>, line: UInt = #line) async throws {
        do {
            _ = try await task.value
            XCTFail("was not cancelled", line: line)
        } catch is CancellationError {}
    }

    func testACancelledCallerLeavesAtOnceAndTheRequestGoesOn() async throws {
        let (key, gate) = (try ProviderKey("k1"), Gate())
        let reply = try Self.reply(key)
        let publisher = Publisher { _ in
            await gate.pass()
            return reply
        }
        let keys = try RemoteKeys(jwksURL: Self.address, transport: publisher)
        let (verifier, token) = (try RemoteVerifier(keys: keys), try key.token())
        let fetching = Task { try await verifier.outcome(token) }
        try await publisher.asked(1)
        let waiting = (0..<3).map { _ in Task { try await verifier.outcome(token) } }
        try await Task.sleep(for: .milliseconds(50))
        // Both end while the request is still under way.
        fetching.cancel()
        waiting[0].cancel()
        try await assertCancelled(fetching)
        try await assertCancelled(waiting[0])
        await gate.open()
        for task in waiting.dropFirst() {
            let outcome = try await task.value
            XCTAssertEqual(outcome, Samples.claims)
        }
        let requests = await publisher.requests
        XCTAssertEqual(requests.map(\.url), [Self.address])
        XCTAssertEqual(requests.map(\.maxBody), [524_288])
        // A caller that is cancelled needs no wait for keys that are there.
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await verifier.outcome(token)
        }
        late.cancel()
        let outcome = try await late.value
        XCTAssertEqual(outcome, Samples.claims)
    }

    func testATransportThatNeverEndsLosesItsTurn() async throws {
        let key = try ProviderKey("k1")
        let reply = try Self.reply(key)
        let publisher = Publisher { number in
            if number == 1 { try await Task.sleep(for: .seconds(60)) }
            return reply
        }
        let options = RemoteKeysOptions().jwksUrl(Self.address).timeoutMs(500)
        let verifier = try RemoteVerifier(keys: RemoteKeys(options: options, transport: publisher))
        let outcomes = try await verifier.outcomes(Array(repeating: key.token(), count: 10))
        XCTAssertEqual(outcomes, [Samples.claims: 10])
        let requests = await publisher.requests.count
        XCTAssertEqual(requests, 2)
    }

    func testASeedWakesTheTasksThatWait() async throws {
        let key = try ProviderKey("k1")
        let reply = try Self.reply(key)
        let source = try RemoteKeys(jwksURL: Self.address, transport: Publisher { _ in reply })
        try await source.warm()
        let publisher = Publisher { _ in
            try await Task.sleep(for: .seconds(60))
            return reply
        }
        let options = RemoteKeysOptions().jwksUrl(Self.address).timeoutMs(60_000)
        let keys = try RemoteKeys(options: options, transport: publisher)
        let (verifier, token, start) = (try RemoteVerifier(keys: keys), try key.token(), ContinuousClock.now)
        let waiting = Task { try await verifier.outcome(token) }
        try await publisher.asked(1)
        try keys.seed(source.export())
        let outcome = try await waiting.value
        XCTAssertEqual(outcome, Samples.claims)
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(30))
    }

    func testAFailureOfTheTransportIsItsCause() async throws {
        for (error, cause) in [
            (HTTPFailure.timeout, "timeout"), (HTTPFailure.network, "network"), (HTTPFailure.tls, "tls"),
            (HTTPFailure.tooLarge, "too_large"), (HTTPFailure.redirect, "redirect"),
            (Trouble(what: "telltale"), "network"), (CancellationError(), "network"), (nil, "too_large"),
        ] as [((any Error)?, String)] {
            let publisher = Publisher { _ in
                if let error { throw error }
                return HTTPResponse(status: 200, body: Data(count: 524_289))
            }
            let keys = try RemoteKeys(jwksURL: Self.address, transport: publisher)
            let failed = try await failure { try await keys.warm() }
            XCTAssertEqual([failed.code, try keys.status().lastError], ["keys_unavailable", cause])
            XCTAssertFalse(Samples.printed(failed).contains("telltale"))
            // In a pause after a failure no request is sent.
            let again = try await failure { try await keys.warm() }
            XCTAssertEqual(again.retryAt, try keys.status().retryAt)
            let requests = await publisher.requests.count
            XCTAssertEqual(requests, 1)
        }
    }

    func testWhatNoKeyCouldMendIsRefusedWithoutARequest() async throws {
        let publisher = Publisher { _ in HTTPResponse(status: 500) }
        let keys = try RemoteKeys(jwksURL: Self.address, transport: publisher)
        let verifier = try RemoteVerifier(keys: keys)
        for (token, code) in [
            ("a.b", "token_malformed"), (try Samples.token(), "algorithm_refused"),
            (String(repeating: "x", count: 20_000_000), "token_too_large"),
        ] {
            let outcome = try await verifier.outcome(token)
            XCTAssertEqual(outcome, code)
        }
        let requests = await publisher.requests.count
        XCTAssertEqual(requests, 0)
        try assertRefused(
            "policy_invalid", { try RemoteVerifier(keys: keys, policy: Policy().algorithms([.hs256])) },
            { try RemoteVerifier(keys: keys, policy: Policy().issuer("")) })
    }

    func testAPolicyAndACallDemandWhatTheyDoOfAnyToken() async throws {
        let key = try ProviderKey("k1")
        let reply = try Self.reply(key)
        let keys = try RemoteKeys(jwksURL: Self.address, transport: Publisher { _ in reply })
        let verifier = try RemoteVerifier(keys: keys, policy: Policy().audience("api"))
        let token = try key.token(#"{"sub":"u1","aud":"api","nonce":"n1","exp":4102444800}"#)
        let claims: [String: ClaimOrTime] = try await verifier.verify(token)
        XCTAssertEqual(claims["sub"], .text("u1"))
        let header = try await verifier.verify(token, expecting: ["nonce": "n1"]).header
        XCTAssertTrue(header.contains(#""kid":"k1""#), header)
        let refused = try await failure { try await verifier.verify(token, expecting: ["nonce": "n2"]) }
        XCTAssertEqual([refused.code, refused.claim], ["claim_refused", "nonce"])
        let misuse = try await failure { try await verifier.verify(token, expecting: [:]) }
        XCTAssertEqual(misuse.code, "argument_invalid")
        let late = try await failure {
            try await verifier.verify(token, now: Date(timeIntervalSince1970: 4_102_444_800)) as Verified
        }
        XCTAssertEqual(late.code, "token_expired")
        let elsewhere = try await verifier.outcome(key.token(#"{"aud":"web","exp":4102444800}"#))
        XCTAssertEqual(elsewhere, "audience_refused")
    }

    func testKeysNeedASource() throws {
        try assertRefused(
            "argument_invalid", { try RemoteKeys(issuer: "") }, { try RemoteKeys(jwksURL: "http://id.example/keys") },
            { try RemoteKeys(options: RemoteKeysOptions()) }, { try RemoteKeys(issuers: []) },
            { try RemoteKeys(issuers: [RemoteKeysOptions().jwksUrl(Self.address)]) },
            { try RemoteKeys(options: RemoteKeysOptions().issuer("https://id.example").timeoutMs(99)) },
            { try RemoteKeys(options: RemoteKeysOptions().issuer("https://id.example").allowHttp([])) })
        let keys = try RemoteKeys(issuer: "https://id.example")
        XCTAssertTrue(keys.description.contains("https://id.example"), keys.description)
        XCTAssertTrue(try RemoteVerifier(keys: keys).description.contains("https://id.example"))
    }

    /// A claim's value that is text, or any other.
    private enum ClaimOrTime: Decodable, Equatable {
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let text = try? decoder.singleValueContainer().decode(String.self)
            self = text.map(Self.text) ?? .other
        }
    }
}
