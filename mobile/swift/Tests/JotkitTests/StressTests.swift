import Foundation
import Jotkit
import XCTest

private func thrown(_ call: () throws -> Any) -> (any Error)? {
    do {
        _ = try call()
        return nil
    } catch {
        return error
    }
}

/// Holds what a closure needs before it exists.
private final class Late<T>: @unchecked Sendable {
    var value: T?
}

/// Objects used in unusual ways, and values that a token cannot hold.
final class StressTests: XCTestCase {
    func testAnObjectStaysForAsLongAsItIsUsed() async throws {
        let token = try Samples.token()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                // Only the tasks refer to it; the last one to end releases it.
                let verifier = try Samples.verifier()
                for _ in 0..<4 {
                    group.addTask { XCTAssertEqual(try verifier.payload(token), Samples.claims) }
                }
            }
            try await group.waitForAll()
        }
    }

    func testThreadsShareSignersVerifiersAndKeys() throws {
        let key = try Samples.key()
        let signer = try Signer(key: key)
        let verifiers = [try Verifier(key: key), try Verifier { _ in key }]
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            for round in 0..<200 {
                let claims = #"{"sub":"\#(index)-\#(round)","exp":4102444800}"#
                for verifier in verifiers {
                    let payload = try? verifier.payload(signer.sign(json: claims))
                    XCTAssertEqual(payload, claims)
                }
                XCTAssertEqual(key.keyType, "oct")
            }
        }
    }

    func testAResolverMayVerifyWithTheVerifierThatAsksIt() throws {
        let token = try Samples.token()
        let (late, depth) = (Late<Verifier>(), Late<Int>())
        let verifier = try Verifier { _ in
            depth.value = (depth.value ?? 0) + 1
            if depth.value! < 20 { _ = try late.value?.payload(token) }
            return try Samples.key()
        }
        late.value = verifier
        XCTAssertEqual(try verifier.payload(token), Samples.claims)
        XCTAssertEqual(depth.value, 20)
        late.value = nil
    }

    func testAResolverMayLetGoOfTheVerifierThatAsksIt() throws {
        let late = Late<Verifier>()
        late.value = try Verifier { _ in
            late.value = nil
            return try Samples.key()
        }
        XCTAssertEqual(try late.value?.payload(try Samples.token()), Samples.claims)
        XCTAssertNil(late.value)
    }

    func testWhatACallbackThrowsComesOutOnItsThread() throws {
        let token = try Samples.token()
        let liveLike = try LiveLikeSigner(clientID: "client-1", clientSecret: Samples.secret).sign("user-1")
        let verifier = try Verifier { hint in throw Trouble(what: "\(Unmanaged.passUnretained(Thread.current).toOpaque())") }
        let applications = try LiveLikeVerifier { id in throw Trouble(what: id) }
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            let mine = Trouble(what: "\(Unmanaged.passUnretained(Thread.current).toOpaque())")
            for _ in 0..<100 {
                XCTAssertEqual(thrown { try verifier.payload(token) } as? Trouble, mine)
                XCTAssertEqual(thrown { try applications.verify(liveLike) } as? Trouble, Trouble(what: "client-1"))
                XCTAssertEqual((thrown { try verifier.payload("a.b") } as? JotkitError)?.code, "token_malformed")
                XCTAssertEqual((thrown { try applications.verify("a.b") } as? JotkitError)?.code, "token_malformed")
            }
        }
        // What fails in a resolver's own verifier stays in there.
        let key = try Samples.key()
        let nested = try Verifier { _ in thrown { try verifier.payload(token) } == nil ? nil : key }
        XCTAssertEqual(try nested.payload(token), Samples.claims)
    }

    func testATimeIsAFiniteNumber() throws {
        let (token, key) = (try Samples.token(), try Samples.key())
        let live = try LiveLikeVerifier(applications: ["c": "s"])
        let signer = try LiveLikeSigner(clientID: "c", clientSecret: "s")
        for now in [Double.nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -1e17].map(
            Date.init(timeIntervalSince1970:))
        {
            try assertRefused(
                "argument_invalid",
                { try Verifier(key: key).payload(token, now: now) },
                { try Verifier { _ in key }.payload(token, now: now) },
                { try Signer(key: key, options: SignerOptions().iat()).sign(json: "{}", now: now) },
                { try live.verify(try signer.sign("u"), now: now) },
                { try signer.sign("u", issuedAt: now) })
        }
        for lifetime in [Duration.zero, .seconds(-1), .milliseconds(900)] {
            try assertRefused("argument_invalid", { try signer.sign("u", lifetime: lifetime) })
        }
        XCTAssertEqual(try Verifier(key: key).payload(token, now: Date(timeIntervalSince1970: -0.0)), Samples.claims)
    }

    func testNULIsACharacterLikeOthers() throws {
        let (signer, verifier) = (try Samples.signer(), try Samples.verifier())
        let claims = #"{"sub":"a\u0000b","exp":4102444800}"#
        XCTAssertEqual(try verifier.payload(try Samples.token(claims)), claims)
        XCTAssertEqual(try Samples.key().withKid("a\0b").kid, "a\0b")
        for token in ["\0", "", "é.é.é", "\u{feff}" + (try Samples.token()), try Samples.token() + "\0"] {
            try assertRefused("token_malformed", { try verifier.payload(token) }, { try peek(token) })
        }
        try assertRefused("claims_invalid", { try signer.sign(json: "{}\0") }, { try signer.sign(json: "") })
    }

    func testAHugeTextIsRefusedOrCrossesWhole() throws {
        let huge = String(repeating: "x", count: 20_000_000)
        try assertRefused("token_too_large", { try Samples.verifier().payload(huge) }, { try peek(huge) })
        try assertRefused("claims_invalid", { try Samples.signer().sign(json: huge) })
        let claims = #"{"exp":4102444800,"pad":"\#(String(repeating: "é", count: 1_000_000))"}"#
        let roomy = try Samples.verifier(Policy().maxTokenBytes(10_000_000))
        XCTAssertEqual(try roomy.payload(try Samples.token(claims)), claims)
        let name = String(repeating: "é", count: 40_000)
        let missing = try failure { try Samples.verifier(Policy().required([name])).payload(try Samples.token()) }
        XCTAssertEqual([missing.code, missing.claim], ["claim_missing", name])
        XCTAssertTrue(missing.message.contains(name))
    }

    /// A string that Foundation made is not UTF-8 inside.
    func testAStringOfFoundationCrossesToo() throws {
        let token = NSString(string: try Samples.token()) as String
        let claims = NSMutableString(string: try Samples.verifier().payload(token)) as String
        XCTAssertEqual(try Samples.token(claims), try Samples.token())
    }
}
