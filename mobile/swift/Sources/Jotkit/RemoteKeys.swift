import Foundation
internal import JotkitFFI

/// The keys of an identity provider, which publishes them at a URL. Make it once and share it.
///
/// ```swift
/// let keys = try RemoteKeys(issuer: "https://id.example")
/// let policy = Policy().issuer("https://id.example").audience("api")
/// let verifier = try RemoteVerifier(keys: keys, policy: policy)
/// let session: Session = try await verifier.verify(token)
/// ```
///
/// Keys are fetched when they are first needed and again before their lifetime ends, by one request
/// for all who wait. While the provider cannot be reached, those at hand are used for another day.
/// Tokens with unknown key ids lead to a few requests at most.
public final class RemoteKeys: Sendable, CustomStringConvertible {
    let native: JotkitFFI.RemoteKeys
    private let transport: any HTTPTransport
    private let onEvent: (@Sendable (RemoteEvent) -> Void)?
    private let waiters = Waiters()

    private init(
        json: String, _ transport: any HTTPTransport, _ onEvent: (@Sendable (RemoteEvent) -> Void)?
    ) throws {
        native = try across { try JotkitFFI.RemoteKeys(options: json) }
        self.transport = transport
        self.onEvent = onEvent
    }

    /// The keys of one provider.
    ///
    /// - Parameters:
    ///   - transport: Another way to send HTTP requests, such as one with a proxy.
    ///   - onEvent: Gets what happens to the keys, on any thread. A verdict may wait for it.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` without an issuer or address, for one
    ///   that is not `https`, and for options out of range.
    public convenience init(
        options: RemoteKeysOptions, transport: any HTTPTransport = URLSessionTransport(),
        onEvent: (@Sendable (RemoteEvent) -> Void)? = nil
    ) throws {
        try self.init(json: options.json, transport, onEvent)
    }

    /// The keys of an issuer, whose discovery document says where they are.
    ///
    /// - Throws: As ``init(options:transport:onEvent:)``.
    public convenience init(
        issuer: String, transport: any HTTPTransport = URLSessionTransport(),
        onEvent: (@Sendable (RemoteEvent) -> Void)? = nil
    ) throws {
        try self.init(options: RemoteKeysOptions().issuer(issuer), transport: transport, onEvent: onEvent)
    }

    /// The keys at an address.
    ///
    /// - Throws: As ``init(options:transport:onEvent:)``.
    public convenience init(
        jwksURL: String, transport: any HTTPTransport = URLSessionTransport(),
        onEvent: (@Sendable (RemoteEvent) -> Void)? = nil
    ) throws {
        try self.init(options: RemoteKeysOptions().jwksUrl(jwksURL), transport: transport, onEvent: onEvent)
    }

    /// The keys of several issuers, each with its options. A token's `iss` chooses among them; any
    /// other is refused with `issuer_refused`.
    ///
    /// - Throws: As ``init(options:transport:onEvent:)``; `argument_invalid` for an empty list.
    public convenience init(
        issuers: [RemoteKeysOptions], transport: any HTTPTransport = URLSessionTransport(),
        onEvent: (@Sendable (RemoteEvent) -> Void)? = nil
    ) throws {
        let list = issuers.map(\.json).joined(separator: ",")
        try self.init(json: "{\"issuers\":[\(list)]}", transport, onEvent)
    }

    /// Fetches the keys unless there are some, so that the first token need not wait.
    ///
    /// - Parameter issuer: Whose, if there are several; all if absent.
    /// - Throws: ``JotkitError/key(_:)`` `keys_unavailable` if they cannot be fetched, with
    ///   ``JotkitError/retryAt``; `CancellationError`.
    public func warm(issuer: String? = nil) async throws {
        try await decide { clock in
            switch self.native.prepare(issuer: issuer, now: clock) {
            case .ready(let fetch): return .decided(.success(()), fetch)
            case .fetch(let fetch): return .fetch(fetch)
            case .wait(let until, _): return .wait(until)
            case .refused(let report): return .decided(.failure(JotkitError(report)), nil)
            }
        }
    }

