// An app's login with LikeCoin, as a program for the terminal: where an app would open the consent
// page in an `ASWebAuthenticationSession` and be given the callback URL, this one prints the one
// address and reads the other.
//
//     LIKECOIN_CLIENT_ID=... LIKECOIN_CLIENT_SECRET=... swift run mobile-login
//
// LikeCoin's token endpoint needs the client's secret, which anyone can read out of an app. A
// public app lets its server do the exchange.

import Foundation
import Jotkit

@main
struct MobileLogin {
    static func main() async throws {
        let settings = ProcessInfo.processInfo.environment
        let api = settings["LIKECOIN_API"] ?? "https://api.like.co"
        let client = LikeCoinClient(
            clientID: settings["LIKECOIN_CLIENT_ID"] ?? "",
            clientSecret: settings["LIKECOIN_CLIENT_SECRET"] ?? "",
            // The app's own scheme: the system hands such an address to the app.
            redirectURI: "com.example.app:/callback",
            page: settings["LIKECOIN_CONSENT_PAGE"],
            api: api)

        // snippet: likecoin-login
        // Step 1: the user goes to the consent page. The app keeps the state until they are back.
        let authorization = try client.authorize(scope: ["profile", "email"])
        print("Open this page: \(authorization.url)")
        print("Where did it send you?")
        fflush(nil)
        guard let callbackURL = readLine() else { return }

        do {
            // Step 2: the code in that address becomes an access token, if the state is the one
            // that was sent.
            let session = try await client.exchange(callbackURL: callbackURL, expectedState: authorization.state)

            // Step 3: calls with the token. After an hour, the session gets the next one by itself.
            let reply = try await session.get("\(api)/users/profile")
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
