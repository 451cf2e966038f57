import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A LikeCoin OAuth client that speaks HTTP.
///
/// ```swift
/// let client = LikeCoinClient(clientID: id, clientSecret: secret, redirectURI: "https://app.example/callback")
/// let authorization = try client.authorize(scope: ["profile"])  // send the user to authorization.url
/// let session = try await client.exchange(callbackURL: url, expectedState: authorization.state)
/// let reply = try await session.get("https://api.like.co/users/profile")  // refreshes by itself
/// ```
public struct LikeCoinClient: Sendable, CustomStringConvertible, CustomReflectable {
    private let clientID: String
    private let clientSecret: String
    private let redirectURI: String
    private let page: String?
    let api: String?
    let transport: any HTTPTransport

    /// - Parameters:
    ///   - redirectURI: Where the user comes back to, as it is on the client's whitelist.
    ///   - page: Another consent page than the production one.
    ///   - api: Another API than the production one.
    ///   - transport: Another way to send HTTP requests.
    public init(
        clientID: String,
        clientSecret: String,
        redirectURI: String,
        page: String? = nil,
        api: String? = nil,
        transport: any HTTPTransport = URLSessionTransport()
    ) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURI = redirectURI
        self.page = page
        self.api = api
        self.transport = transport
    }

    /// Makes the address to send the user to.
    ///
    /// - Throws: As ``OAuth/authorizeURL(clientID:redirectURI:scope:state:endpoint:)``.
    public func authorize(scope: [String] = [], state: String? = nil) throws -> Authorization {
        try OAuth.authorizeURL(
            clientID: clientID, redirectURI: redirectURI, scope: scope, state: state, endpoint: page)
    }

    /// Takes the code out of the address the user came back to and exchanges it for tokens.
    ///
    /// - Parameter onRefresh: Is given the new tokens after every refresh, to store them.
    /// - Throws: ``JotkitError/flow(_:)`` as ``OAuth``; `URLError` if the server cannot be reached.
    public func exchange(
        callbackURL: String,
        expectedState: String,
        onRefresh: @escaping @Sendable (Tokens) async -> Void = { _ in }
    ) async throws -> LikeCoinSession {
        let code = try OAuth.parseCallback(callbackURL, expectedState: expectedState)
        let request = try OAuth.tokenRequest(
            clientID: clientID, clientSecret: clientSecret, redirectURI: redirectURI, code: code, endpoint: api)
        let tokens = try OAuth.parseTokenResponse(try await transport.send(request))
        return session(tokens: tokens, onRefresh: onRefresh)
    }

    /// Gets the next access token.
    ///
    /// - Throws: ``JotkitError/flow(_:)`` as ``OAuth``; `URLError` if the server cannot be reached.
    public func refresh(_ refreshToken: String) async throws -> Tokens {
        let request = try OAuth.refreshRequest(
            clientID: clientID, clientSecret: clientSecret, refreshToken: refreshToken, endpoint: api)
        return try OAuth.parseTokenResponse(try await transport.send(request), held: refreshToken)
    }

    /// Goes on with tokens that an app stored.
    ///
    /// - Parameter onRefresh: Is given the new tokens after every refresh, to store them.
    public func session(
        tokens: Tokens,
        onRefresh: @escaping @Sendable (Tokens) async -> Void = { _ in }
    ) -> LikeCoinSession {
        LikeCoinSession(client: self, tokens: tokens, onRefresh: onRefresh)
    }

    /// Leaves the secret out.
    public var description: String { "LikeCoinClient(clientID: \(clientID))" }

    /// Leaves the secret out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["clientID": clientID]) }
}

/// Calls the API for one user, with tokens that it refreshes when the API says they are over.
///
/// Calls that find the token expired at the same time wait for one refresh.
public actor LikeCoinSession {
    /// The tokens in use.
    public private(set) var tokens: Tokens

    private let client: LikeCoinClient
    private let onRefresh: @Sendable (Tokens) async -> Void
    private var refreshing: Task<Tokens, any Error>?

    init(client: LikeCoinClient, tokens: Tokens, onRefresh: @escaping @Sendable (Tokens) async -> Void) {
        self.client = client
        self.tokens = tokens
        self.onRefresh = onRefresh
    }

    /// Sends a request with the access token, and reacts to the reply: on 401 `TOKEN_EXPIRED` or `LOGIN_NEEDED` it gets a new
    /// access token and sends the request again, once. A 403 comes back as it is.
    ///
    /// The response may have any status; ``OAuth/reaction(to:refreshed:)`` with `refreshed: true` says what is left to do about it.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` as ``OAuth/callURL(_:endpoint:)``: the token goes to the client's API alone;
    ///   ``JotkitError/flow(_:)`` if the refresh is refused; `URLError` if
    ///   the server cannot be reached or its response is longer than ``HTTPResponse/maxBody``.
    public func call(_ request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        // What was checked is what is called: parsers differ in what they take for the host.
        request.url = try OAuth.callURL(request.url, endpoint: client.api)
        let used = tokens
        let first = try await send(request, used)
        guard OAuth.reaction(to: first, refreshed: false) == .refreshAndRetry else { return first }
        guard let next = try await freshTokens(refused: used) else { return first }
        return try await send(request, next)
    }

    /// Sends a `GET` request to an address of the API, or to a path of it; see ``call(_:)``.
    public func get(_ url: String) async throws -> HTTPResponse {
        try await call(HTTPRequest(url: url))
    }

    private func send(_ request: HTTPRequest, _ tokens: Tokens) async throws -> HTTPResponse {
        var request = request
        request.headers = request.headers.filter { $0.key.lowercased() != "authorization" }
        request.headers["Authorization"] = try Bearer.header(tokens.accessToken)
        let response = try await client.transport.send(request)
        guard response.body.count <= HTTPResponse.maxBody else { throw URLError(.dataLengthExceedsMaximum) }
        return response
    }

    /// Newer tokens than those that were refused: somebody else's or those of a refresh. `nil` if there is no way.
    private func freshTokens(refused: Tokens) async throws -> Tokens? {
        if tokens != refused { return tokens }
        if let refreshing { return try await refreshing.value }
        guard let held = refused.refreshToken else { return nil }
        let client = client
        // A task of its own: whoever started it may be cancelled while others wait for it.
        let task = Task { try await client.refresh(held) }
        refreshing = task
        let result = await task.result
        refreshing = nil
        let next = try result.get()
        tokens = next
        await onRefresh(next)
        return next
    }
}
