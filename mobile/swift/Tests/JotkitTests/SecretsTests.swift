import Foundation
import Jotkit
import XCTest

/// Nothing that is secret is printed, and nothing that holds it is written out by accident.
final class SecretsTests: XCTestCase {
    private let secret = Samples.secret

    private func key() throws -> Key { try Key(secret: secret, options: KeyOptions().alg(.hs256).kid("k1")) }

    private func client() -> LikeCoinClient {
        LikeCoinClient(clientID: "client-1", clientSecret: secret, redirectURI: "https://app.example/cb")
    }

    private func verified() throws -> Verified {
        try Samples.verifier().verify(try Samples.token(#"{"exp":4102444800,"sub":"\#(secret)"}"#))
    }

    func testWhatIsPrintedIsThisAndNoMore() throws {
        let printed: [(Any, String)] = [
            (try verified(), #"Verified(header: {"alg":"HS256","typ":"JWT"})"#),
            (try peek(try Samples.token()), #"Unverified(header: {"alg":"HS256","typ":"JWT"})"#),
            (client(), "LikeCoinClient(clientID: client-1)"),
            (try LiveLikeSigner(clientID: "client-1", clientSecret: secret), "LiveLikeSigner(clientID: client-1)"),
        ]
        for (value, expected) in printed { XCTAssertEqual("\(value)", expected) }
        XCTAssertTrue("\(try key())".contains("HS256"))
    }

    func testNoWayOfPrintingShowsASecretInAnySpelling() throws {
        let bytes = Data(secret.utf8)
        let spellings = [
            secret, String(secret.suffix(9)), String(bytes.base64EncodedString().prefix(20)),
            bytes.prefix(10).map { String(format: "%02x", $0) }.joined(),
            bytes.prefix(10).map { "\($0)" }.joined(separator: ", "),
        ]
        let uri = "https://app.example/cb"
        let tokens = Tokens(accessToken: "a." + bytes.base64EncodedString(), refreshToken: "r")
        let values: [Any] = [
            try verified(), try key(), KeySet([try key()]), try Signer(key: key()), try Verifier(key: key()),
            try Verifier(keys: KeySet([key()])), try Verifier { _ in nil }, KeyOptions().alg(.hs256),
            try LiveLikeSigner(clientID: "c", clientSecret: secret), try LiveLikeVerifier(applications: ["c": secret]),
            Grant(clientID: "c", clientSecret: secret, user: "user-1", scope: []),
            try LikeCoinIssuer(commonSecret: secret, host: "like.co"),
            try LikeCoinVerifier(commonSecret: secret, clients: ["c": secret]), client(), try client().session(tokens: tokens),
            try client().authorize(state: secret), tokens, Tokens(accessToken: secret, refreshToken: secret),
            try OAuth.tokenRequest(clientID: "c", clientSecret: secret, redirectURI: uri, code: secret),
            try OAuth.refreshRequest(clientID: "c", clientSecret: secret, refreshToken: secret),
            HTTPRequest(url: "https://api.example/?a=\(secret)", headers: ["Authorization": secret], body: bytes),
            HTTPResponse(status: 200, headers: ["a": secret], body: bytes),
        ]
        for value in values {
            let printed = Samples.printed(value)
            for spelling in spellings { XCTAssertFalse(printed.contains(spelling), "\(type(of: value))") }
        }
    }

    /// But tokens, which an app keeps in its keychain.
    func testNothingThatHoldsASecretCanBeEncoded() throws {
        let holders: [Any] = [
            try key(), KeySet([try key()]), try Signer(key: key()), try Verifier(key: key()),
            LikeCoinClient(clientID: "c", clientSecret: "s", redirectURI: "https://a.example"),
        ]
        for holder in holders {
            XCTAssertFalse(holder is any Encodable, "\(type(of: holder))")
            XCTAssertFalse(holder is NSCoding, "\(type(of: holder))")
        }
    }

    func testNoFailureQuotesTheTokenOrTheSecret() throws {
        let (signer, verifier) = (try Signer(key: key()), try Verifier(key: key()))
        let other = try Signer(key: .hs256("another secret of at least 32 bytes")).sign(["sub": "telltale"])
        var attempts: [() throws -> Any] = [
            { try peek("telltale") },
            { try Key.hs256("telltale") },
            { try Key(pem: "-----BEGIN PRIVATE KEY-----\ntelltale\n-----END PRIVATE KEY-----") },
            { try Key(jwk: #"{"kty":"oct","k":"telltale!"}"#) },
            { try Key(der: Data("telltale".utf8)) },
            { try KeySet(jwks: "telltale") },
            { try signer.sign(json: #"{"exp":"telltale"}"#) },
            { try signer.sign(json: "{}", header: #"{"crit":["telltale"]}"#) },
            { try OAuth.parseCallback("https://app.example/cb?code=telltale&state=telltale", expectedState: "another") },
            { try OAuth.parseTokenResponse(HTTPResponse(status: 500, body: Data("telltale".utf8))) },
            { try Bearer.token("telltale telltale") },
        ]
        for token in [other, "telltale", "telltale.a.b", "e30.telltale.", try Samples.token() + "x", "é.a.telltale"] {
            attempts.append { try verifier.payload(token) }
        }
        for (index, attempt) in attempts.enumerated() {
            let printed = Samples.printed(try failure(attempt))
            XCTAssertFalse(printed.contains("telltale") || printed.contains("kept safe"), "\(index)")
        }
    }
}
