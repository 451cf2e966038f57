// Signs a token, verifies it and prints who it is for.

// snippet: start
import Foundation
import Jotkit

struct Claims: Codable {
    var sub: String
    var admin: Bool
    var exp: Date?
}

@main
struct App {
    static func main() throws {
        let key = try Key.hs256("a secret of at least 32 bytes, kept safe")
        let options = SignerOptions().issuer("https://id.example").audience("api").lifetime(.seconds(3600))
        let token = try Signer(key: key, options: options).sign(Claims(sub: "u1", admin: true))

        let policy = Policy().issuer("https://id.example").audience("api")
        let verifier = try Verifier(key: key, policy: policy)
        do {
            let claims: Claims = try verifier.verify(token)
            print("Hello, \(claims.sub), until \(claims.exp!)")
        } catch let error as JotkitError where error.reason == .tokenExpired {
            print("Log in again.")
        }
    }
}
// snippet end
