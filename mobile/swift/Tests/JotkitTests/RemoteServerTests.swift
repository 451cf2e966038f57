import Foundation
import Jotkit
import XCTest

/// Remote keys against `tests/stand_ins/jwks.py`, over real sockets.
final class RemoteServerTests: XCTestCase {
    private static let good = Samples.claims

    /// Waits until something holds; the test fails if it never does.
    private func eventually(
        _ what: String, _ holds: () async throws -> Bool, line: UInt = #line
    ) async throws {
        for _ in 0..<600 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        XCTFail("never: \(what)", line: line)
    }

    func testTheFirstFiftyTokensShareOneRequest() async throws {
        let key = try ProviderKey("k1")
        let provider = try await Provider(key)
        try await provider.set(#"{"delay":0.3}"#)
        let verifier = try RemoteVerifier(keys: RemoteKeys(issuer: provider.issuer))
        let outcomes = try await verifier.outcomes(Array(repeating: key.token(), count: 50))
        XCTAssertEqual(outcomes, [Self.good: 50])
        let seen = try await provider.seen()
        XCTAssertEqual(seen.requests, ["jwks": 1, "discovery": 1])
        XCTAssertEqual(seen.lastHeaders["accept-encoding"], "identity")
        XCTAssertEqual(seen.lastHeaders["accept"], "application/jwk-set+json, application/json")
    }

    func testAnOutageRefusesNoToken() async throws {
        for mode in ["status", "hang", "close", "not_json"] {
            let key = try ProviderKey("k1")
            let provider = try await Provider(key, maxAge: 1)
            // One request, however slow the machine is.
            let options = RemoteKeysOptions().jwksUrl(provider.jwksURL).timeoutMs(60_000).backoffMs(60_000)
            let keys = try RemoteKeys(options: options.minLifetimeMs(1_000))
            let verifier = try RemoteVerifier(keys: keys)
            let token = try key.token()
            try await keys.warm()
            try await provider.set(#"{"mode":"\#(mode)"}"#)
            try await eventually("stale") { try keys.status().state == .stale }
            let (before, start) = (try await provider.requests, ContinuousClock.now)
            let outcomes = try await verifier.outcomes(Array(repeating: token, count: 50))
            XCTAssertEqual(outcomes, [Self.good: 50], mode)
            XCTAssertLessThan(ContinuousClock.now - start, .seconds(30), "waited for \(mode)")
            try await eventually("a request") { try await provider.requests > before }
            let requests = try await provider.requests
            XCTAssertEqual(requests, before + 1, mode)
            XCTAssertEqual(try keys.status().kids, ["k1"])
            XCTAssertNotNil(try keys.status().since)
        }
    }

    func testARotationIsSeenAtOnce() async throws {
        let (old, new) = (try ProviderKey("old"), try ProviderKey("new"))
        let provider = try await Provider(old)
        let keys = try RemoteKeys(issuer: provider.issuer)
        let verifier = try RemoteVerifier(keys: keys)
        var outcome = try await verifier.outcome(old.token())
        XCTAssertEqual(outcome, Self.good)
        try await provider.publish([new])
        outcome = try await verifier.outcome(new.token())
        XCTAssertEqual(outcome, Self.good)
        let headers = try await provider.seen().lastHeaders
        XCTAssertEqual(headers["cache-control"], "no-cache")
        outcome = try await verifier.outcome(old.token())
        XCTAssertEqual(outcome, "key_unknown")
        XCTAssertEqual(try keys.status().kids, ["new"])
        XCTAssertEqual(try keys.keySet()?.map(\.kid), ["new"])
    }

    func testAFloodOfUnknownKeyIDsLeadsToTwoRequests() async throws {
        let key = try ProviderKey("k1")
        let provider = try await Provider(key)
        let keys = try RemoteKeys(jwksURL: provider.jwksURL)
        let verifier = try RemoteVerifier(keys: keys)
        try await keys.warm()
        let unknown = try (0..<300).map { try Signer(key: key.key.withKid("x\($0)")).sign(json: Samples.claims) }
        let outcomes = try await verifier.outcomes(unknown)
        XCTAssertEqual(outcomes, ["key_unknown": 300])
        let (requests, outcome) = (try await provider.requests, try await verifier.outcome(key.token()))
        XCTAssertLessThanOrEqual(requests, 3)
        XCTAssertEqual(outcome, Self.good)
    }

    func testASlowServerIsGivenUpAtTheDeadline() async throws {
        for mode in ["hang", "drip"] {
            let key = try ProviderKey("k1")
            let provider = try await Provider(key, mode: mode)
            let keys = try RemoteKeys(options: RemoteKeysOptions().jwksUrl(provider.jwksURL).timeoutMs(1_000))
            let (verifier, start) = (try RemoteVerifier(keys: keys), ContinuousClock.now)
            let error = try await failure { try await verifier.verify(key.token()) as Verified }
            let time = ContinuousClock.now - start
            XCTAssertEqual([error.code, error.kind], ["keys_unavailable", "key"], mode)
            XCTAssertGreaterThan(try XCTUnwrap(error.retryAt), Date() - 60)
            XCTAssertEqual(try error.challenge().status, 503)
            XCTAssertEqual(try keys.status().lastError, "timeout", mode)
            XCTAssertGreaterThan(time, .milliseconds(900), mode)
            XCTAssertLessThan(time, .seconds(20), mode)
        }
    }

    func testWhatIsNoSetOfKeysIsRefusedForItsReason() async throws {
        for (mode, cause) in [
            ("redirect", "redirect"), ("huge", "too_large"), ("not_json", "malformed"), ("wrong_issuer", "issuer"),
            ("status", "status"), ("close", "network"),
        ] {
            let key = try ProviderKey("k1")
            let provider = try await Provider(key, mode: mode)
            let keys = try RemoteKeys(options: RemoteKeysOptions().issuer(provider.issuer).timeoutMs(30_000))
            let outcome = try await RemoteVerifier(keys: keys).outcome(key.token())
            XCTAssertEqual(outcome, "keys_unavailable", mode)
            let status = try keys.status()
            XCTAssertEqual(["\(status.state)", status.lastError], ["empty", cause], mode)
            XCTAssertEqual(status.failures, 1)
            let requests = try await provider.requests
            XCTAssertEqual(requests, 0, mode)
        }
    }

    func testAServerWithoutTLSHasNoKeys() async throws {
        let provider = try await Provider()
        let address = provider.jwksURL.replacingOccurrences(of: "http:", with: "https:")
        let keys = try RemoteKeys(options: RemoteKeysOptions().jwksUrl(address).timeoutMs(30_000))
        let error = try await failure { try await keys.warm() }
        XCTAssertEqual(error.code, "keys_unavailable")
        #if canImport(FoundationNetworking)
            XCTAssertEqual(try keys.status().lastError, "network")
        #else
            XCTAssertEqual(try keys.status().lastError, "tls")
        #endif
        let requests = try await provider.requests
        XCTAssertEqual(requests, 0)
    }

    func testTheSizeIsTheOptions() async throws {
        let keys = try (0..<60).map { try ProviderKey("k\($0)") }
        let provider = try await Provider()
        try await provider.publish(keys)
        let options = RemoteKeysOptions().jwksUrl(provider.jwksURL)
        let small = try RemoteKeys(options: options.maxBytes(1_024))
        let error = try await failure { try await small.warm() }
        XCTAssertEqual(error.code, "keys_unavailable")
        XCTAssertEqual(try small.status().lastError, "too_large")
        let large = try RemoteKeys(options: options)
        try await large.warm()
        XCTAssertEqual(try large.status().kids.count, 60)
    }

    func testAStoredSnapshotSparesTheRequest() async throws {
        let key = try ProviderKey("k1")
        let provider = try await Provider(key)
        let first = try RemoteKeys(issuer: provider.issuer)
        try await first.warm()
        let stored = try JSONEncoder().encode(first.export())
        try await provider.set(#"{"mode":"close"}"#)

        let second = try RemoteKeys(issuer: provider.issuer)
        let snapshot = try JSONDecoder().decode(RemoteSnapshot.self, from: stored)
        try second.seed(snapshot)
        XCTAssertEqual(try second.status().state, .fresh)
        let outcome = try await RemoteVerifier(keys: second).outcome(key.token())
        XCTAssertEqual(outcome, Self.good)
        let seen = try await provider.seen()
        XCTAssertEqual(seen.requests, ["jwks": 1, "discovery": 1])

        let other = try RemoteKeys(jwksURL: "https://id.example/keys")
        try assertRefused(
            "argument_invalid", { try other.seed(snapshot) },
            { try second.seed(RemoteSnapshot(text: String(snapshot.text.dropLast()))) })
        XCTAssertEqual(try other.status().state, .empty)
        XCTAssertNil(try other.keySet())
    }

    func testKeysAreFetchedAgainInTheBackground() async throws {
        let key = try ProviderKey("k1")
        let provider = try await Provider(key, maxAge: 1)
        let events = Events()
        let options = RemoteKeysOptions().jwksUrl(provider.jwksURL).minLifetimeMs(1_000)
        let keys = try RemoteKeys(options: options) { events.add($0) }
        let (verifier, token) = (try RemoteVerifier(keys: keys), try key.token())
        try await eventually("unchanged") {
            let outcome = try await verifier.outcome(token)
            XCTAssertEqual(outcome, Self.good)
            return events.names.contains("unchanged")
        }
        let (headers, requests) = (try await provider.seen().lastHeaders, try await provider.requests)
        XCTAssertNotNil(headers["if-none-match"])
        XCTAssertGreaterThanOrEqual(requests, 2)
        XCTAssertEqual(events.names.first, "fetched")

        try await provider.set(#"{"mode":"status","status":429,"headers":{"Retry-After":"60"}}"#)
        try await eventually("failed") {
            let outcome = try await verifier.outcome(token)
            XCTAssertEqual(outcome, Self.good)
            return events.names.contains("failed")
        }
        let failed = try XCTUnwrap(events.all.first { $0.name == "failed" })
        XCTAssertEqual([failed.source, failed.cause], [provider.jwksURL, "status"])
        XCTAssertEqual(try XCTUnwrap(failed.retryAt).timeIntervalSince(failed.at), 60, accuracy: 0.01)
    }

    func testATokenChoosesAmongIssuersThatAreListed() async throws {
        let (one, two) = (try ProviderKey("same"), try ProviderKey("same"))
        let (first, second) = (try await Provider(one), try await Provider(two))
        let keys = try RemoteKeys(issuers: [first, second].map { RemoteKeysOptions().issuer($0.issuer) })
        let verifier = try RemoteVerifier(keys: keys)
        func claims(_ issuer: String) -> String { #"{"iss":"\#(issuer)","exp":4102444800}"# }
        for (provider, key) in [(first, one), (second, two)] {
            let outcome = try await verifier.outcome(key.token(claims(provider.issuer)))
            XCTAssertEqual(outcome, claims(provider.issuer))
            try await keys.warm(issuer: provider.issuer)
            XCTAssertEqual(try keys.status(issuer: provider.issuer).state, .fresh)
        }
        let crossed = try await verifier.outcome(one.token(claims(second.issuer)))
        XCTAssertEqual(crossed, "signature_invalid")
        let unlisted = try await verifier.outcome(one.token(claims("https://id.example")))
        XCTAssertEqual(unlisted, "issuer_refused")
        try assertRefused(
            "issuer_refused", { try keys.status() },
            { try keys.keySet(issuer: "https://id.example") as Any })
        let restarted = try RemoteKeys(issuers: [first, second].map { RemoteKeysOptions().issuer($0.issuer) })
        try restarted.seed(keys.export())
        XCTAssertEqual(try restarted.keySet(issuer: second.issuer)?.count, 1)
    }
}

/// The events that were reported.
private final class Events: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [RemoteEvent] = []

    func add(_ event: RemoteEvent) { lock.withLock { list.append(event) } }

    var all: [RemoteEvent] { lock.withLock { list } }

    var names: [String] { all.map(\.name) }
}
