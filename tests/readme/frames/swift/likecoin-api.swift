private func answer(commonSecret: String, clientID: String, clientSecret: String, authorization: String) throws
    -> (status: Int, body: String)
{
    // README
    return reply
}

func likecoinAPI() throws {
    let issuer = try LikeCoinIssuer(commonSecret: "common secret", host: "like.co")
    for (scope, status, body) in [("read:like", 200, "u1"), ("profile", 403, "INSUFFICIENT_PERMISSION")] {
        let grant = Grant(clientID: "app", clientSecret: "client secret", user: "u1", scope: [scope])
        let reply = try answer(
            commonSecret: "common secret", clientID: "app", clientSecret: "client secret",
            authorization: Bearer.header(issuer.sign(grant)))
        try expect(reply == (status, body))
    }
    print("ok likecoin-api")
}
