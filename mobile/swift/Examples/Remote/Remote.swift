// Verifies the tokens of an identity provider, one a line, with the keys that it publishes, and
// prints whom each is for or why it is refused.
//
//     ISSUER=https://id.example AUDIENCE=api swift run remote-example

import Foundation
import Jotkit

struct Claims: Codable {
    var sub: String
}

@main
struct Remote {
    static func main() async throws {
        let settings = ProcessInfo.processInfo.environment
        let (issuer, audience) = (settings["ISSUER"] ?? "", settings["AUDIENCE"] ?? "")
        // Where the keys of the last run are, for a start without a network.
        let file = settings["SNAPSHOT"].map { URL(fileURLWithPath: $0) }

        // snippet: remote
        let keys = try RemoteKeys(issuer: issuer)
        let policy = Policy().issuer(issuer).audience(audience)
        let verifier = try RemoteVerifier(keys: keys, policy: policy)
        // snippet end

        if let file, let stored = try? Data(contentsOf: file) {
            do {
                try keys.seed(try JSONDecoder().decode(RemoteSnapshot.self, from: stored))
            } catch {
                print("The stored keys are not used: \(error)")
            }
        }
        while let token = readLine() {
            do {
                print(try await subject(of: token, verifier))
            } catch let error as JotkitError {
                print(error.code)
            }
            fflush(nil)
        }
        if let file { try JSONEncoder().encode(keys.export()).write(to: file) }
    }

    static func subject(of token: String, _ verifier: RemoteVerifier) async throws -> String {
        // snippet: remote
        let claims: Claims = try await verifier.verify(token)
        // snippet end
        return claims.sub
    }
}