    /// How the keys are.
    ///
    /// - Parameter issuer: Whose, if there are several.
    /// - Throws: ``JotkitError/refused(_:)`` `issuer_refused` for none of several issuers.
    public func status(issuer: String? = nil) throws -> RemoteStatus {
        RemoteStatus(try across { try native.status(issuer: issuer, now: Self.clock) })
    }

    /// The keys at hand, if there are any that can be used. It sends no request.
    ///
    /// - Parameter issuer: Whose, if there are several.
    /// - Throws: ``JotkitError/refused(_:)`` `issuer_refused` for none of several issuers.
    public func keySet(issuer: String? = nil) throws -> KeySet? {
        try across { try native.keySet(issuer: issuer, now: Self.clock) }.map(KeySet.init(native:))
    }

    /// The keys at hand, to be stored: a start without a network can ``seed(_:)`` them.
    public func export() -> RemoteSnapshot { RemoteSnapshot(text: native.export()) }

    /// Takes keys that ``export()`` returned, unless there are newer ones.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a snapshot that is damaged, of
    ///   another source or too old to be used; nothing changes then.
    public func seed(_ snapshot: RemoteSnapshot) throws {
        try across { try native.seed(text: snapshot.text, now: Self.clock) }
        waiters.wake()
    }

    /// The sources.
    public var description: String { native.describe() }
}

extension RemoteKeys {
    /// What to do before there is a result.
    enum Turn<T> {
        /// This is the result. The request is for the background.
        case decided(Result<T, JotkitError>, RemoteFetch?)
        /// Send this request, then take another turn.
        case fetch(RemoteFetch)
        /// Another request is under way until then, in milliseconds since 1970.
        case wait(Int64)
    }

    /// Takes turns until there is a result.
    ///
    /// The caller that is to fetch starts the request and then waits like the others, so that it
    /// leaves at once when it is cancelled, and the request goes on for the others.
    func decide<T>(_ turn: (_ clock: Int64) throws -> Turn<T>) async throws -> T {
        while true {
            let (seen, clock) = (waiters.answers, Self.clock)
            let next = try turn(clock)
            report()
            switch next {
            case .decided(let result, let fetch):
                if let fetch { start(fetch) }
                return try result.get()
            case .fetch(let fetch): start(fetch)
            case .wait(let until): try await waiters.wait(after: seen, for: .milliseconds(until - clock))
            }
        }
    }

    /// Sends a request in a task of its own.
    private func start(_ fetch: RemoteFetch) {
        let deadline = ContinuousClock.now + .milliseconds(fetch.timeoutMs)
        let request = HTTPRequest(url: fetch.url, headers: fetch.headers, maxBody: Int(clamping: fetch.maxBytes))
        Task.detached { [self] in
            let reply: Result<HTTPResponse, any Error>
            do {
                reply = .success(try await transport.exchange(request, deadline: deadline))
            } catch {
                reply = .failure(error)
            }
            answer(fetch.lease, reply)
            waiters.wake()
            report()
        }
    }

    private func answer(_ lease: UInt64, _ reply: Result<HTTPResponse, any Error>) {
        let jitter = UInt32.random(in: .min ... .max)
        switch reply {
        case .success(let response):
            _ = native.answer(
                lease: lease, status: response.crossing, headers: response.headers, body: response.body,
                now: Self.clock, jitter: jitter)
        case .failure(let error):
            let failure = error as? HTTPFailure ?? .network
            // The core knows every cause that there is.
            _ = try? native.failed(lease: lease, cause: failure.cause, now: Self.clock, jitter: jitter)
        }
    }

    private func report() {
        guard let onEvent else { return }
        for event in native.events() { onEvent(RemoteEvent(event)) }
    }

    /// Milliseconds since 1970.
    private static var clock: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }
}
