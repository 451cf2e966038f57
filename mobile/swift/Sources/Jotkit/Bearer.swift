internal import JotkitFFI

/// The `Bearer` scheme of the `Authorization` header
/// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
public enum Bearer {
    /// The header's value for a token. It is as secret as the token.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the token is empty or holds
    ///   anything but visible ASCII.
    public static func header(_ token: String) throws -> String {
        try across { try bearerHeader(token: token) }
    }

    /// The token of a header's value, `nil` of a request without one. It is not checked further.
    ///
    /// - Throws: ``JotkitError/malformed(_:)`` `authorization_missing` without a value,
    ///   `authorization_malformed` unless it is `Bearer` in any case, spaces and a token.
    public static func token(_ header: String?) throws -> String {
        try across { try bearerToken(headerValue: header) }
    }
}
