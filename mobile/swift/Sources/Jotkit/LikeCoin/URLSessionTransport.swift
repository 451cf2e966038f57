import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests with the platform's `URLSession`.
///
/// It does not follow redirects, keeps neither cookies nor caches nor credentials, and limits the response's size.
public final class URLSessionTransport: HTTPTransport {
    private let session: URLSession
    private let exchanges: Exchanges

    /// - Parameters:
    ///   - idle: How many seconds may pass without a byte.
    ///   - timeout: How many seconds the whole response may take.
    public init(idle: TimeInterval = 20, timeout: TimeInterval = 40) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = idle
        configuration.timeoutIntervalForResource = timeout
        configuration.httpShouldSetCookies = false
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        exchanges = Exchanges()
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        // The session holds its delegate until it is told to stop.
        session.finishTasksAndInvalidate()
    }

    /// Sends a request and waits for the whole response.
    ///
    /// - Throws: `URLError`.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let url = URL(string: request.url) else { throw URLError(.badURL) }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = request.method
        outgoing.httpBody = request.body
        for (name, value) in request.headers {
            outgoing.setValue(value, forHTTPHeaderField: name)
        }
        let task = session.dataTask(with: outgoing)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchanges.begin(task, continuation)
                task.resume()
            }
        } onCancel: {
            task.cancel()
        }
    }
}

/// The exchanges of a session that are under way.
private final class Exchanges: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private struct Exchange {
        let continuation: CheckedContinuation<HTTPResponse, any Error>
        var body = Data()
    }

    /// Guards `underWay`, the only state here.
    private let lock = NSLock()
    private var underWay: [Int: Exchange] = [:]

    func begin(_ task: URLSessionTask, _ continuation: CheckedContinuation<HTTPResponse, any Error>) {
        lock.withLock { underWay[task.taskIdentifier] = Exchange(continuation: continuation) }
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

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLong = lock.withLock {
            guard var exchange = underWay.removeValue(forKey: dataTask.taskIdentifier) else { return false }
            exchange.body.append(data.prefix(HTTPResponse.maxBody + 1 - exchange.body.count))
            underWay[dataTask.taskIdentifier] = exchange
            return exchange.body.count > HTTPResponse.maxBody
        }
        if isTooLong {
            finish(dataTask, nil)
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        finish(task, error)
    }

    private func finish(_ task: URLSessionTask, _ error: (any Error)?) {
        guard let exchange = lock.withLock({ underWay.removeValue(forKey: task.taskIdentifier) }) else { return }
        if let error {
            exchange.continuation.resume(throwing: error)
        } else if let response = task.response as? HTTPURLResponse {
            var headers: [String: String] = [:]
            for (name, value) in response.allHeaderFields {
                headers["\(name)".lowercased()] = "\(value)"
            }
            let whole = HTTPResponse(status: response.statusCode, headers: headers, body: exchange.body)
            exchange.continuation.resume(returning: whole)
        } else {
            exchange.continuation.resume(throwing: URLError(.badServerResponse))
        }
    }
}
