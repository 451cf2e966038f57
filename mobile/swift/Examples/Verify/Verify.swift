// Signs a token, verifies it and prints who it is for.

import Jotkit

struct Claims: Codable {
    var sub: String
}

@main
struct Verify {
    static func main() throws {
        let secret = "a secret of at least 32 bytes, kept safe"
        let key = try Key.hs256(secret)
        let options = SignerOptions().issuer("https://id.example").audience("api").lifetime(3600)
        let token = try Signer(key: key, options: options).sign(Claims(sub: "u1"))

        // snippet: verify
        let policy = Policy().issuer("https://id.example").audience("api")
        let verifier = try Verifier(key: .hs256(secret), policy: policy)
        let claims: Claims = try verifier.verify(token)
        // snippet end
        print(claims.sub)
    }
}
