import Foundation
import Jotkit
import XCTest

final class KeyTests: XCTestCase {
    func testTheAlgorithmsAreTheCores() throws {
        XCTAssertEqual(Algorithm.allCases.map(\.rawValue), try Samples.contract("algorithms"))
        XCTAssertNil(Algorithm(rawValue: "none"))
    }

    func testEveryAlgorithmSignsAndVerifiesThroughAllItsForms() throws {
        for algorithm in Algorithm.allCases {
            let key = try Key.generate(algorithm)
            XCTAssertEqual(key.algorithm, algorithm)
            XCTAssertTrue(key.isPrivate)
            let token = try Signer(key: key.withKid("k1")).sign(json: #"{"exp":4102444800}"#)
            var forms = [try Key(jwk: key.jwk())]
            if key.keyType != "oct" {
                let options = KeyOptions().alg(algorithm)
                let half = try key.publicKey()
                XCTAssertFalse(half.isPrivate)
                XCTAssertEqual(half.thumbprint, key.thumbprint)
                forms += [half, try Key(jwk: half.jwk()), try Key(pem: half.pem(), options: options)]
                forms += [try Key(pem: key.pem(), options: options), try Key(der: key.der(), options: options)]
            }
            for form in forms {
                let verified: Verified = try Verifier(key: form).verify(token)
                XCTAssertEqual(verified.payload, #"{"exp":4102444800}"#)
            }
            let others = [try Key.generate(algorithm).withKid("other")]
            let _: Verified = try Verifier(keys: KeySet(others + [key.withKid("k1")])).verify(token)
            let unknown = try failure { try Verifier(keys: KeySet(others)).verify(token) as Verified }
            XCTAssertEqual(unknown.code, "key_unknown")
        }
    }

    func testAKeyTellsWhatItIsAndNeverItsSecret() throws {
        let key = try Key(secret: Samples.secret, options: KeyOptions().alg(.hs256).kid("k1"))
        XCTAssertEqual(key.kid, "k1")
        XCTAssertEqual(key.keyType, "oct")
        XCTAssertEqual(try Samples.members(key.info()), ["alg", "kty", "kid", "thumbprint", "private"])
        let printed: [Any] = [key, KeySet([key]), try Signer(key: key), try Verifier(key: key), KeyOptions().alg(.hs256)]
        for value in printed {
            XCTAssertFalse(Samples.printed(value).contains(Samples.telltale), "\(value)")
        }
        XCTAssertTrue("\(key)".contains("HS256"), "\(key)")
    }

    func testBytesAndTextAreTheSameSecret() throws {
        XCTAssertEqual(try Key.hs256(Data(Samples.secret.utf8)).thumbprint, try Samples.key().thumbprint)
        XCTAssertEqual(try Key.hs256(Array(Samples.secret.utf8)).thumbprint, try Samples.key().thumbprint)
        let long = String(repeating: "x", count: 64)
        XCTAssertEqual(try Key.hs384(Data(long.utf8)).thumbprint, try Key.hs384(long).thumbprint)
        XCTAssertEqual(try Key.hs512(Data(long.utf8)).thumbprint, try Key.hs512(long).thumbprint)
    }

    func testOptionsAreObeyed() throws {
        XCTAssertEqual(try failure { try Key.hs256("short") }.code, "key_weak")
        _ = try Key(secret: "short", options: KeyOptions().alg(.hs256).allowShort())
        XCTAssertEqual(try failure { try Key(secret: Samples.secret, options: KeyOptions()) }.code, "argument_invalid")
        let options = KeyOptions(json: #"{"alg":"HS256","kid":null}"#)
        XCTAssertEqual(try failure { try Key(secret: Samples.secret, options: options) }.code, "argument_invalid")
        let all = KeyOptions().alg(.hs256).kid("k").allowShort()
        XCTAssertEqual(try Samples.members(all.json), try Samples.options("key"))
    }

    func testASetSkipsWhatItCannotUse() throws {
        let jwk = try Samples.key().withKid("k1").jwk()
        let set = try KeySet(jwks: #"{"keys":[\#(jwk),{"kty":"unheard of"}]}"#)
        XCTAssertEqual(set.keys.map(\.kid), ["k1"])
        XCTAssertEqual(set.skipped, 1)
        XCTAssertEqual(try set.publicJWKS(), #"{"keys":[]}"#)
    }
}
