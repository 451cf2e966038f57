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
    /// The body, where there is one. That of a token request holds the client's secret: it belongs neither in a log nor in an
    /// address.
    public var body: Data?

    /// A request.
    public init(method: String = "GET", url: String, headers: [String: String] = [:], body: Data? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    init(_ native: OAuthRequest) {
        self.init(method: native.method, url: native.url, headers: native.headers, body: native.body.lent)
    }

    /// Leaves out everything that may be secret: headers, the query and the body.
    public var description: String { "HTTPRequest(\(method) \(url.prefix { $0 != "?" }))" }

    /// Leaves the same out of `dump`.
    public var customMirror: Mirror { Mirror(self, children: ["method": method]) }
}

/// An HTTP response.
public struct HTTPResponse: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The longest body that is accepted, in bytes: 1 MiB.
    public static let maxBody = 1 << 20

    /// The status, such as 200.
    public var status: Int
    /// The headers, by name in lower case.
    public var headers: [String: String]
    /// The whole body, of at most ``maxBody`` bytes and one more.
    public var body: Data

    /// A response.
    public init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as UTF-8 text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// A status that is none is no success either.
    var crossing: UInt16 { UInt16(exactly: status) ?? 0 }

    /// Leaves the body out.
    public var description: String { "HTTPResponse(\(status), \(body.count) bytes)" }

    /// Leaves the body out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}

/// Sends HTTP requests. ``URLSessionTransport`` is the default.
///
/// Whoever implements it keeps three rules: it does not follow redirects, which would carry a secret to an address nobody
/// checked; it gives up after some time; it does not read more than ``HTTPResponse/maxBody`` bytes and one more, by which a longer
/// body is recognised.
public protocol HTTPTransport: Sendable {
    /// Sends a request and waits for the whole response, whatever its status.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
