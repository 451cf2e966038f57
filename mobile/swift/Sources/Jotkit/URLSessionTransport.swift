import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests with the platform's `URLSession`, each with an ephemeral session of its own, so
/// that no cookie, cache or credential is kept.
///
/// It ends at the deadline whatever the server does, follows no redirect, answers no challenge and
/// limits the response's size while it is received.
public struct URLSessionTransport: HTTPTransport {
    private static let alarms = DispatchQueue(label: "jotkit.alarms")

    /// On Linux `URLSession` takes proxies from the environment and has no setting against it; a
    /// request to this machine, with its secrets, would go to the proxy. curl reads `no_proxy` for
    /// each request.
    private static let avoidProxies: Void = {
        #if canImport(FoundationNetworking)
            let environment = ProcessInfo.processInfo.environment
            guard environment.keys.contains(where: { $0.lowercased().hasSuffix("_proxy") }) else { return }
            let excepted = environment["no_proxy"] ?? environment["NO_PROXY"]
            guard excepted != "*" else { return }
            setenv("no_proxy", [excepted, "localhost,127.0.0.1,::1"].compactMap { $0 }.joined(separator: ","), 1)
        #endif
    }()

    /// A transport.
    public init() {
        Self.avoidProxies
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
        let (exchange, ready) = (Exchange(maxBody: request.maxBody), outgoing)
        // A queue of its own: tasks and global queues share threads, which may all be busy.
        let alarm = DispatchWorkItem { exchange.stop(HTTPFailure.timeout) }
        Self.alarms.asyncAfter(deadline: .now() + left / .seconds(1), execute: alarm)
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { exchange.begin(ready, $0) }
        } onCancel: {
            exchange.stop(CancellationError())
        }
    }
}

/// The delegate's queue. On Linux an operation queue is so slow that a flood of small pieces piles
/// up in it, and other requests wait for it.
private final class DelegateQueue: OperationQueue, @unchecked Sendable {
    private let queue = DispatchQueue(label: "jotkit.http")

    #if canImport(FoundationNetworking)
        override func addOperation(_ block: @escaping @Sendable () -> Void) {
            queue.async(execute: block)
        }
    #endif

    override init() {
        super.init()
        maxConcurrentOperationCount = 1
        underlyingQueue = queue
    }
}

/// One request and its response.
private final class Exchange: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let maxBody: Int
    /// The body so far, for the delegate's queue alone.
    private var body = Data()
    /// Guards the rest.
    private let lock = NSLock()
    private var continuation: CheckedContinuation<HTTPResponse, any Error>?
    private var task: URLSessionTask?
    private var ended = false

    init(maxBody: Int) {
        self.maxBody = maxBody
    }

    /// Sends the request on a thread of its own: on Linux all sessions share a queue, and what
    /// waits for it while a server floods one of them must not keep a thread of Swift's tasks.
    func begin(_ request: URLRequest, _ continuation: CheckedContinuation<HTTPResponse, any Error>) {
        let isLate = lock.withLock {
            if !ended { self.continuation = continuation }
            return ended
        }
        guard !isLate else { return continuation.resume(throwing: CancellationError()) }
        Thread.detachNewThread { [self] in
            let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: DelegateQueue())
            let task = session.dataTask(with: request)
            let isOver = lock.withLock {
                self.task = task
                return ended
            }
            if isOver { task.cancel() } else { task.resume() }
            session.finishTasksAndInvalidate()
        }
    }

    /// Ends the exchange before the server does.
    func stop(_ error: any Error) {
        take()?.resume(throwing: error)
        if let task = lock.withLock({ task }) { Thread.detachNewThread { task.cancel() } }
    }

    private func take() -> CheckedContinuation<HTTPResponse, any Error>? {
        lock.withLock {
            defer { continuation = nil }
            ended = true
            return continuation
        }
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
        #if canImport(FoundationNetworking)
            // Here any answer but a credential fails the task, whose response is whole by now.
            if let response = challenge.failureResponse { finish(task, response) }
        #else
            // TLS asks here too: the system decides about the server's certificate.
            if challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodServerTrust {
                return completionHandler(.performDefaultHandling, nil)
            }
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
        let left = maxBody + 1 - body.count
        guard left > 0 else { return }
        body.append(data.prefix(left))
        if data.count >= left { stop(HTTPFailure.tooLarge) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if error == nil, let response = task.response {
            finish(task, response)
        } else {
            take()?.resume(throwing: Self.failure(error))
        }
    }

    private static func failure(_ error: (any Error)?) -> HTTPFailure {
        switch (error as? URLError)?.code {
        case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
            .clientCertificateRequired:
            return .tls
        default: return .network
        }
    }

    private func finish(_ task: URLSessionTask, _ response: URLResponse, body: Data? = nil) {
        guard let continuation = take() else { return }
        guard let response = response as? HTTPURLResponse else {
            return continuation.resume(throwing: HTTPFailure.network)
        }
        let fields = response.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
        let headers = Dictionary(fields) { _, last in last }
        let whole = HTTPResponse(status: response.statusCode, headers: headers, body: body ?? self.body)
        // curl takes a response with two lengths.
        let isBodiless = task.originalRequest?.httpMethod == "HEAD" || [204, 304].contains(whole.status)
        if let length = headers["content-length"], body == nil, !isBodiless, Int(length) != whole.body.count {
            return continuation.resume(throwing: HTTPFailure.network)
        }
        continuation.resume(returning: whole)
    }
}
