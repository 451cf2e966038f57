import Foundation
import XCTest

@testable import Jotkit

private struct Trouble: Error {}

final class LiveLikeTests: XCTestCase {
    private let secret = "livelike-client-secret-for-tests"

    private func signer() throws -> LiveLikeSigner { try LiveLikeSigner(clientID: "client-id-1", clientSecret: secret) }

    func testATokenNamesTheUser() throws {
        let token = try signer().sign("user-1", issuedAt: 1_700_000_000, lifetime: 86_400)
        let secret = secret
        let verifiers = [
            try LiveLikeVerifier(applications: ["client-id-1": secret, "other": "x"]),
            try LiveLikeVerifier { $0 == "client-id-1" ? secret : nil },
        ]
        for verifier in verifiers {
            let profile = try verifier.verify(token, now: 1_700_000_001)
            XCTAssertEqual([profile.clientID, profile.customProfileID], ["client-id-1", "user-1"])
            XCTAssertEqual([profile.issuedAt, profile.expiresAt], [1_700_000_000, 1_700_086_400])
            XCTAssertEqual(try failure { try verifier.verify(token) }.code, "token_expired")
        }
        XCTAssertNil(try verifiers[0].verify(try signer().sign("用户-1")).expiresAt)
    }

    func testAClientThatIsNotKnownIsRefused() throws {
        let token = try signer().sign("user-1")
        for verifier in [try LiveLikeVerifier(applications: ["other": secret]), try LiveLikeVerifier { _ in nil }] {
            XCTAssertEqual(try failure { try verifier.verify(token) }.code, "client_unknown")
        }
        let verifier = try LiveLikeVerifier { _ in throw Trouble() }
        XCTAssertThrowsError(try verifier.verify(token)) { XCTAssertTrue($0 is Trouble) }
    }

    func testWhatMakesNoSenseIsNotSigned() throws {
        let signer = try signer()
        let long = String(repeating: "👩‍👩‍👧‍👦", count: 40)
        for (claim, attempt) in [
            ("custom_profile_id", { try signer.sign(" ") }),
            ("custom_profile_id", { try signer.sign(long) }),
            ("iat", { try signer.sign("user-1", issuedAt: 1_700_000_000_000) }),
            (nil, { try signer.sign("user-1", lifetime: 0) }),
            (nil, { try signer.sign("user-1", lifetime: .infinity) }),
        ] as [(String?, () throws -> String)] {
            let failure = try failure(attempt)
            XCTAssertEqual([failure.code, failure.claim], ["argument_invalid", claim])
        }
        _ = try signer.sign(String(repeating: "😀", count: 255))
        XCTAssertEqual(try failure { try LiveLikeSigner(clientID: "a", clientSecret: "") }.code, "key_weak")
    }
}

final class LikeCoinTests: XCTestCase {
    private let common = "common-secret-for-tests"
    private let clients = ["client-1": "client-secret-for-tests"]

    private func token(now: TimeInterval? = nil) throws -> String {
        let grant = Grant(
            clientID: "client-1", clientSecret: "client-secret-for-tests", user: "user-1", scope: ["profile", "read:like"])
        return try LikeCoinIssuer(commonSecret: common, host: "like.co").sign(grant, now: now)
    }

    func testAnIssuedTokenPassesAtTheResourceServer() throws {
        let token = try token()
        let clients = clients
        let verifiers = [
            try LikeCoinVerifier(commonSecret: common, clients: clients),
            try LikeCoinVerifier(commonSecret: common) { clients[$0] },
        ]
        for verifier in verifiers {
            let content = try verifier.verify(try Bearer.token(try Bearer.header(token)))
            XCTAssertEqual([content.user, content.clientID], ["user-1", "client-1"])
            XCTAssertEqual(content, try LikeCoin.peek(token).claims)
            XCTAssertEqual(content.expiresAt, content.issuedAt + 3600)
        }
    }

