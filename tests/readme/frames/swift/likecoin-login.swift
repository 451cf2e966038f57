import Foundation

struct Profile: Decodable {
    let displayName: String
}

/// Sends to the stand-in what is meant for api.like.co.
private struct StandIn: HTTPTransport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        try expect(request.url.hasPrefix("https://api.like.co/"))
        request.url = request.url.replacingOccurrences(of: "https://api.like.co", with: setting("API"))
        return try await URLSessionTransport().send(request)
    }
}

/// The client as it is, but for where it sends.
private func LikeCoinClient(clientID: String, clientSecret: String, redirectURI: String) -> Jotkit.LikeCoinClient {
    Jotkit.LikeCoinClient(
        clientID: clientID, clientSecret: clientSecret, redirectURI: redirectURI, transport: StandIn())
}

private func visit(_ url: String) async throws -> String {
    let page = HTTPRequest(method: "POST", url: setting("VISITOR"), body: Data(url.utf8))
    return try await URLSessionTransport().send(page).text
}

func likecoinLogin() async throws {
    let (clientID, clientSecret) = (setting("CLIENT_ID"), setting("CLIENT_SECRET"))
    let redirectURI = setting("REDIRECT_URI")

    // README

    try expect(reply.status == 200)
    try expect(profile.displayName == "William Chong")
    print("ok likecoin-login")
}
