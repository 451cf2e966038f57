import Foundation
import Jotkit
import SubjectKit
import XCTest

/// Small inputs of real situations (`tests/field`); the vectors hold those that are requests.
final class FieldTests: XCTestCase {
    private func members(_ file: String) throws -> [String: JSON] {
        try XCTUnwrap(try JSON(Samples.shared("field/\(file)")).members)
    }

    func testPEMsFromTheEnvironmentAreReadOrExplained() throws {
        let words = [
            "backslash n": #"`\n`"#, "backslash r backslash n": #"`\n`"#, "in double quotes": "quotes",
            "base64 of the whole file": "decode it first", "Keycloak realm public_key": "import it as DER",
            "file name": "file name", "service account JSON": "`private_key`",
        ]
        for item in try XCTUnwrap(members("02-pem-from-environment.json")["cases"]?.items) {
            let (id, pem) = try (XCTUnwrap(item.members?["id"]?.string), XCTUnwrap(item.members?["pem"]?.string))
            guard let word = words[id] else {
                // The label is wrong and the content is a sound key.
                _ = try Key(pem: pem, options: id.hasPrefix("PKCS#8") ? KeyOptions() : KeyOptions().alg(.rs256))
                continue
            }
            let error = try failure { try Key(pem: pem, options: KeyOptions().alg(.rs256)) }
            XCTAssertEqual(error.code, "key_invalid", id)
            XCTAssertTrue(error.message.contains(word), "\(id): \(error.message)")
        }
    }

    func testOpenSSHKeysAreRead() throws {
        let keys = try members("03-openssh-keys.json")
        for name in ["private ed25519", "private ed25519, wrapped at 64", "public ed25519"] {
            let key = try Key(pem: XCTUnwrap(keys[name]?.string))
            XCTAssertEqual([key.algorithm == .edDSA, key.isPrivate], [true, name.hasPrefix("private")], name)
        }
        XCTAssertEqual(try Key(pem: XCTUnwrap(keys["public rsa"]?.string), options: KeyOptions().alg(.rs256)).keyType, "RSA")
    }

    func testBareKeysAreRead() throws {
        let keys = try members("05-bare-keys.json").mapValues { $0.string.flatMap { Data(base64Encoded: $0) } }
        func bytes(_ start: String) throws -> Data {
            try XCTUnwrap(keys.first { $0.key.hasPrefix(start) }?.value, start)
        }
        let (long, seed) = try (bytes("ed25519, 64"), bytes("ed25519, 32"))
        let (one, other) = try (Key(ed25519Private: long), Key(ed25519Private: seed))
        XCTAssertEqual(one.thumbprint, other.thumbprint)
        XCTAssertEqual(try Key(ed25519Public: long.suffix(32)).thumbprint, one.thumbprint)
        let options = KeyOptions().alg(.es256)
        let (point, raw) = try (bytes("P-256 public point"), bytes("P-256 x and y"))
        XCTAssertEqual(
            try Key(ecPoint: point, options: options).thumbprint, try Key(ecPoint: raw, options: options).thumbprint)
        try assertRefused("argument_invalid", { try Key(ecPoint: point, options: KeyOptions()) })
    }

    func testTokensOfALoadBalancerPassIfPaddingIsAllowed() throws {
        let file = try members("11-alb-padded-token.json")
        let key = try Key(pem: XCTUnwrap(file["pem"]?.string))
        let policy = Policy().allowPadding()
        let (strict, lax) = try (Verifier(key: key), Verifier(key: key, policy: policy))
        for token in try XCTUnwrap(file["tokens"]?.items).compactMap(\.string) {
            _ = try lax.payload(token, now: Date(timeIntervalSince1970: 1_790_000_000))
            XCTAssertTrue(try peek(token, policy: policy).header.contains("kid"))
            try assertRefused(
                "token_malformed", { try strict.payload(token, now: Date(timeIntervalSince1970: 1_790_000_000)) },
                { try peek(token) })
        }
        for token in try XCTUnwrap(file["must stay refused"]?.items).compactMap(\.string) {
            try assertRefused("token_malformed", { try lax.payload(token, now: Date(timeIntervalSince1970: 1_790_000_000)) })
        }
    }

    func testWhatIsNotATokenIsSaidToBeSo() throws {
        let words = ["five segments", "not a JWT", "`bearer.parse`", "in quotes", "white space"]
        let cases = try XCTUnwrap(members("14-not-a-jws.json")["cases"]?.items)
        for (item, word) in zip(cases, words) {
            let error = try failure { try Samples.verifier().payload(XCTUnwrap(item.members?["token"]?.string)) }
            XCTAssertEqual(error.code, "token_malformed")
            XCTAssertTrue(error.message.contains(word), "\(word): \(error.message)")
        }
    }

    func testSecretsInRotationAreTriedIfThatIsAskedFor() throws {
        let file = try members("17-secret-rotation.json")
        let set = try KeySet(jwks: XCTUnwrap(file["jwks"]).line)
        let token = try XCTUnwrap(file["token of the old secret"]?.string)
        let policy = Policy().issuer("https://idp.example/").audience("api")
        _ = try Verifier(keys: set, policy: policy.tryEach()).payload(token, now: Date(timeIntervalSince1970: 1_790_000_000))
        let error = try failure {
            try Verifier(keys: set, policy: policy).payload(token, now: Date(timeIntervalSince1970: 1_790_000_000))
        }
        XCTAssertEqual(error.code, "key_ambiguous")
        XCTAssertTrue(error.message.contains("`try_each`"), error.message)
    }
}
