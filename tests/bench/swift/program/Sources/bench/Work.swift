import Foundation
import Jotkit

/// A LikeCoin access token's claims; the tokens of the size works carry a `pad` besides.
struct Claims: Codable, Equatable, Sendable {
    var user: String
    var scope: [String]
    var azp: String
    var iat: Int64
    var exp: Int64
    var aud: String
    var iss: String
    var jti: String
}

/// What the driver wrote: keys, tokens and the claims that they carry.
struct Work {
    private let members: [String: Any]
    let payload: String
    let claims: Claims

    init(_ path: String) throws {
        let text = try Data(contentsOf: URL(fileURLWithPath: path))
        members = try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
        payload = members["payload"] as? String ?? ""
        claims = try JSONDecoder().decode(Claims.self, from: Data(payload.utf8))
    }

    var issuer: String { members["issuer"] as? String ?? "" }
    var audience: String { members["audience"] as? String ?? "" }
    var policy: Policy { Policy().issuer(issuer).audience(audience) }
    var secret: String { entry("keys", "HS256")["secret"] as? String ?? "" }

    func token(_ work: String) -> String {
        (members["tokens"] as? [String: String])?[work] ?? ""
    }

    /// One half of the key of an algorithm.
    func key(_ algorithm: Algorithm, _ half: String) throws -> Key {
        if algorithm == .hs256 { return try .hs256(secret) }
        let jwk = try JSONSerialization.data(withJSONObject: entry("keys", algorithm.rawValue)["\(half)_jwk"] ?? [:])
        return try Key(jwk: String(decoding: jwk, as: UTF8.self), options: KeyOptions().alg(algorithm))
    }

    private func entry(_ table: String, _ name: String) -> [String: Any] {
        (members[table] as? [String: Any])?[name] as? [String: Any] ?? [:]
    }
}
