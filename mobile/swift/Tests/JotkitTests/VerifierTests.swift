import Foundation
import XCTest

@testable import Jotkit

private struct Session: Codable, Equatable {
    var sub: String
    var n: Int64 = 0
    var exp = Date(timeIntervalSince1970: 4_102_444_800)
}

private struct Trouble: Error, Equatable {
    let what: String
}

final class VerifierTests: XCTestCase {
    func testSignsAndVerifies() throws {
        let options = SignerOptions().issuer("https://id.example").audience("api").lifetime(3600)
        let token = try Signer(key: .hs256(Samples.secret), options: options).sign(["sub": "u1"])
        let verifier = try Verifier(
            key: .hs256(Samples.secret), policy: Policy().issuer("https://id.example").audience("api"))
        let verified: Verified = try verifier.verify(token)
        XCTAssertTrue(verified.payload.hasPrefix(#"{"sub":"u1","iss":"https://id.example","#), verified.payload)
        XCTAssertEqual(verified.header, #"{"alg":"HS256","typ":"JWT"}"#)
        XCTAssertEqual(try peek(token).payload, verified.payload)
        XCTAssertFalse("\(verified) \(try peek(token))".contains("u1"))
    }

    func testClaimsBecomeTypesAndBack() throws {
        let verifier = try Verifier(key: Samples.key())
        let session: Session = try verifier.verify(try Signer(key: Samples.key()).sign(Session(sub: "u/1", n: .max)))
        XCTAssertEqual(session, Session(sub: "u/1", n: .max))
        XCTAssertThrowsError(try verifier.verify(try Samples.token()) as [String]) { XCTAssertTrue($0 is DecodingError) }
        XCTAssertThrowsError(try Signer(key: Samples.key()).sign(["x": Double.nan])) { XCTAssertTrue($0 is EncodingError) }
        XCTAssertEqual(try failure { try Signer(key: Samples.key()).sign([1]) }.code, "claims_invalid")
    }

    func testTheKindsOfFailureAreCases() throws {
        let verifier = try Verifier(key: Samples.key())
        guard case .malformed(let malformed) = try failure({ try verifier.verify("a.b") as Verified }) else { return XCTFail() }
        XCTAssertEqual(malformed.code, "token_malformed")
        let late = try failure { try verifier.verify(try Samples.token(), now: 4_102_444_800) as Verified }
        guard case .refused(let refused) = late else { return XCTFail("\(late)") }
        XCTAssertEqual([refused.code, refused.claim, late.kind], ["token_expired", "exp", "refused"])
        let key = try failure { try Verifier(keys: KeySet([])).verify(try Samples.token()) as Verified }
        guard case .key = key else { return XCTFail("\(key)") }
        let usage = try failure { try verifier.verify(try Samples.token(), now: .nan) as Verified }
        guard case .usage = usage else { return XCTFail("\(usage)") }
        let policy = try failure { try Verifier(key: Samples.key(), policy: Policy(json: #"{"leway":1}"#)) }
        XCTAssertEqual("\(policy)", "JotkitError(policy_invalid): \(policy.message)")
        XCTAssertEqual(policy.localizedDescription, policy.message)
    }

    func testNoFailureQuotesTheTokenOrTheSecret() throws {
        let other = try Signer(key: .hs256("another secret of at least 32 bytes")).sign(["sub": "telltale"])
        for token in [other, "telltale", "telltale.a.b", "e30.telltale.", try Samples.token() + "x", "é.a.b"] {
            let failure = try failure { try Verifier(key: Samples.key()).verify(token) as Verified }
            let printed = Samples.printed(failure)
            XCTAssertFalse(printed.contains("telltale") || printed.contains(Samples.telltale), printed)
        }
    }

    func testALongTokenCrossesWhole() throws {
        let token = try Samples.token(#"{"exp":4102444800,"pad":"\#(String(repeating: "x", count: 60_000))"}"#)
        let verified: Verified = try Verifier(key: Samples.key()).verify(token)
        XCTAssertGreaterThan(verified.payload.count, 60_000)
        let limited = try Verifier(key: Samples.key(), policy: Policy().maxTokenBytes(1000))
        XCTAssertEqual(try failure { try limited.verify(token) as Verified }.code, "token_too_large")
    }

    func testAPanicIsAFailureOfItsOwnWithoutItsText() throws {
        // Any error other than `Failure` is a panic that uniffi caught.
        let failure = try failure { try across { throw Trouble(what: "telltale") } }
        guard case .internal(let details) = failure else { return XCTFail("\(failure)") }
        XCTAssertEqual([details.code, failure.kind], ["internal", "internal"])
        XCTAssertFalse(Samples.printed(failure).contains("telltale"))
    }

    func testEveryFieldOfThePolicyReachesTheCore() throws {
        let policy = Policy().algorithms([.hs256]).issuer("i").audience(["a", "b"]).anyAudience(false).subject("s")
            .types(["JWT"]).required(["jti"]).expected(["text": "a\"\\\u{0}é", "n": 1, "d": 1.5, "b": true])
            .expiryOptional().leeway(1).maxAge(86_400).maxTokenBytes(1).maxHeaderBytes(2).maxDepth(3).cache(4)
        XCTAssertEqual(try Samples.members(policy.json), try Samples.options("policy"))
        XCTAssertTrue(policy.json.contains(#""expected":{"b":true,"d":1.5,"n":1,"text":"a\"\\\u0000é"}"#), policy.json)
        _ = try Verifier(key: Samples.key(), policy: policy)
        XCTAssertEqual(Policy().json, "{}")
        let signer = SignerOptions().issuer("i").audience(["a"]).lifetime(1).iat().jti().kid("k").typ("t")
        XCTAssertEqual(try Samples.members(signer.json), try Samples.options("signer"))
        _ = try Signer(key: Samples.key(), options: signer)
    }

    func testAnEmptySettingIsAMistakeNotAnAbsence() throws {
        let wrong = [
            Policy().issuer(""), Policy().subject(""), Policy().audience([]), Policy().algorithms([]), Policy().issuer([]),
            Policy().types([]), Policy().required([]), Policy().expected([:]), Policy().audience("a").anyAudience(),
            Policy().expected(["x": .number(.nan)]), Policy().leeway(86_401), Policy().leeway(-1), Policy().maxDepth(0),
            Policy().maxTokenBytes(-1), Policy(json: "{}").issuer("a"), Policy(json: ""), Policy(json: #"{"issuer":null}"#),
        ]
        for policy in wrong {
            let failure = try failure { try Verifier(key: Samples.key(), policy: policy) }
            XCTAssertEqual(failure.code, "policy_invalid", policy.json)
        }
        XCTAssertNotEqual(Policy().issuer("a"), Policy())
    }

    func testAResolverFindsTheKey() throws {
        let token = try Signer(key: Samples.key().withKid("k1")).sign(json: #"{"iss":"i","azp":"a","exp":4102444800}"#)
        let key = try Samples.key()
        let verifier = try Verifier { hint in
            hint == KeyHint(algorithm: .hs256, kid: "k1", issuer: "i", authorizedParty: "a") ? key : nil
        }
        let _: Verified = try verifier.verify(token)
        XCTAssertEqual(try failure { try verifier.verify(try Samples.token()) as Verified }.code, "key_unknown")
        let other = try Key.generate(.es256)
        XCTAssertEqual(
            try failure { try Verifier { _ in other }.verify(token) as Verified }.code, "algorithm_refused")
    }

    func testWhatAResolverThrowsComesOutOfVerify() throws {
        let token = try Samples.token()
        let verifier = try Verifier { _ in throw Trouble(what: "the directory is down") }
        XCTAssertThrowsError(try verifier.verify(token) as Verified) {
            XCTAssertEqual($0 as? Trouble, Trouble(what: "the directory is down"))
        }
        XCTAssertEqual(try failure { try verifier.verify("a.b") as Verified }.code, "token_malformed")
        // A resolver may verify something itself, and what fails in there stays in there.
        let key = try Samples.key()
        let nested = try Verifier { _ in (try? verifier.verify(token) as Verified) == nil ? key : nil }
        let _: Verified = try nested.verify(token)
    }

    func testOneVerifierServesManyTasks() async throws {
        let key = try Samples.key()
        let verifiers = [try Verifier(key: key), try Verifier { _ in key }]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<32 {
                group.addTask {
                    let token = try Signer(key: key).sign(Session(sub: "user-\(index)"))
                    for _ in 0..<50 {
                        for verifier in verifiers {
                            let session: Session = try verifier.verify(token)
                            XCTAssertEqual(session.sub, "user-\(index)")
                        }
                        XCTAssertThrowsError(try verifiers[0].verify(token + "x") as Verified)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
