import Foundation
import Jotkit
import XCTest

/// The verifiers that look the secret of a client up, in a dictionary or with a closure.
final class ClientsTests: XCTestCase {
    private static let secrets = ["client-1": "s3cret", "other": "x"]

    func testLiveLikesVerifierKnowsTheUser() throws {
        let signer = try LiveLikeSigner(clientID: "client-1", clientSecret: "s3cret")
        let token = try signer.sign("用户-1", issuedAt: Date(timeIntervalSince1970: 1_700_000_000), lifetime: .seconds(86_400))
        for verifier in [try LiveLikeVerifier(applications: Self.secrets), try LiveLikeVerifier { Self.secrets[$0] }] {
            let profile = try verifier.verify(token, now: Date(timeIntervalSince1970: 1_700_000_001))
            XCTAssertEqual([profile.clientID, profile.customProfileID], ["client-1", "用户-1"])
            XCTAssertEqual(
                [profile.issuedAt, profile.expiresAt], [1_700_000_000, 1_700_086_400].map(Date.init(timeIntervalSince1970:)))
            XCTAssertNil(try verifier.verify(try signer.sign("user-1")).expiresAt)
            try assertRefused("token_expired", { try verifier.verify(token) })
        }
        try assertRefused("client_unknown", { try LiveLikeVerifier { _ in nil }.verify(token) })
    }

    func testLikeCoinsVerifierKnowsTheUser() throws {
        let grant = Grant(clientID: "client-1", clientSecret: "s3cret", user: "user-1", scope: ["read:like"])
        let token = try LikeCoinIssuer(commonSecret: "common", host: "like.co").sign(grant)
        for verifier in [
            try LikeCoinVerifier(commonSecret: "common", clients: Self.secrets),
            try LikeCoinVerifier(commonSecret: "common") { Self.secrets[$0] },
        ] {
            let content = try verifier.verify(try Bearer.token(try Bearer.header(token)))
            XCTAssertEqual([content.user, content.clientID], ["user-1", "client-1"])
            XCTAssertEqual(content, try LikeCoin.peek(token).claims)
            XCTAssertEqual(content.expiresAt, content.issuedAt + 3600)
        }
        let options = LikeCoinOptions().all(["email"])
        let strict = try LikeCoinVerifier(commonSecret: "common", clients: Self.secrets, options: options)
        let refusal = LikeCoin.refusal(try failure { try strict.verify(token) })
        XCTAssertEqual([refusal.map { "\($0.status)" }, refusal?.body], ["403", "INSUFFICIENT_PERMISSION"])
        let misuse = try failure { try LikeCoinVerifier(commonSecret: "", clients: Self.secrets) }
        XCTAssertNil(LikeCoin.refusal(misuse))
        XCTAssertTrue(try LikeCoin.scope(["read:like"], allows: "read:like.button"))
    }
}
