// A login with LikeCoin, as a program for the terminal. An app opens the consent page in an
// `ASWebAuthenticationSession` and gets the callback URL from it; this program prints the one
// address and reads the other.
//
//     LIKECOIN_CLIENT_ID=... LIKECOIN_CLIENT_SECRET=... swift run mobile-login
//
// LikeCoin's token endpoint needs the client's secret, which anyone can read out of an app. So
// there are two parts: `Server` runs on a server and has the secret, and the rest is the app, which
// asks it.

import Foundation
import Jotkit

private let settings = ProcessInfo.processInfo.environment

// The app's own scheme: the system hands such an address to the app.
private let redirectURI = "com.example.app:/callback"

/// The app's own server. In an app, these functions send HTTP requests to it.
struct Server {
    // snippet: likecoin-server
    private let client = LikeCoinClient(
        clientID: settings["LIKECOIN_CLIENT_ID"] ?? "",
        clientSecret: settings["LIKECOIN_CLIENT_SECRET"] ?? "",
        redirectURI: redirectURI,
        api: settings["LIKECOIN_API"])

    func login(code: String) async throws -> Tokens { try await client.exchange(code: code) }

    func refresh(_ held: Tokens) async throws -> Tokens { try await client.refresh(held.refreshToken ?? "") }
    // snippet end
}

@main
struct MobileLogin {
    static func main() async throws {
        let clientID = settings["LIKECOIN_CLIENT_ID"] ?? ""
        let (page, api) = (settings["LIKECOIN_CONSENT_PAGE"], settings["LIKECOIN_API"])
        let server = Server()

        // snippet: likecoin-login
        // Step 1: the user goes to the consent page. The app keeps the state until they are back.
        let authorization = try OAuth.authorizeURL(
            clientID: clientID, redirectURI: redirectURI, scope: ["profile", "email"], endpoint: page)
        print("Open this page: \(authorization.url)")
        print("Where did it send you?")
        fflush(nil)
        guard let callbackURL = readLine() else { return }

        do {
            // Step 2: the app's server exchanges the code in that address for tokens, if the state
            // is the one that was sent.
            let code = try OAuth.parseCallback(callbackURL, expectedState: authorization.state)
            let tokens = try await server.login(code: code)

            // Step 3: calls with the token. When it expires, the server gets the next one.
            let session = try LikeCoinSession(tokens: tokens, api: api) { held in try await server.refresh(held) }
            let reply = try await session.get("/users/profile")
            let profile = try JSONDecoder().decode(Profile.self, from: reply.body)
            print("Hello, \(profile.displayName) (\(profile.user), \(profile.email ?? "no address"))")
        } catch JotkitError.flow(let details) {
            // `access_denied` if the user declined.
            print("No login: \(details.message)")
            exit(1)
        }
        // snippet end
    }
}

struct Profile: Decodable {
    let user: String
    let displayName: String
    let email: String?
}
