import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests with the platform's `URLSession`.
///
/// It ends at the deadline whatever the server does, follows no redirect, answers no challenge,
/// keeps no cookies, caches or credentials, and limits the response's size while it is received.
public final class URLSessionTransport: HTTPTransport {
    #if !canImport(FoundationNetworking)
        private let shared = Connection()
    #endif

    private static let alarms = DispatchQueue(label: "jotkit.alarms")

    /// A transport with a session of its own.
    public init() {
        Loopback.avoidsProxies
    }

    /// Sends a request and waits for the whole response.
    public func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
        guard let url = URL(string: request.url) else { throw HTTPFailure.network }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw HTTPFailure.timeout }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = request.method
        outgoing.httpBody = request.body
        // The alarm below is the time limit; this one only has to be later.
        outgoing.timeoutInterval = TimeInterval(left.components.seconds) + 60
        for (name, value) in request.headers {
            outgoing.setValue(value, forHTTPHeaderField: name)
        }
        outgoing.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        #if canImport(FoundationNetworking)
            // Here a flooded session does nothing else, so each request has its own.
            let connection = Connection()
        #else
            let connection = shared
        #endif
        let (task, exchanges) = (connection.session.dataTask(with: outgoing), connection.exchanges)
        // A queue of its own: tasks and global queues share threads that a flooded session delays.
        let alarm = DispatchWorkItem { exchanges.stop(task, HTTPFailure.timeout) }
        Self.alarms.asyncAfter(deadline: .now() + left / .seconds(1), execute: alarm)
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchanges.begin(task, continuation)
                task.resume()
            }
        } onCancel: {
            exchanges.stop(task, CancellationError())
        }
    }
}

/// A session with its delegate.
private final class Connection: Sendable {
    let session: URLSession
    let exchanges = Exchanges()

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        // The default queue runs on the threads of Swift's tasks, all of which a flood would keep.
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        queue.underlyingQueue = exchanges.queue
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: queue)
    }

    deinit {
        // The session holds its delegate until it is invalidated. As for `stop`, that may wait.
        Thread.detachNewThread { [session] in session.finishTasksAndInvalidate() }
    }
}

/// The exchanges of a session that have begun and not ended.
private final class Exchanges: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    /// The delegate's queue. An operation queue does not hold the queue under it, and the session
    /// holds its delegate.
    let queue = DispatchQueue(label: "jotkit.http")
    /// The bodies so far, for the delegate's queue alone: a flood must not keep the lock.
    private var bodies: [Int: Data] = [:]
    /// Guards `begun`.
    private let lock = NSLock()
    private var begun: [Int: CheckedContinuation<HTTPResponse, any Error>] = [:]

    func begin(_ task: URLSessionTask, _ continuation: CheckedContinuation<HTTPResponse, any Error>) {
        lock.withLock { begun[task.taskIdentifier] = continuation }
    }

    /// Ends an exchange before the server does.
    func stop(_ task: URLSessionTask, _ error: any Error) {
        take(task)?.resume(throwing: error)
        // It may wait for what the session is busy with, and must not keep a shared thread.
        Thread.detachNewThread { task.cancel() }
    }

    private func take(_ task: URLSessionTask) -> CheckedContinuation<HTTPResponse, any Error>? {
        lock.withLock { begun.removeValue(forKey: task.taskIdentifier) }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if !canImport(FoundationNetworking)
            // TLS asks here too: the system decides about the server's certificate.
            if challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodServerTrust {
                return completionHandler(.performDefaultHandling, nil)
            }
        #endif
        #if canImport(FoundationNetworking)
            // Here any answer but a credential fails the task, whose response is whole by now.
            if let response = challenge.failureResponse { finish(task, response) }
        #endif
        completionHandler(.rejectProtectionSpace, nil)
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let encoding = (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Encoding")
        if let encoding, encoding.lowercased() != "identity" {
            // `URLSession` would decode the body. The core refuses the response for its header.
            finish(dataTask, response, body: Data())
            return completionHandler(.cancel)
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let left = HTTPResponse.maxBody + 1 - (bodies[dataTask.taskIdentifier]?.count ?? 0)
        guard left > 0 else { return }
        bodies[dataTask.taskIdentifier, default: Data()].append(data.prefix(left))
        let isTooLong = data.count >= left
        if isTooLong { stop(dataTask, HTTPFailure.tooLarge) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if error == nil, let response = task.response {
            finish(task, response)
        } else {
            take(task)?.resume(throwing: HTTPFailure.network)
        }
        bodies[task.taskIdentifier] = nil
    }

    private func finish(_ task: URLSessionTask, _ response: URLResponse, body: Data? = nil) {
        guard let continuation = take(task) else { return }
        guard let response = response as? HTTPURLResponse else {
            return continuation.resume(throwing: HTTPFailure.network)
        }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            headers["\(name)".lowercased()] = "\(value)"
        }
        let whole = HTTPResponse(status: response.statusCode, headers: headers, body: body ?? bodies[task.taskIdentifier] ?? Data())
        // curl takes a response with two lengths.
        let isBodiless = task.originalRequest?.httpMethod == "HEAD" || [204, 304].contains(whole.status)
        if let length = headers["content-length"], body == nil, !isBodiless, Int(length) != whole.body.count {
            return continuation.resume(throwing: HTTPFailure.network)
        }
        continuation.resume(returning: whole)
    }
}

private enum Loopback {
    /// On Linux `URLSession` takes proxies from the environment and has no setting against it; a
    /// request to this machine, with its secrets, would go to the proxy. curl reads `no_proxy` for
    /// each request.
    static let avoidsProxies: Void = {
        #if canImport(FoundationNetworking)
            let environment = ProcessInfo.processInfo.environment
            guard environment.keys.contains(where: { $0.lowercased().hasSuffix("_proxy") }) else { return }
            let excepted = environment["no_proxy"] ?? environment["NO_PROXY"]
            guard excepted != "*" else { return }
            setenv("no_proxy", [excepted, "localhost,127.0.0.1,::1"].compactMap { $0 }.joined(separator: ","), 1)
        #endif
    }()
}
