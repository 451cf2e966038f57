import Foundation
internal import JotkitFFI

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Calls the API for one user, and refreshes the tokens when the API says that they have expired.
///
/// Calls that find the token expired at the same time wait for one refresh.
public actor LikeCoinSession {
    private nonisolated let native: Session
    private let transport: any HTTPTransport
    private let timeout: Duration
    private let onRefresh: @Sendable (Tokens) async -> Void
    /// Asks the app's own server for the next tokens, if the client's secret is there.
    private let elsewhere: (@Sendable (Tokens) async throws -> Tokens)?
    private var waiting: [UInt64: CheckedContinuation<Bool, Never>] = [:]

    init(
        native: Session, transport: any HTTPTransport, timeout: Duration,
        onRefresh: @escaping @Sendable (Tokens) async -> Void,
        elsewhere: (@Sendable (Tokens) async throws -> Tokens)? = nil
    ) {
        self.native = native
        self.transport = transport
        self.timeout = timeout
        self.onRefresh = onRefresh
        self.elsewhere = elsewhere
    }

    /// A session of an app, without the client's secret: the app's own server has it.
    ///
    /// ```swift
    /// let session = try LikeCoinSession(tokens: stored) { held in try await server.refresh(held) }
    /// let reply = try await session.get("/users/profile")
    /// ```
    ///
    /// - Parameters:
    ///   - api: Another API than the production one.
    ///   - timeout: How long a call may take in all, with waiting and a refresh.
    ///   - transport: Another way to send the requests to the API.
    ///   - onRefresh: Stores the new tokens after every refresh.
    ///   - refresh: Returns the next tokens, which the app's server gets; a refresh token that it
    ///     does not name is kept. It is called once for all calls that wait, and cancelled at the
    ///     deadline of the call that began it. A `URLError` or an ``HTTPFailure`` means that there
    ///     is no answer now: the call is `server_unavailable`, and the tokens are still good. What
    ///     else it throws, that call throws.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for tokens that no header can carry,
    ///   or an API that is not `https`.
    public init(
        tokens: Tokens, api: String? = nil, timeout: Duration = .seconds(30),
        transport: any HTTPTransport = URLSessionTransport(),
        onRefresh: @escaping @Sendable (Tokens) async -> Void = { _ in },
        refresh: @escaping @Sendable (Tokens) async throws -> Tokens
    ) throws {
        let native = try across { try Session.withoutSecret(api: api, tokens: tokens.json) }
        self.init(native: native, transport: transport, timeout: timeout, onRefresh: onRefresh, elsewhere: refresh)
    }

    /// The tokens in use.
    public nonisolated var tokens: Tokens { Tokens(native.tokens()) }

    /// Sends a request with the access token to the client's API. On 401 `TOKEN_EXPIRED` or
    /// `LOGIN_NEEDED` it refreshes the tokens and sends the request again, once.
    ///
    /// The response may have any status; ``HTTPResponse/reaction`` is what to do about it.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for an address outside of the API, or
    ///   a method or header that HTTP does not allow; ``JotkitError/flow(_:)`` `server_unavailable`
    ///   if there is no reply (the tokens are still good), `request_refused` if the refresh is
    ///   refused, `response_invalid` for a reply that is too long or malformed.
    public func call(_ request: HTTPRequest) async throws -> HTTPResponse {
        let deadline = ContinuousClock.now + timeout
        let begun = try across {
            try native.call(method: request.method, url: request.url, headers: request.headers, body: request.body)
        }
        defer {
            // A call that is over is not there to be cancelled, and says so.
            try? native.cancel(call: begun.call)
            wake()
        }
        var (step, response) = (begun.step, HTTPResponse(status: 0))
        while true {
            switch step {
            case .send(let outgoing, let store):
                if let store { await onRefresh(Tokens(store)) }
                response = try await send(HTTPRequest(outgoing), for: begun.call, deadline)
                step = try reply(response, to: begun.call)
            case .refresh(let held):
                step = try await refresh(Tokens(held), for: begun.call, deadline)
            case .wait:
                // Nothing is awaited between the two, so no wake-up is lost.
                step = try across { try native.resume(call: begun.call) }
                guard case .wait = step else { continue }
                guard await wait(for: begun.call, until: deadline) else {
                    try Task.checkCancellation()
                    throw JotkitError(native.failed(call: begun.call, cause: HTTPFailure.timeout.cause))
                }
            case .done(_, let reaction):
                response.reaction = Reaction(reaction)
                return response
            }
        }
    }

    /// Sends a `GET` request to an address of the API, or to a path of it; see ``call(_:)``.
    public func get(_ url: String) async throws -> HTTPResponse {
        try await call(HTTPRequest(url: url))
    }

    /// Ends the session's tokens at the server (RFC 7009), those that other processes got by the
    /// same login too. The endpoint is that of jotkit's own provider; LikeCoin's is not public.
    /// Afterwards forget the tokens: the API refuses them.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a session without the client's
    ///   secret: the app's own server logs out; ``JotkitError/flow(_:)`` `server_unavailable` if
    ///   there is no reply (the tokens may still be good: try again), `request_refused`,
    ///   `response_invalid`.
    public func logout() async throws {
        let request = HTTPRequest(try across { try native.logout() })
        do {
            let reply = try await transport.exchange(request, deadline: .now + timeout)
            try across {
                try native.loggedOut(status: reply.crossing, headers: reply.headers, body: reply.body)
            }
        } catch let failure as HTTPFailure {
            throw JotkitError(oauthNoReply(cause: failure.cause))
        }
    }

    private func send(
        _ request: HTTPRequest, for call: UInt64, _ deadline: ContinuousClock.Instant
    ) async throws -> HTTPResponse {
        do {
            return try await transport.exchange(request, deadline: deadline)
        } catch let failure as HTTPFailure {
            throw JotkitError(native.failed(call: call, cause: failure.cause))
        }
    }

    /// Hands in the tokens that the app's server gave, through the app's function.
    private func refresh(
        _ held: Tokens, for call: UInt64, _ deadline: ContinuousClock.Instant
    ) async throws -> Step {
        // Only a session that has the function is asked.
        let elsewhere = elsewhere!
        do {
            let next = try await race(until: deadline) { try await elsewhere(held) }
            defer { wake() }
            return try across { try native.refreshed(call: call, tokens: next.json) }
        } catch is URLError {
            throw JotkitError(native.failed(call: call, cause: HTTPFailure.network.cause))
        } catch let failure as HTTPFailure {
            throw JotkitError(native.failed(call: call, cause: failure.cause))
        }
    }

    private func reply(_ response: HTTPResponse, to call: UInt64) throws -> Step {
        defer { wake() }
        return try across {
            try native.reply(call: call, status: response.crossing, headers: response.headers, body: response.body)
        }
    }

    /// Waits for the next step of any call; `false` if the deadline passes or the caller is
    /// cancelled first.
    private func wait(for call: UInt64, until deadline: ContinuousClock.Instant) async -> Bool {
        let alarm = Task {
            try await Task.sleep(until: deadline)
            stop(call)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiting[call] = $0 }
        } onCancel: {
            Task { await stop(call) }
        }
    }

    private func stop(_ call: UInt64) {
        waiting.removeValue(forKey: call)?.resume(returning: false)
    }

    private func wake() {
        let all = waiting
        waiting = [:]
        for (_, continuation) in all { continuation.resume(returning: true) }
    }
}
