// What an installed package must do: sign, verify and refuse, in every algorithm.
import Foundation
import Jotkit

func same(_ actual: String, _ expected: String, _ algorithm: Algorithm) {
    if actual != expected { fatalError("\(algorithm): \(actual) is not \(expected)") }
}

func code(_ verifier: Verifier, _ token: String) throws -> String {
    do {
        _ = try verifier.verify(token)
        return "accepted"
    } catch let error as JotkitError {
        return error.code
    }
}

let policy = Policy().issuer("https://id.example").audience("api")
let options = SignerOptions().issuer("https://id.example").audience("api").lifetime(.seconds(60))
for algorithm in Algorithm.allCases {
    let key = try Key.generate(algorithm)
    let half = algorithm.rawValue.hasPrefix("HS") ? key : try key.publicKey()
    let signer = try Signer(key: key, options: options)
    let verifier = try Verifier(key: half, policy: policy)
    let token = try signer.sign(json: #"{"sub":"u1"}"#)
    let claims: [String: String] = try JSONDecoder().decode(
        Sub.self, from: Data(try verifier.verify(token).payload.utf8)
    ).all
    same(claims["sub"] ?? "", "u1", algorithm)

    let dot = token.lastIndex(of: ".")!
    let first = token.index(after: dot)
    let changed = token[...dot] + (token[first] == "A" ? "B" : "A") + token[token.index(after: first)...]
    same(try code(verifier, String(changed)), "signature_invalid", algorithm)
    let late = try signer.sign(json: #"{"sub":"u1"}"#, now: Date(timeIntervalSince1970: 1e9))
    same(try code(verifier, late), "token_expired", algorithm)
    let other = try Verifier(key: half, policy: Policy().issuer("https://id.example").audience("other"))
    same(try code(other, token), "audience_refused", algorithm)
}
print("\(Algorithm.allCases.count) algorithms: signed, verified, refused")

struct Sub: Decodable {
    let sub: String
    var all: [String: String] { ["sub": sub] }
}
