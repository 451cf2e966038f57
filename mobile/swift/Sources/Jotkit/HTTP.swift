import Foundation
internal import JotkitFFI

/// An HTTP request.
public struct HTTPRequest: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The method, such as `POST`.
    public var method: String
    /// The address; `https`, or `http` on this very machine.
    public var url: String
    /// The headers' names and values.
    public var headers: [String: String]
    /// The body, where there is one. That of a token request holds the client's secret: it belongs
    /// neither in a log nor in an address.
    public var body: Data?
    /// The longest body that is accepted in the response, in bytes.
    public var maxBody: Int

    /// A request.
    public init(
        method: String = "GET", url: String, headers: [String: String] = [:], body: Data? = nil,
        maxBody: Int = HTTPResponse.maxBody
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.maxBody = maxBody
    }

    init(_ native: OAuthRequest) {
        self.init(method: native.method, url: native.url, headers: native.headers, body: native.body)
    }

    /// Leaves out everything that may be secret: headers, the query and the body.
    public var description: String { "HTTPRequest(\(method) \(url.prefix { $0 != "?" }))" }

    /// Leaves the same out of `dump`.
    public var customMirror: Mirror { Mirror(self, children: ["method": method]) }
}

/// An HTTP response.
public struct HTTPResponse: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The longest body that is accepted unless the request says otherwise, in bytes: 1 MiB.
    public static let maxBody = 1 << 20

    /// The status, such as 200.
    public var status: Int
    /// The headers, by name in lower case.
    public var headers: [String: String]
    /// The whole body, of at most ``HTTPRequest/maxBody`` bytes.
    public var body: Data
    /// What to do about it, if a ``LikeCoinSession`` returned it.
    public internal(set) var reaction: Reaction?

    /// A response.
    public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as UTF-8 text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The core refuses 0, as any other status that does not exist.
    var crossing: UInt16 { UInt16(exactly: status) ?? 0 }

    /// Leaves the body out.
    public var description: String { "HTTPResponse(\(status), \(body.count) bytes)" }

    /// Leaves the body out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}

/// What to do about the reply to a session's call.
public enum Reaction: Sendable, Equatable {
    /// The call succeeded.
    case done
    /// Send the user to the consent page again.
    case reauthorize
    /// The call failed for a reason other than the token.
    case failed

    init(_ native: OAuthReaction) {
        switch native {
        case .done: self = .done
        case .reauthorize: self = .reauthorize
        case .failed: self = .failed
        }
    }
}

/// Why a request got no response.
public enum HTTPFailure: Error, Sendable, Equatable {
    /// The deadline passed.
    case timeout
    /// The server could not be reached, or the connection broke.
    case network
    /// The server could not prove who it is, or does not encrypt. ``URLSessionTransport`` throws
    /// ``network`` instead on Linux, where `URLSession` does not say so.
    case tls
    /// The body is longer than ``HTTPRequest/maxBody``.
    case tooLarge
    /// The server redirects, and there is no response to return.
    case redirect

    /// The core's name for it.
    var cause: String {
        switch self {
        case .timeout: return "timeout"
        case .network: return "network"
        case .tls: return "tls"
        case .tooLarge: return "too_large"
        case .redirect: return "redirect"
        }
    }
}

/// Sends HTTP requests. ``URLSessionTransport`` is the default.
///
/// An implementation does not follow redirects, which could carry a secret to another address; it
/// does not decompress; it gives up at the deadline, whatever the server does; and it does not read
/// a body beyond ``HTTPRequest/maxBody``.
public protocol HTTPTransport: Sendable {
    /// Sends a request and waits for the whole response, whatever its status.
    ///
    /// - Throws: ``HTTPFailure``. Any other error counts as ``HTTPFailure/network``.
    func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse
}

extension HTTPTransport {
    /// Sends a request. Throws an ``HTTPFailure``, or `CancellationError` if the caller was
    /// cancelled.
    func exchange(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
        do {
            let response = try await send(request, deadline: deadline)
            guard response.body.count <= request.maxBody else { throw HTTPFailure.tooLarge }
            return response
        } catch let failure as HTTPFailure {
            throw failure
        } catch {
            // The error of a transport may quote the reply.
            try Task.checkCancellation()
            throw HTTPFailure.network
        }
    }
}
