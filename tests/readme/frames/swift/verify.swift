struct Session: Decodable {
    let sub: String
}

func verify() throws {
    let secret = "a secret of at least 32 bytes, kept safe"
    let options = SignerOptions(issuer: "https://id.example", audience: ["api"], lifetime: .seconds(60))
    let token = try Signer(key: .hs256(secret), options: options).sign(["sub": "u1"])

    // README

    try expect(claims.sub == "u1")
    print("ok verify")
}
