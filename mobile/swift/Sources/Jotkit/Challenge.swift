internal import JotkitFFI

/// The HTTP answer to a request whose token was refused
/// ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
public struct Challenge: Sendable, Equatable {
    /// The status: 401, 403, 503 while keys cannot be fetched, or 500.
    public let status: Int
    /// The value of the `WWW-Authenticate` header, for 401 and 403.
    public let wwwAuthenticate: String?

    /// The answer to an error with this code.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a code that does not exist, and a
    ///   realm or scope that a header cannot hold.
    public init(code: String, realm: String? = nil, scope: [String]? = nil) throws {
        let native = try across { try JotkitFFI.challenge(code: code, realm: realm, scope: scope) }
        status = Int(native.status)
        wwwAuthenticate = native.wwwAuthenticate
    }
}

extension JotkitError {
    /// The answer to a request that failed with this error.
    ///
    /// - Throws: ``usage(_:)`` `argument_invalid` for a realm or scope that a header cannot hold.
    public func challenge(realm: String? = nil, scope: [String]? = nil) throws -> Challenge {
        try Challenge(code: code, realm: realm, scope: scope)
    }
}
