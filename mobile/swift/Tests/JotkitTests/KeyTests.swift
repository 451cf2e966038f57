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
        func jwk(_ key: Key) throws -> String { try key.jwk() }
        XCTAssertEqual(try jwk(.hs256(Data(Samples.secret.utf8))), try jwk(Samples.key()))
        XCTAssertEqual(try jwk(.hs256(Array(Samples.secret.utf8))), try jwk(Samples.key()))
        let long = String(repeating: "x", count: 64)
        XCTAssertEqual(try jwk(.hs384(Data(long.utf8))), try jwk(.hs384(long)))
        XCTAssertEqual(try jwk(.hs512(Data(long.utf8))), try jwk(.hs512(long)))
        XCTAssertNil(try Samples.key().thumbprint)
        try assertRefused("key_weak", { try Key.hs256("short") }, { try Key.hs512(Samples.secret) })
    }

    func testASetSkipsWhatItCannotUse() throws {
        let jwk = try Samples.key().withKid("k1").jwk()
        let set = try KeySet(jwks: #"{"keys":[\#(jwk),{"kty":"unheard of","kid":"k2"}]}"#)
        XCTAssertEqual(set.map(\.kid), ["k1"])
        XCTAssertEqual(set.count, 1)
        XCTAssertNotNil(set["k1"])
        XCTAssertNil(set["k2"])
        let skipped = try XCTUnwrap(set.skipped.first)
        XCTAssertEqual([skipped.index.description, skipped.kid, skipped.code], ["1", "k2", "key_invalid"])
        XCTAssertTrue(skipped.message.contains("kty"), skipped.message)
        XCTAssertEqual(try set.publicJWKS(), #"{"keys":[]}"#)
    }

    func testPEMsMakeASetInOneCall() throws {
        let pem = try Key.generate(.es256).publicKey().pem()
        XCTAssertEqual(try KeySet(pems: ["a": pem, "b": "keys/b.pem"]).map(\.kid), ["a"])
        let list = try KeySet(pems: [pem, "keys/b.pem"])
        XCTAssertEqual([list.count, list.skipped.first?.index], [1, 1])
    }

    func testAPassphraseOpensAKeyAndIsNotPrinted() throws {
        let options = KeyOptions().passphrase("a passphrase for tests")
        for printed in [options, KeyOptions(json: options.json)].map(Samples.printed) {
            XCTAssertFalse(printed.contains("a passphrase"), printed)
        }
        let pem = try Key.generate(.es256).pem()
        try assertRefused("argument_invalid", { try Key(pem: pem, options: options) })
    }
}
