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

/// What the token endpoint granted. An app stores it encoded, in the keychain: with it, anyone is
/// the user. Encoded, it has the member names of the token endpoint, and `expires_at` in seconds
/// since 1970.
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
    /// When the access token expires, read without verification.
    public let expiresAt: Date?

    /// Stored tokens.
    public init(
        accessToken: String, refreshToken: String? = nil, user: String? = nil, displayName: String? = nil,
        avatar: String? = nil, scope: [String]? = nil, expiresAt: Date? = nil
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
            displayName: native.displayName, avatar: native.avatar, scope: native.scope,
            expiresAt: native.expiresAt.map(Date.init(timeIntervalSince1970:)))
    }

    /// The JSON text that a session reads.
    package var json: String {
        jsonObject([
            "access_token": accessToken, "refresh_token": refreshToken, "user": user, "display_name": displayName,
            "avatar": avatar, "scope": scope, "expires_at": expiresAt?.timeIntervalSince1970,
        ])
    }

    /// Hides the tokens.
    public var description: String { "Tokens(user: \(user ?? "unknown"))" }

    /// Hides the tokens from `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["user": user as Any]) }
}

extension Tokens: Codable {
    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case user
        case displayName = "display_name"
        case avatar
        case scope
        case expiresAt = "expires_at"
    }

    /// Reads what ``encode(to:)`` wrote, or a reply of an app's own server in that form.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        // Seconds, whatever the decoder's strategy for dates is.
        let expiresAt = try members.decodeIfPresent(Double.self, forKey: .expiresAt)
        self.init(
            accessToken: try members.decode(String.self, forKey: .accessToken),
            refreshToken: try members.decodeIfPresent(String.self, forKey: .refreshToken),
            user: try members.decodeIfPresent(String.self, forKey: .user),
            displayName: try members.decodeIfPresent(String.self, forKey: .displayName),
            avatar: try members.decodeIfPresent(String.self, forKey: .avatar),
            scope: try members.decodeIfPresent([String].self, forKey: .scope),
            expiresAt: expiresAt.map(Date.init(timeIntervalSince1970:)))
    }

    /// Writes the tokens, which are secret.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(accessToken, forKey: .accessToken)
        try members.encodeIfPresent(refreshToken, forKey: .refreshToken)
        try members.encodeIfPresent(user, forKey: .user)
        try members.encodeIfPresent(displayName, forKey: .displayName)
        try members.encodeIfPresent(avatar, forKey: .avatar)
        try members.encodeIfPresent(scope, forKey: .scope)
        try members.encodeIfPresent(expiresAt?.timeIntervalSince1970, forKey: .expiresAt)
    }
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