    func testARefusalKnowsTheServicesOwnReply() throws {
        let token = try token(now: 1_000_000)
        func reply(_ options: LikeCoinOptions, now: TimeInterval) throws -> LikeCoin.Refusal? {
            let verifier = try LikeCoinVerifier(commonSecret: common, clients: clients, options: options)
            return LikeCoin.refusal(try failure { try verifier.verify(token, now: now) })
        }
        let noScope = LikeCoin.Refusal?.some(.init(status: 403, body: "INSUFFICIENT_PERMISSION"))
        XCTAssertEqual(try reply(LikeCoinOptions(), now: 1_003_600), .init(status: 401, body: "TOKEN_EXPIRED"))
        XCTAssertEqual(try reply(LikeCoinOptions().host("other"), now: 1_000_000), .init(status: 401, body: "LOGIN_NEEDED"))
        XCTAssertEqual(try reply(LikeCoinOptions().all(["email"]), now: 1_000_000), noScope)
        XCTAssertEqual(try reply(LikeCoinOptions().any(["email", "write"]), now: 1_000_000), noScope)
        XCTAssertNil(LikeCoin.refusal(try failure { try LikeCoinVerifier(commonSecret: "", clients: clients) }))
        let options = LikeCoinOptions().any(["email", "read:like.button"]).leeway(1)
        _ = try LikeCoinVerifier(commonSecret: common, clients: clients, options: options).verify(token, now: 1_003_600)
    }

    func testEveryOptionReachesTheCore() throws {
        let options = LikeCoinOptions().host("h").all(["a"]).any(["b"]).expiryOptional().leeway(1)
        XCTAssertEqual(try Samples.members(options.json), try Samples.options("likecoin_verifier"))
        for wrong in [LikeCoinOptions().all([]), LikeCoinOptions().any(["a:b:c"]), LikeCoinOptions().host("")] {
            let failure = try failure { try LikeCoinVerifier(commonSecret: common, clients: clients, options: wrong) }
            XCTAssertEqual(failure.code, "policy_invalid", wrong.json)
        }
    }

    func testScopesCoverWhatIsBelowThem() throws {
        XCTAssertTrue(try LikeCoin.scope(["read:like"], allows: "read:like.button"))
        XCTAssertFalse(try LikeCoin.scope(["read:like.button"], allows: "read:like"))
    }

    func testNoSecretIsPrinted() throws {
        let client = LikeCoinClient(clientID: "client-1", clientSecret: "telltale", redirectURI: "https://app.example/cb")
        let printed: [Any] = [
            Grant(clientID: "client-1", clientSecret: "telltale", user: "user-1", scope: []),
            try LikeCoinIssuer(commonSecret: "telltale", host: "like.co"),
            try LiveLikeSigner(clientID: "client-1", clientSecret: "telltale"),
            client,
            try OAuth.authorizeURL(clientID: "client-1", redirectURI: "https://app.example/cb", state: "telltale"),
            try OAuth.tokenRequest(
                clientID: "client-1", clientSecret: "telltale", redirectURI: "https://app.example/cb", code: "telltale"),
            try OAuth.refreshRequest(clientID: "client-1", clientSecret: "telltale", refreshToken: "telltale"),
            Tokens(accessToken: "telltale", refreshToken: "telltale"),
            try client.session(tokens: Tokens(accessToken: "telltale", refreshToken: "telltale")),
            HTTPRequest(url: "https://api.example/?a=telltale", headers: ["Authorization": "telltale"]),
            HTTPResponse(status: 200, body: Data("telltale".utf8)),
        ]
        for value in printed {
            XCTAssertFalse(Samples.printed(value).contains("telltale"), "\(type(of: value))")
        }
    }

    func testADeclinedLoginIsAFailureOfTheFlow() throws {
        let denied = "https://app.example/cb?error=denied&state=s"
        guard case .flow(let details) = try failure({ try OAuth.parseCallback(denied, expectedState: "s") }) else {
            return XCTFail()
        }
        XCTAssertEqual(details.code, "access_denied")
    }
}
