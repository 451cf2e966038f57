import Foundation
import SubjectKit
import XCTest

@testable import Jotkit

private struct Session: Codable, Equatable {
    var sub: String
    var n: Int64 = 0
    var exp = Date(timeIntervalSince1970: 4_102_444_800)
}

final class VerifierTests: XCTestCase {
    func testSignsAndVerifies() throws {
        let options = SignerOptions().issuer("https://id.example").audience("api").lifetime(3600)
        let token = try Signer(key: Samples.key(), options: options).sign(["sub": "u1"])
        let policy = Policy().issuer("https://id.example").audience("api")
        let verified: Verified = try Samples.verifier(policy).verify(token)
        XCTAssertTrue(verified.payload.hasPrefix(#"{"sub":"u1","iss":"https://id.example","#), verified.payload)
        XCTAssertEqual(verified.header, #"{"alg":"HS256","typ":"JWT"}"#)
        XCTAssertEqual(try peek(token).payload, verified.payload)
    }

    func testClaimsBecomeTypesAndBack() throws {
        let (signer, verifier) = (try Samples.signer(), try Samples.verifier())
        let session: Session = try verifier.verify(try signer.sign(Session(sub: "u/1", n: .max)))
        XCTAssertEqual(session, Session(sub: "u/1", n: .max))
        XCTAssertThrowsError(try verifier.verify(try Samples.token()) as [String]) { XCTAssertTrue($0 is DecodingError) }
        XCTAssertThrowsError(try signer.sign(["x": Double.nan])) { XCTAssertTrue($0 is EncodingError) }
        try assertRefused("claims_invalid", { try signer.sign([1]) })
    }

    func testTheKindsOfFailureAreCases() throws {
        let verifier = try Samples.verifier()
        let late = try failure { try verifier.payload(try Samples.token(), now: Date(timeIntervalSince1970: 4_102_444_800)) }
        let policy = try failure { try Samples.verifier(Policy(json: #"{"leway":1}"#)) }
        XCTAssertEqual("\(policy)", "JotkitError(policy_invalid): \(policy.message)")
        XCTAssertEqual(policy.localizedDescription, policy.message)
        XCTAssertEqual([late.code, late.claim], ["token_expired", "exp"])
        // Any error other than `Failure` is a panic that uniffi caught.
        let panic = try failure { try across { throw Trouble(what: "telltale") } }
        XCTAssertFalse(Samples.printed(panic).contains("telltale"))
        let denied = "https://app.example/cb?error=denied&state=s"
        for (kind, failure) in [
            ("malformed", try failure { try verifier.payload("a.b") }), ("refused", late),
            ("key", try failure { try Verifier(keys: KeySet([])).payload(try Samples.token()) }), ("usage", policy),
            ("flow", try failure { try OAuth.parseCallback(denied, expectedState: "s") }), ("internal", panic),
        ] {
            XCTAssertEqual(failure.kind, kind)
            XCTAssertTrue("\(Mirror(reflecting: failure).children.first?.label ?? "")" == kind, kind)
        }
    }

    func testEveryOptionReachesTheCore() throws {
        let policy = Policy().algorithms([.hs256]).issuer("i").audience(["a", "b"]).anyAudience(false).subject("s")
            .types(["JWT"]).required(["jti"]).expected(["text": "a\"\\\u{0}é", "n": 1, "d": 1.5, "b": true])
            .expiryOptional().leeway(1).maxAge(86_400).maxTokenBytes(1).maxHeaderBytes(2).maxDepth(3).cache(4)
            .untyped(["sub"]).allowPadding().tryEach().profile("access_token").scopes(["read"])
        XCTAssertTrue(policy.json.contains(#""expected":{"b":true,"d":1.5,"n":1,"text":"a\"\\\u0000é"}"#), policy.json)
        XCTAssertEqual(Policy().json, "{}")
        let signer = SignerOptions().issuer("i").audience(["a"]).lifetime(1).iat().jti().kid("k").typ("t")
            .subject("s").recipe("client_assertion")
        let short = KeyOptions().alg(.hs256).kid("k").allowShort()
        let key = short.passphrase("p")
        let likeCoin = LikeCoinOptions().host("h").all(["a"]).any(["b"]).expiryOptional().leeway(1)
        let remote = RemoteKeysOptions().issuer("https://id.example").jwksUrl("https://id.example/keys")
            .allowHttp(["keys.internal"]).timeoutMs(1_000).maxBytes(1_024).maxKeys(1).defaultLifetimeMs(2_000)
            .minLifetimeMs(1_000).maxLifetimeMs(3_000).refreshPercent(50).staleMs(0).cooldownMs(1_000).burst(1)
            .backoffMs(100).maxBackoffMs(200).maxRetryAfterMs(0)
        _ = try Samples.verifier(policy)
        _ = try Signer(key: Key(secret: "short", options: short), options: signer)
        _ = try LikeCoinVerifier(commonSecret: "s", clients: ["c": "s"], options: likeCoin)
        _ = try RemoteKeys(options: remote)
        let nouns = try XCTUnwrap(try Samples.contract()["options"]?.members)
        for (noun, json) in [
            ("policy", policy.json), ("signer", signer.json), ("key", key.json), ("likecoin_verifier", likeCoin.json),
            ("remote", remote.json),
        ] {
            let names = try XCTUnwrap(nouns[noun]?.items).compactMap { $0.members?["name"]?.string }
            XCTAssertEqual(try JSON(json).members?.keys.sorted(), names.sorted(), noun)
        }
    }

    func testAnEmptySettingIsAMistakeNotAnAbsence() throws {
        let wrong = [
            Policy().issuer(""), Policy().subject(""), Policy().audience([]), Policy().algorithms([]), Policy().issuer([]),
            Policy().types([]), Policy().required([]), Policy().expected([:]), Policy().audience("a").anyAudience(),
            Policy().expected(["x": .number(.nan)]), Policy().leeway(86_401), Policy().leeway(-1), Policy().maxDepth(0),
            Policy().maxTokenBytes(-1), Policy(json: "{}").issuer("a"), Policy(json: ""), Policy(json: #"{"issuer":null}"#),
        ]
        for policy in wrong { try assertRefused("policy_invalid", { try Samples.verifier(policy) }) }
        for options in [LikeCoinOptions().all([]), LikeCoinOptions().any(["a:b:c"]), LikeCoinOptions().host("")] {
            try assertRefused(
                "policy_invalid", { try LikeCoinVerifier(commonSecret: "s", clients: ["c": "s"], options: options) })
        }
        for options in [KeyOptions(), KeyOptions(json: #"{"alg":"HS256","kid":null}"#)] {
            try assertRefused("argument_invalid", { try Key(secret: Samples.secret, options: options) })
        }
        XCTAssertNotEqual(Policy().issuer("a"), Policy())
    }

    func testAResolverFindsTheKey() throws {
        let (key, other) = (try Samples.key(), try Key.generate(.es256))
        let token = try Signer(key: key.withKid("k1")).sign(json: #"{"iss":"i","azp":"a","exp":4102444800}"#)
        let verifier = try Verifier { hint in
            hint == KeyHint(algorithm: .hs256, kid: "k1", issuer: "i", authorizedParty: "a") ? key : nil
        }
        XCTAssertEqual(try verifier.payload(token), try peek(token).payload)
        try assertRefused("key_unknown", { try verifier.payload(try Samples.token()) })
        try assertRefused("algorithm_refused", { try Verifier { _ in other }.payload(token) })
    }

    func testACallMayExpectMore() throws {
        let token = try Samples.token(#"{"nonce":"n1","exp":4102444800}"#)
        XCTAssertEqual(try Samples.verifier().verify(token, expecting: ["nonce": "n1"]).header.isEmpty, false)
        let error = try failure { try Samples.verifier().verify(token, expecting: ["nonce": "n2"]) }
        XCTAssertEqual([error.code, error.claim], ["claim_refused", "nonce"])
        try assertRefused("argument_invalid", { try Samples.verifier().verify(token, expecting: [:]) })
    }

    func testEveryFailedCheckIsExplained() throws {
        let token = try Samples.token(#"{"exp":1,"aud":"web"}"#)
        let findings = try Samples.verifier().explain(token)
        XCTAssertEqual(findings.map(\.check), ["exp", "aud"])
        XCTAssertEqual(findings.map(\.claim), ["exp", "aud"])
        XCTAssertEqual(findings.map(\.code), ["token_expired", "audience_refused"])
        XCTAssertEqual(try Samples.verifier().explain(Samples.token()), [])
        let asking = try Verifier { _ in throw Trouble(what: "no database") }
        XCTAssertThrowsError(try asking.explain(token)) { XCTAssertEqual($0 as? Trouble, Trouble(what: "no database")) }
    }

    func testTheCodesAreCases() throws {
        let late = try failure {
            try Samples.verifier().payload(try Samples.token(), now: Date(timeIntervalSince1970: 5_000_000_000))
        }
        XCTAssertEqual(late.reason, .tokenExpired)
        let codes = try XCTUnwrap(try Samples.contract()["codes"]?.items).compactMap { $0.members?["code"]?.string }
        XCTAssertEqual(Code.allCases.map(\.rawValue), codes)
    }

    func testDurationsAreWholeSecondsAndMilliseconds() throws {
        XCTAssertEqual(Policy().leeway(.seconds(90)).json, #"{"leeway":90}"#)
        XCTAssertEqual(Policy().leeway(.milliseconds(1_900)).json, #"{"leeway":1}"#)
        XCTAssertEqual(RemoteKeysOptions().timeoutMs(.milliseconds(2_500)).json, #"{"timeout_ms":2500}"#)
        XCTAssertEqual(RemoteKeysOptions().timeoutMs(.seconds(Int64.max)).json, "{\"timeout_ms\":\(Int.max)}")
        try assertRefused("policy_invalid", { try Samples.verifier(Policy().leeway(.seconds(-1))) })
    }

    func testAnUnverifiedTokenCanBeDecoded() throws {
        struct Claims: Decodable {
            let sub: String
            let exp: Date
        }
        let claims = try peek(Samples.token()).claims(as: Claims.self)
        XCTAssertEqual(claims.sub, "u1")
        XCTAssertEqual(claims.exp, Date(timeIntervalSince1970: 4_102_444_800))
    }

    func testAnErrorHasAnAnswerForTheClient() throws {
        let missing = try failure { try Bearer.token(nil) }
        XCTAssertEqual(missing.code, "authorization_missing")
        let challenge = try missing.challenge(realm: "api", scope: ["read:like"])
        XCTAssertEqual(challenge.status, 401)
        XCTAssertEqual(challenge.wwwAuthenticate, #"Bearer realm="api", scope="read:like""#)
        try assertRefused(
            "argument_invalid", { try missing.challenge(realm: "") }, { try missing.challenge(scope: []) })
    }
}
