import Foundation
import Jotkit
import XCTest

/// Signers whose key is somewhere else, and signatures over any bytes.
final class SignersTests: XCTestCase {
    /// A key that only signs bytes, as a device does.
    private struct Device: Sendable {
        let key: Key

        /// The signature over a signing input, which is a token without its last segment.
        func sign(_ input: Data) throws -> Data {
            let parts = String(decoding: input, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
            let header = try XCTUnwrap(Data(base64URL: String(parts[0])))
            let payload = try XCTUnwrap(Data(base64URL: String(parts[1])))
            let token = try JWS.sign(payload, key: key, header: String(decoding: header, as: UTF8.self))
            return try XCTUnwrap(Data(base64URL: String(try XCTUnwrap(token.split(separator: ".").last))))
        }
    }

    private let options = SignerOptions().kid("device").lifetime(60)

    func testASignatureFromADeviceMakesAToken() async throws {
        let key = try Key.generate(.es256)
        let device = Device(key: key)
        let verifier = try Verifier(key: key)
        let external = try Signer.external(.es256, options: options) { try device.sign($0) }
        _ = try verifier.payload(external.sign(json: #"{"sub":"u1"}"#))
        let keyless = try Signer.keyless(.es256, options: options)
        let (claims, header) = (#"{"sub":"u1"}"#, #"{"typ":"at+jwt"}"#)
        let then = Date(timeIntervalSince1970: 1000)
        let input = try keyless.signingInput(claims, header: header, lifetime: .seconds(5), now: then)
        let token = try keyless.assemble(input, signature: device.sign(Data(input.utf8)))
        XCTAssertEqual(
            try verifier.payload(token, now: Date(timeIntervalSince1970: 1001)), #"{"sub":"u1","iat":1000,"exp":1005}"#)
        let later = try await keyless.sign(json: #"{"sub":"u1"}"#) { try device.sign($0) }
        _ = try verifier.payload(later)
        try assertRefused("key_unsuitable", { try keyless.sign(json: "{}") })
        try assertRefused("argument_invalid", { try keyless.assemble(input, signature: Data(count: 63)) })
    }

    func testAnErrorOfTheDeviceIsTheCallers() async throws {
        let broken = try Signer.external(.es256) { _ in throw Trouble(what: "unplugged") }
        XCTAssertThrowsError(try broken.sign(json: "{}")) { XCTAssertEqual($0 as? Trouble, Trouble(what: "unplugged")) }
        do {
            _ = try await broken.sign(json: "{}") { _ in throw Trouble(what: "asleep") }
            XCTFail("nothing was thrown")
        } catch let error as Trouble {
            XCTAssertEqual(error, Trouble(what: "asleep"))
        }
    }

    func testDatesBecomeWholeSecondsAndACallHasALifetime() throws {
        struct Claims: Encodable {
            let nbf: Date
        }
        let date = Date(timeIntervalSince1970: 1000.9)
        let payload = try peek(Samples.signer().sign(Claims(nbf: date))).payload
        XCTAssertEqual(payload, #"{"nbf":1000}"#)
        for seconds in [Double.nan, .infinity, 1e300] {
            XCTAssertThrowsError(try Samples.signer().sign(Claims(nbf: Date(timeIntervalSince1970: seconds)))) {
                XCTAssertTrue($0 is EncodingError, "\($0)")
            }
        }
        let token = try Samples.signer().sign(json: "{}", lifetime: .seconds(5), now: Date(timeIntervalSince1970: 1000))
        XCTAssertEqual(try peek(token).payload, #"{"iat":1000,"exp":1005}"#)
        for lifetime in [Duration.zero, .seconds(-1), .seconds(Int64.min), .seconds(Int64.max)] {
            try assertRefused("argument_invalid", { try Samples.signer().sign(json: "{}", lifetime: lifetime) })
        }
    }

    func testAnAudienceOfOneIsAString() throws {
        let signer = try Signer(key: Samples.key(), options: SignerOptions().audience("api"))
        XCTAssertEqual(try peek(signer.sign(json: "{}")).payload, #"{"aud":"api"}"#)
    }

    func testAnyBytesAreSigned() throws {
        let bytes = Data([0, 255])
        let token = try JWS.sign(bytes, key: Samples.key())
        XCTAssertEqual(try JWS.verify(token, key: Samples.key()).payload, bytes)
        let detached = try JWS.sign(bytes, key: Samples.key(), detached: true)
        let set = KeySet([try Samples.key()])
        XCTAssertEqual(try JWS.verify(detached, keys: set, payload: bytes).header, #"{"alg":"HS256"}"#)
        try assertRefused("signature_invalid", { try JWS.verify(detached, key: Samples.key()) })
        try assertRefused("argument_invalid", { try JWS.verify(token, key: Samples.key(), payload: bytes) })
    }
}

extension Data {
    fileprivate init?(base64URL text: String) {
        let standard = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
    }
}
