import Foundation
import Jotkit
import XCTest

/// Nothing that is secret is printed, and nothing that holds it is written out by accident.
final class SecretsTests: XCTestCase {
    private func key() throws -> Key { try Key(secret: Samples.secret, options: KeyOptions().alg(.hs256).kid("k1")) }

    func testWhatIsPrintedIsThisAndNoMore() throws {
        let client = LikeCoinClient(clientID: "client-1", clientSecret: "telltale", redirectURI: "https://app.example/cb")
        let verified: Verified = try Verifier(key: key()).verify(try Samples.token(#"{"exp":4102444800,"sub":"telltale"}"#))
        let printed: [(Any, String)] = [
            (verified, #"Verified(header: {"alg":"HS256","typ":"JWT"})"#),
            (try peek(try Samples.token()), #"Unverified(header: {"alg":"HS256","typ":"JWT"})"#),
            (client, "LikeCoinClient(clientID: client-1)"),
            (try LiveLikeSigner(clientID: "client-1", clientSecret: "telltale"), "LiveLikeSigner(clientID: client-1)"),
        ]
        for (value, expected) in printed { XCTAssertEqual("\(value)", expected) }
    }

    func testNoWayOfPrintingShowsASecretInAnySpelling() throws {
        let bytes = Data(Samples.secret.utf8)
        let spellings = [
            Samples.secret, Samples.telltale, String(bytes.base64EncodedString().prefix(20)),
            bytes.prefix(10).map { String(format: "%02x", $0) }.joined(),
            bytes.prefix(10).map { "\($0)" }.joined(separator: ", "),
        ]
        let values: [Any] = [
            try key(), KeySet([try key()]), try Signer(key: key()), try Verifier(key: key()),
            try Verifier(keys: KeySet([key()])), try Verifier { _ in nil },
            try LiveLikeVerifier(applications: ["c": Samples.secret]),
            try LikeCoinVerifier(commonSecret: Samples.secret, clients: ["c": Samples.secret]),
        ]
        for value in values {
            let children = Mirror(reflecting: value).children.map { "\($0.value)" }.joined()
            let printed = Samples.printed(value) + children
            for spelling in spellings { XCTAssertFalse(printed.contains(spelling), "\(type(of: value))") }
        }
    }

    func testAPayloadIsNotPrintedByAccident() throws {
        let verified: Verified = try Verifier(key: key()).verify(try Samples.token(#"{"exp":4102444800,"sub":"telltale"}"#))
        XCTAssertFalse("\(verified)".contains("telltale"))
        XCTAssertFalse(String(reflecting: verified).contains("telltale"))
    }

    func testNothingThatHoldsASecretCanBeEncoded() throws {
        let holders: [Any] = [
            try key(), KeySet([try key()]), try Signer(key: key()), try Verifier(key: key()),
            Tokens(accessToken: "a", refreshToken: "b"),
        ]
        for holder in holders {
            XCTAssertFalse(holder is any Encodable, "\(type(of: holder))")
            XCTAssertFalse(holder is NSCoding, "\(type(of: holder))")
        }
    }

    func testNoFailureQuotesWhatItWasGiven() throws {
        let other = try Signer(key: .hs256("another secret of at least 32 bytes")).sign(["sub": "telltale"])
        let attempts: [() throws -> Any] = [
            { try Verifier(key: self.key()).verify(other) as Verified },
            { try Verifier(key: self.key()).verify("telltale.telltale.telltale") as Verified },
            { try peek("telltale") },
            { try Key.hs256("telltale") },
            { try Key(pem: "-----BEGIN PRIVATE KEY-----\ntelltale\n-----END PRIVATE KEY-----") },
            { try Key(jwk: #"{"kty":"oct","k":"telltale!"}"#) },
            { try Key(der: Data("telltale".utf8)) },
            { try KeySet(jwks: "telltale") },
            { try Signer(key: self.key()).sign(json: #"{"exp":"telltale"}"#) },
            { try Signer(key: self.key()).sign(json: "{}", header: #"{"crit":["telltale"]}"#) },
            { try OAuth.parseCallback("https://app.example/cb?code=telltale&state=telltale", expectedState: "another") },
            { try OAuth.parseTokenResponse(HTTPResponse(status: 500, body: Data("telltale".utf8))) },
            { try Bearer.token("telltale telltale") },
        ]
        for (index, attempt) in attempts.enumerated() {
            XCTAssertFalse(Samples.printed(try failure(attempt)).contains("telltale"), "\(index)")
        }
    }
}
