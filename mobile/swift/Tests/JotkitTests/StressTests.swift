import Foundation
import Jotkit
import XCTest

private struct Trouble: Error, Equatable {
    let what: String
}

private func thrown<T>(_ call: () throws -> T) -> (any Error)? {
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

/// Objects used in unusual ways.
final class StressTests: XCTestCase {
    func testAnObjectStaysForAsLongAsItIsUsed() async throws {
        let token = try Samples.token()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                // Only the tasks refer to it; the last one to end releases it.
                let verifier = try Verifier(key: Samples.key())
                for _ in 0..<4 {
                    group.addTask {
                        let verified: Verified = try verifier.verify(token)
                        XCTAssertEqual(verified.payload, #"{"sub":"u1","exp":4102444800}"#)
                    }
                }
            }
            try await group.waitForAll()
        }
        let verified: Verified = try Verifier(key: Samples.key()).verify(token)
        XCTAssertFalse(verified.payload.isEmpty)
    }

    func testThreadsShareSignersVerifiersAndKeys() throws {
        let key = try Samples.key()
        let (signer, verifier) = (try Signer(key: key), try Verifier(key: key))
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            for round in 0..<200 {
                let claims = #"{"sub":"\#(index)-\#(round)","exp":4102444800}"#
                let verified: Verified? = try? verifier.verify(signer.sign(json: claims))
                XCTAssertEqual(verified?.payload, claims)
                XCTAssertEqual(key.keyType, "oct")
            }
        }
    }

    func testAResolverMayVerifyWithTheVerifierThatAsksIt() throws {
        let token = try Samples.token()
        let (late, depth) = (Late<Verifier>(), Late<Int>())
        let verifier = try Verifier { _ in
            depth.value = (depth.value ?? 0) + 1
            if depth.value! < 20 { _ = try late.value?.verify(token) as Verified? }
            return try Samples.key()
        }
        late.value = verifier
        let verified: Verified = try verifier.verify(token)
        XCTAssertFalse(verified.payload.isEmpty)
        XCTAssertEqual(depth.value, 20)
        late.value = nil
    }

    func testAResolverMayLetGoOfTheVerifierThatAsksIt() throws {
        let late = Late<Verifier>()
        late.value = try Verifier { _ in
            late.value = nil
            return try Samples.key()
        }
        let verified = try late.value?.verify(try Samples.token()) as Verified?
        XCTAssertEqual(verified?.payload, #"{"sub":"u1","exp":4102444800}"#)
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
                XCTAssertEqual(thrown { try verifier.verify(token) as Verified } as? Trouble, mine)
                XCTAssertEqual(thrown { try applications.verify(liveLike) } as? Trouble, Trouble(what: "client-1"))
                XCTAssertEqual((thrown { try applications.verify("a.b") } as? JotkitError)?.code, "token_malformed")
            }
        }
    }

    func testATimeIsAFiniteNumber() throws {
        let token = try Samples.token()
        let key = try Samples.key()
        let live = try LiveLikeVerifier(applications: ["c": "s"])
        let liveToken = try LiveLikeSigner(clientID: "c", clientSecret: "s").sign("u")
        for now in [Double.nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -1e17] {
            let attempts: [() throws -> Any] = [
                { try Verifier(key: key).verify(token, now: now) as Verified },
                { try Verifier { _ in key }.verify(token, now: now) as Verified },
                { try Signer(key: key, options: SignerOptions().iat()).sign(json: "{}", now: now) },
                { try live.verify(liveToken, now: now) },
                { try LiveLikeSigner(clientID: "c", clientSecret: "s").sign("u", issuedAt: now) },
            ]
            for attempt in attempts { XCTAssertEqual(try failure(attempt).code, "argument_invalid", "\(now)") }
        }
        let _: Verified = try Verifier(key: key).verify(token, now: -0.0)
    }

    func testNULIsACharacterLikeOthers() throws {
        let claims = #"{"sub":"a\u0000b","exp":4102444800}"#
        let verified: Verified = try Verifier(key: Samples.key()).verify(try Samples.token(claims))
        XCTAssertEqual(verified.payload, claims)
        XCTAssertEqual(try Samples.key().withKid("a\0b").kid, "a\0b")
        for token in ["\0", "", "é.é.é", "\u{feff}" + (try Samples.token()), try Samples.token() + "\0"] {
            XCTAssertEqual(try failure { try Verifier(key: Samples.key()).verify(token) as Verified }.code, "token_malformed")
            XCTAssertEqual(try failure { try peek(token) }.code, "token_malformed")
        }
        XCTAssertEqual(try failure { try Signer(key: Samples.key()).sign(json: "{}\0") }.code, "claims_invalid")
        XCTAssertEqual(try failure { try Signer(key: Samples.key()).sign(json: "") }.code, "claims_invalid")
    }

    func testAHugeTextIsRefusedOrCrossesWhole() throws {
        let huge = String(repeating: "x", count: 20_000_000)
        XCTAssertEqual(try failure { try Verifier(key: Samples.key()).verify(huge) as Verified }.code, "token_too_large")
        XCTAssertEqual(try failure { try peek(huge) }.code, "token_too_large")
        XCTAssertEqual(try failure { try Signer(key: Samples.key()).sign(json: huge) }.code, "claims_invalid")
        let claims = #"{"exp":4102444800,"pad":"\#(String(repeating: "é", count: 1_000_000))"}"#
        let roomy = try Verifier(key: Samples.key(), policy: Policy().maxTokenBytes(10_000_000))
        let verified: Verified = try roomy.verify(try Samples.token(claims))
        XCTAssertEqual(verified.payload, claims)
    }

    func testALongClaimOrErrorCrossesWhole() throws {
        let name = String(repeating: "é", count: 40_000)
        let wanting = try Verifier(key: Samples.key(), policy: Policy().required([name]))
        let missing = try failure { try wanting.verify(try Samples.token()) as Verified }
        XCTAssertEqual([missing.code, missing.claim], ["claim_missing", name])
        XCTAssertTrue(missing.message.contains(name))
        let signer = try Signer(key: Samples.key(), options: SignerOptions().issuer(name))
        let verifier = try Verifier(key: Samples.key(), policy: Policy().issuer(name).expiryOptional())
        let verified: Verified = try verifier.verify(try signer.sign(json: "{}"))
        XCTAssertTrue(verified.payload.contains(name))
    }

    /// A string that Foundation made is not UTF-8 inside.
    func testAStringOfFoundationCrossesToo() throws {
        let token = NSString(string: try Samples.token()) as String
        let verified: Verified = try Verifier(key: Samples.key()).verify(token)
        let claims = NSMutableString(string: verified.payload) as String
        XCTAssertEqual(try Samples.token(claims), try Samples.token())
    }
}
