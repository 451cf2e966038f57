internal import JotkitFFI

/// Reads a token without verifying it, for display and for finding a key; never to decide anything.
///
/// - Throws: ``JotkitError/malformed(_:)`` if it is not a token.
public func peek(_ token: String) throws -> Unverified {
    Unverified(try across { try JotkitFFI.peek(token: token.clipped(to: defaultMaxTokenBytes()), policy: "{}") })
}

/// Reads a token without verifying it, under the limits of a policy and its `allowPadding`. No
/// other option of it matters.
///
/// - Throws: ``JotkitError/malformed(_:)`` if it is not a token; ``JotkitError/usage(_:)``
///   `policy_invalid`.
public func peek(_ token: String, policy: Policy) throws -> Unverified {
    Unverified(try across { try JotkitFFI.peek(token: token, policy: policy.json) })
}
