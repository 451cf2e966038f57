internal import JotkitFFI

/// A LikeCoin OAuth client that uses HTTP, with the client's secret: for servers. An app has a
/// ``LikeCoinSession`` without one.
///
/// ```swift
/// let client = LikeCoinClient(clientID: id, clientSecret: secret, redirectURI: address)
/// let authorization = try client.authorize(scope: ["profile"])  // open authorization.url
/// let session = try await client.exchange(callbackURL: url, expectedState: authorization.state)
/// let reply = try await session.get("https://api.like.co/users/profile")  // refreshes when needed
/// ```
public struct LikeCoinClient: Sendable, CustomStringConvertible, CustomReflectable {
    private let clientID: String
    private let clientSecret: String
    private let redirectURI: String
    private let page: String?
    private let api: String?
    private let timeout: Duration
    private let transport: any HTTPTransport

    /// - Parameters:
    ///   - redirectURI: Where the user comes back to, as it is on the client's whitelist.
    ///   - page: Another consent page than the production one.
    ///   - api: Another API than the production one.
    ///   - timeout: How long a call may take in all: its requests, a refresh and waiting for one.
    ///   - transport: Another way to send HTTP requests.
    public init(
        clientID: String, clientSecret: String, redirectURI: String, page: String? = nil, api: String? = nil,
        timeout: Duration = .seconds(30), transport: any HTTPTransport = URLSessionTransport()
    ) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURI = redirectURI
        self.page = page
        self.api = api
        self.timeout = timeout
        self.transport = transport
    }

    /// Makes the address to send the user to.
    ///
    /// - Throws: As ``OAuth/authorizeURL(clientID:redirectURI:scope:state:endpoint:)``.
    public func authorize(scope: [String] = [], state: String? = nil) throws -> Authorization {
        try OAuth.authorizeURL(
            clientID: clientID, redirectURI: redirectURI, scope: scope, state: state, endpoint: page)
    }

    /// Exchanges the code in the address that the user came back to for tokens.
    ///
    /// - Parameter onRefresh: Stores the new tokens after every refresh.
    /// - Throws: ``JotkitError/flow(_:)`` as ``OAuth``; `server_unavailable` if there is no reply.
    public func exchange(
        callbackURL: String, expectedState: String, onRefresh: @escaping @Sendable (Tokens) async -> Void = { _ in }
    ) async throws -> LikeCoinSession {
        let code = try OAuth.parseCallback(callbackURL, expectedState: expectedState)
        return try session(tokens: try await exchange(code: code), onRefresh: onRefresh)
    }

    /// Exchanges a code for tokens, as a server does for an app, which has checked the state.
    ///
    /// - Throws: ``JotkitError/flow(_:)`` as ``OAuth``; `server_unavailable` if there is no reply.
    public func exchange(code: String) async throws -> Tokens {
        let request = try OAuth.tokenRequest(
            clientID: clientID, clientSecret: clientSecret, redirectURI: redirectURI, code: code, endpoint: api)
        return try await tokens(request, held: nil)
    }

    /// Gets the next access token. A ``LikeCoinSession`` does it by itself.
    ///
    /// - Throws: ``JotkitError/flow(_:)`` as ``OAuth``; `server_unavailable` if there is no reply.
    public func refresh(_ refreshToken: String) async throws -> Tokens {
        let request = try OAuth.refreshRequest(
            clientID: clientID, clientSecret: clientSecret, refreshToken: refreshToken, endpoint: api)
        return try await tokens(request, held: refreshToken)
    }

    private func tokens(_ request: HTTPRequest, held: String?) async throws -> Tokens {
        do {
            let response = try await transport.exchange(request, deadline: .now + timeout)
            return try OAuth.parseTokenResponse(response, held: held)
        } catch let failure as HTTPFailure {
            throw JotkitError(oauthNoReply(cause: failure.cause))
        }
    }

    /// A session with stored tokens.
    ///
    /// - Parameter onRefresh: Stores the new tokens after every refresh.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for an empty id or token or an API
    ///   that is not `https`; ``JotkitError/key(_:)`` `key_weak` for an empty secret.
    public func session(
        tokens: Tokens, onRefresh: @escaping @Sendable (Tokens) async -> Void = { _ in }
    ) throws -> LikeCoinSession {
        let client = jsonObject([
            "client_id": clientID, "client_secret": clientSecret, "redirect_uri": redirectURI, "endpoint": api,
        ])
        let native = try across { try Session(client: client, tokens: tokens.json) }
        return LikeCoinSession(native: native, transport: transport, timeout: timeout, onRefresh: onRefresh)
    }

    /// Leaves the secret out.
    public var description: String { "LikeCoinClient(clientID: \(clientID))" }

    /// Leaves the secret out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["clientID": clientID]) }
}
