import Foundation
internal import JotkitFFI

/// The address of the consent page, and the state that the callback must return.
public struct Authorization: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The address of the consent page, with all parameters.
    public let url: String
    /// What the callback must return. Keep it with this user's session, and use it once.
    public let state: String

    /// Hides both: with the state, an attacker can finish their own login in the user's browser.
    public var description: String { "Authorization(hidden)" }

    /// Hides both from `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What the token endpoint granted. An app can make one from stored values.
public struct Tokens: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The token to call the API with, for an hour.
    public let accessToken: String
    /// The token to get the next access token with. It is not a JWT.
    public let refreshToken: String?
    /// The user's Liker ID.
    public let user: String?
    /// The name the user shows. Not unique.
    public let displayName: String?
    /// The address of the user's picture; may be empty.
    public let avatar: String?
    /// The granted scopes, if the reply names them.
    public let scope: [String]?
    /// When the access token expires, in seconds since 1970, read without verification.
    public let expiresAt: TimeInterval?

    /// Stored tokens.
    public init(
        accessToken: String, refreshToken: String? = nil, user: String? = nil, displayName: String? = nil,
        avatar: String? = nil, scope: [String]? = nil, expiresAt: TimeInterval? = nil
    ) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.user = user
        self.displayName = displayName
        self.avatar = avatar
        self.scope = scope
        self.expiresAt = expiresAt
    }

    init(_ native: OAuthTokens) {
        self.init(
            accessToken: native.accessToken, refreshToken: native.refreshToken, user: native.user,
            displayName: native.displayName, avatar: native.avatar, scope: native.scope, expiresAt: native.expiresAt)
    }

    /// The JSON text that a session reads.
    package var json: String {
        jsonObject([
            "access_token": accessToken, "refresh_token": refreshToken, "user": user, "display_name": displayName,
            "avatar": avatar, "scope": scope, "expires_at": expiresAt,
        ])
    }

    /// Hides the tokens.
    public var description: String { "Tokens(user: \(user ?? "unknown"))" }

    /// Hides the tokens from `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["user": user as Any]) }
}

/// The client's side of LikeCoin's OAuth 2.0, in the order of its steps. Nothing here uses the
/// network; ``LikeCoinClient`` does.
public enum OAuth {
    /// The address to send the user to.
    ///
    /// - Parameters:
    ///   - state: Has to be unguessable; 192 random bits if absent.
    ///   - endpoint: Another consent page than the production one.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the client id is blank, a scope is
    ///   not one word, the redirect URI is relative or has a fragment, or the endpoint is not
    ///   `https` (`http` is for this very machine).
    public static func authorizeURL(
        clientID: String, redirectURI: String, scope: [String] = [], state: String? = nil, endpoint: String? = nil
    ) throws -> Authorization {
        let text = jsonObject([
            "client_id": clientID, "scope": scope, "redirect_uri": redirectURI, "state": state, "endpoint": endpoint,
        ])
        let made = try across { try oauthAuthorizeUrl(request: text) }
        return Authorization(url: made.url, state: made.state)
    }

    /// The authorization code in the address that the user came back to.
    ///
    /// - Parameter expectedState: The state of this user's ``Authorization``; forget it after this
    ///   call.
    /// - Throws: ``JotkitError/flow(_:)`` `access_denied` if the user declined,
    ///   `authorization_failed` if the server refused, `state_mismatch` or `callback_invalid` if
    ///   the address does not answer this user's request.
    public static func parseCallback(_ url: String, expectedState: String) throws -> String {
        try across { try oauthParseCallback(url: url, expectedState: expectedState) }
    }

    /// The request that exchanges a code.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a blank id or code, or an
    ///   endpoint that is not `https`; ``JotkitError/key(_:)`` `key_weak` for an empty secret.
    public static func tokenRequest(
        clientID: String, clientSecret: String, redirectURI: String, code: String, endpoint: String? = nil
    ) throws -> HTTPRequest {
        let text = jsonObject([
            "client_id": clientID, "client_secret": clientSecret, "redirect_uri": redirectURI, "code": code,
            "endpoint": endpoint,
        ])
        return HTTPRequest(try across { try oauthTokenRequest(request: text) })
    }

    /// The request that refreshes an access token.
    ///
    /// - Throws: As ``tokenRequest(clientID:clientSecret:redirectURI:code:endpoint:)``.
    public static func refreshRequest(
        clientID: String, clientSecret: String, refreshToken: String, endpoint: String? = nil
    ) throws -> HTTPRequest {
        let text = jsonObject([
            "client_id": clientID, "client_secret": clientSecret, "refresh_token": refreshToken, "endpoint": endpoint,
        ])
        return HTTPRequest(try across { try oauthRefreshRequest(request: text) })
    }

    /// Reads the reply to either request.
    ///
    /// - Parameter held: The refresh token held so far, which is kept if the reply has none.
    /// - Throws: ``JotkitError/flow(_:)`` `request_refused`, `server_unavailable` or
    ///   `response_invalid`, with the reply's status.
    public static func parseTokenResponse(_ response: HTTPResponse, held: String? = nil) throws -> Tokens {
        let (status, body) = (response.crossing, response.body)
        return Tokens(try across { try oauthParseTokenResponse(status: status, body: body, held: held) })
    }
}
