import Jotkit

struct Claims: Codable {
    var sub: String
}

let key = try Key.hs256("a secret of at least 32 bytes, kept safe")
let token = try Signer(key: key, options: SignerOptions().lifetime(.seconds(3600))).sign(Claims(sub: "u1"))
let claims: Claims = try Verifier(key: key).verify(token)
print("Hello, \(claims.sub)")
