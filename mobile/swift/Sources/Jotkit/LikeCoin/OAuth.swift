import Foundation
internal import JotkitFFI

/// Where to send the user, and what to remember until they come back.
public struct Authorization: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The address of the consent page, with all parameters.
    public let url: String
    /// What the callback has to bring back. To be kept with this user's session, and to be used once.
    public let state: String

    /// Hides both: who knows the state can finish a login of their own in the user's browser.
    public var description: String { "Authorization(hidden)" }

    /// Hides both from `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What the token endpoint granted. An app may make one out of what it stored.
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
    /// The granted scopes, where the reply names them.
    public let scope: [String]?
    /// When the access token expires, in seconds since 1970, read without verification.
    public let expiresAt: TimeInterval?

    /// Tokens that an app stored.
    public init(
        accessToken: String,
        refreshToken: String? = nil,
        user: String? = nil,
        displayName: String? = nil,
        avatar: String? = nil,
        scope: [String]? = nil,
        expiresAt: TimeInterval? = nil
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
            accessToken: native.accessToken,
            refreshToken: native.refreshToken,
            user: native.user,
            displayName: native.displayName,
            avatar: native.avatar,
            scope: native.scope,
            expiresAt: native.expiresAt)
    }

    /// Hides the tokens.
    public var description: String { "Tokens(user: \(user ?? "unknown"))" }

    /// Hides the tokens from `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["user": user as Any]) }
}

/// What to do about an API's reply.
public enum Reaction: Sendable, Equatable {
    /// The call succeeded.
    case done
    /// Refresh the access token and send the request again, once.
    case refreshAndRetry
    /// Send the user through the consent page again.
    case reauthorize
    /// The call failed for a reason that has nothing to do with the token.
    case failed
}

/// The client's side of LikeCoin's OAuth 2.0, in the order of its steps. Nothing here talks to the network;
/// ``LikeCoinClient`` does.
public enum OAuth {
    /// Makes the address to send the user to.
    ///
    /// - Parameters:
    ///   - state: Has to be unguessable; 192 random bits if absent.
    ///   - endpoint: Another consent page than the production one.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the client id is blank, a scope is not one word, the redirect URI is
    ///   relative or has a fragment, or the endpoint is not `https` (`http` is for this very machine).
    public static func authorizeURL(
        clientID: String,
        redirectURI: String,
        scope: [String] = [],
        state: String? = nil,
        endpoint: String? = nil
    ) throws -> Authorization {
        var text = JSONText()
        text.put("client_id", clientID, JSONText.quote)
        text.put("scope", scope, JSONText.list)
        text.put("redirect_uri", redirectURI, JSONText.quote)
        if let state { text.put("state", state, JSONText.quote) }
        if let endpoint { text.put("endpoint", endpoint, JSONText.quote) }
        let made = try across { try oauthAuthorizeUrl(request: text.text) }
        return Authorization(url: made.url, state: made.state)
    }

    /// Takes the authorization code out of the address the user came back to.
    ///
    /// - Parameter expectedState: The state of this user's ``Authorization``; to be forgotten after this call, whatever comes of
    ///   it.
    /// - Throws: ``JotkitError/flow(_:)`` `access_denied` if the user declined, `authorization_failed` if the server refused,
    ///   `state_mismatch` or `callback_invalid` if the address is not the answer to this user's request.
    public static func parseCallback(_ url: String, expectedState: String) throws -> String {
        try across { try oauthParseCallback(url: url, expectedState: expectedState) }
    }

    /// Makes the request that exchanges a code.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a blank id or code, or an endpoint that is not `https`;
    ///   ``JotkitError/key(_:)`` `key_weak` for an empty secret.
    public static func tokenRequest(
        clientID: String,
        clientSecret: String,
        redirectURI: String,
        code: String,
        endpoint: String? = nil
    ) throws -> HTTPRequest {
        var text = JSONText()
        text.put("client_id", clientID, JSONText.quote)
        text.put("client_secret", clientSecret, JSONText.quote)
        text.put("redirect_uri", redirectURI, JSONText.quote)
        text.put("code", code, JSONText.quote)
        if let endpoint { text.put("endpoint", endpoint, JSONText.quote) }
        return HTTPRequest(try across { try oauthTokenRequest(request: text.text) })
    }

    /// Makes the request that refreshes an access token.
    ///
    /// - Throws: As ``tokenRequest(clientID:clientSecret:redirectURI:code:endpoint:)``.
    public static func refreshRequest(
        clientID: String,
        clientSecret: String,
        refreshToken: String,
        endpoint: String? = nil
    ) throws -> HTTPRequest {
        var text = JSONText()
        text.put("client_id", clientID, JSONText.quote)
        text.put("client_secret", clientSecret, JSONText.quote)
        text.put("refresh_token", refreshToken, JSONText.quote)
        if let endpoint { text.put("endpoint", endpoint, JSONText.quote) }
        return HTTPRequest(try across { try oauthRefreshRequest(request: text.text) })
    }

    /// Reads the reply to either request.
    ///
    /// - Parameter held: The refresh token held so far, which is kept if the reply has none.
    /// - Throws: ``JotkitError/flow(_:)`` `request_refused` for a status that is no success, `response_invalid` for a reply that makes
    ///   no sense. The server's own words are left out, since a server may repeat what it was sent.
    public static func parseTokenResponse(_ response: HTTPResponse, held: String? = nil) throws -> Tokens {
        Tokens(
            try across {
                try oauthParseTokenResponse(status: response.crossing, body: response.body, held: held)
            })
    }

    /// Checks the address of an API before an access token is sent to it, and brings it into the form that every parser reads
    /// alike.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` unless it is an absolute `https` address without a user name; `http` is
    ///   for this very machine.
    public static func apiURL(_ address: String) throws -> String {
        try across { try oauthApiUrl(address: address) }
    }

    /// The address to send an access token to, which nothing but the API gets: a path under the endpoint or an absolute address with
    /// its scheme, host and port.
    ///
    /// - Parameter endpoint: The production API's if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for an address elsewhere, and as ``apiURL(_:)``.
    public static func callURL(_ address: String, endpoint: String? = nil) throws -> String {
        try across { try oauthCallUrl(address: address, endpoint: endpoint) }
    }

    /// What to do about the reply to a call.
    ///
    /// - Parameter refreshed: Whether it was already sent again after a refresh.
    public static func reaction(to response: HTTPResponse, refreshed: Bool) -> Reaction {
        switch oauthReaction(status: response.crossing, body: response.body, refreshed: refreshed) {
        case .done: return .done
        case .refreshAndRetry: return .refreshAndRetry
        case .reauthorize: return .reauthorize
        case .failed: return .failed
        }
    }
}
