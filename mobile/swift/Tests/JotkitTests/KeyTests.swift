import Foundation
import Jotkit
import XCTest

final class KeyTests: XCTestCase {
    func testTheAlgorithmsAreTheCores() throws {
        let names = try Samples.contract()["algorithms"]?.items?.compactMap(\.string)
        XCTAssertEqual(Algorithm.allCases.map(\.rawValue), names)
        XCTAssertNil(Algorithm(rawValue: "none"))
    }

    func testEveryAlgorithmSignsAndVerifiesThroughAllItsForms() throws {
        for algorithm in Algorithm.allCases {
            let key = try Key.generate(algorithm)
            XCTAssertEqual(key.algorithm, algorithm)
            XCTAssertTrue(key.isPrivate)
            let token = try Signer(key: key.withKid("k1")).sign(json: Samples.claims)
            var forms = [try Key(jwk: key.jwk())]
            if key.keyType != "oct" {
                let options = KeyOptions().alg(algorithm)
                let half = try key.publicKey()
                XCTAssertFalse(half.isPrivate)
                XCTAssertEqual(half.thumbprint, key.thumbprint)
                forms += [half, try Key(jwk: half.jwk()), try Key(pem: half.pem(), options: options)]
                forms += [try Key(pem: key.pem(), options: options), try Key(der: key.der(), options: options)]
            }
            for form in forms { XCTAssertEqual(try Verifier(key: form).payload(token), Samples.claims) }
        }
    }

    func testBytesAndTextAreTheSameSecret() throws {
        XCTAssertEqual(try Key.hs256(Data(Samples.secret.utf8)).thumbprint, try Samples.key().thumbprint)
        XCTAssertEqual(try Key.hs256(Array(Samples.secret.utf8)).thumbprint, try Samples.key().thumbprint)
        let long = String(repeating: "x", count: 64)
        XCTAssertEqual(try Key.hs384(Data(long.utf8)).thumbprint, try Key.hs384(long).thumbprint)
        XCTAssertEqual(try Key.hs512(Data(long.utf8)).thumbprint, try Key.hs512(long).thumbprint)
        try assertRefused("key_weak", { try Key.hs256("short") }, { try Key.hs512(Samples.secret) })
    }

    func testASetSkipsWhatItCannotUse() throws {
        let jwk = try Samples.key().withKid("k1").jwk()
        let set = try KeySet(jwks: #"{"keys":[\#(jwk),{"kty":"unheard of"}]}"#)
        XCTAssertEqual(set.keys.map(\.kid), ["k1"])
        XCTAssertEqual(set.skipped, 1)
        XCTAssertEqual(try set.publicJWKS(), #"{"keys":[]}"#)
    }
}
