import Foundation
import Jotkit
import XCTest

/// A key of a provider, and tokens of it.
struct ProviderKey {
    let key: Key
    let kid: String

    init(_ kid: String) throws {
        self.kid = kid
        key = try Key.generate(.es256).withKid(kid)
    }

    func token(_ claims: String = Samples.claims) throws -> String { try Signer(key: key).sign(json: claims) }

    /// The public half as a JWK.
    var jwk: String {
        get throws { try key.publicKey().jwk() }
    }
}

/// One provider of `tests/stand_ins/jwks.py`, which `.ci/swift test` starts.
struct Provider {
    let issuer: String
    let jwksURL: String
    private let control: String

    private struct Port: Decodable {
        let port: Int
    }

    struct Seen: Decodable {
        let requests: [String: Int]
        let lastHeaders: [String: String]
    }

    /// A provider with these keys.
    init(_ keys: ProviderKey..., mode: String = "ok", maxAge: Int = 600) async throws {
        let text = try XCTUnwrap(ProcessInfo.processInfo.environment["JOTKIT_JWKS"], "run .ci/swift test")
        let server = "http://127.0.0.1:\(try JSONDecoder().decode(Port.self, from: Data(text.utf8)).port)"
        // Tests do not share providers.
        let name = UUID().uuidString
        issuer = "\(server)/\(name)"
        jwksURL = "\(issuer)/jwks"
        control = "\(server)/control/\(name)"
        try await publish(keys)
        try await set(#"{"mode":"\#(mode)","headers":{"Cache-Control":"max-age=\#(maxAge)"}}"#)
    }

    /// Publishes these keys in place of the others.
    func publish(_ keys: [ProviderKey]) async throws {
        try await set(#"{"keys":[\#(try keys.map { try $0.jwk }.joined(separator: ","))]}"#)
    }

    /// Sets members of the provider's state.
    func set(_ state: String) async throws { _ = try await exchange("POST", Data(state.utf8)) }

    /// What it was asked.
    func seen() async throws -> Seen {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Seen.self, from: try await exchange("GET", nil))
    }

    /// How often it was asked for keys.
    var requests: Int {
        get async throws { try await seen().requests["jwks"] ?? 0 }
    }

    private func exchange(_ method: String, _ body: Data?) async throws -> Data {
        let request = HTTPRequest(method: method, url: control, body: body)
        return try await URLSessionTransport().send(request, deadline: .now + .seconds(60)).body
    }
}

extension RemoteVerifier {
    /// The payload, or the code of the refusal.
    func outcome(_ token: String) async throws -> String {
        do {
            let verified: Verified = try await verify(token)
            return verified.payload
        } catch let error as JotkitError {
            return error.code
        }
    }

    /// How many of the tokens, all verified at once, came to which outcome.
    func outcomes(_ tokens: [String]) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for token in tokens { group.addTask { try await self.outcome(token) } }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }
}

/// The failure that a call must end in.
func failure(
    file: StaticString = #filePath, line: UInt = #line, _ call: () async throws -> Any
) async throws -> JotkitError {
    do {
        _ = try await call()
    } catch let error as JotkitError {
        return error
    }
    XCTFail("nothing was refused", file: file, line: line)
    throw CancellationError()
}
