import Foundation
internal import JotkitFFI

/// Verifies tokens under one policy with ``RemoteKeys``. Make it once and share it.
///
/// It is a type of its own because its verdict may wait for a request, so that `verify` is `async`.
/// If ``Verifier`` had both forms, every call of it in an `async` function would need `await`.
public final class RemoteVerifier: Sendable, CustomStringConvertible {
    /// The keys.
    public let keys: RemoteKeys
    private let native: JotkitFFI.RemoteVerifier
    private let maxTokenBytes: UInt64

    /// A verifier with these keys, which several verifiers can share.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`, also if `algorithms` names only those
    ///   of shared secrets, which are never published.
    public init(keys: RemoteKeys, policy: Policy = Policy()) throws {
        self.keys = keys
        native = try across { try JotkitFFI.RemoteVerifier(keys: keys.native, policy: policy.json) }
        maxTokenBytes = native.maxTokenBytes()
    }

    /// Verifies a token. It waits only if there is no key for it yet.
    ///
    /// - Parameter now: The time, for the claims; the system's clock if absent.
    /// - Throws: ``JotkitError/malformed(_:)`` if it is not a token, ``JotkitError/refused(_:)`` if
    ///   it must not be trusted, ``JotkitError/key(_:)`` `key_unknown` if the provider does not
    ///   publish its key, `keys_unavailable` with ``JotkitError/retryAt`` if keys cannot be
    ///   fetched; `CancellationError`.
    public func verify(_ token: String, now: Date? = nil) async throws -> Verified {
        try await verify(token, expected: nil, now: now)
    }

    /// Verifies a token whose claims must also have these values, such as the `nonce` of one login.
    ///
    /// - Throws: As the other form; ``JotkitError/usage(_:)`` `argument_invalid` without a value.
    public func verify(
        _ token: String, expecting values: [String: ClaimValue], now: Date? = nil
    ) async throws -> Verified {
        try await verify(token, expected: jsonText(values.mapValues(\.value)), now: now)
    }

    /// Verifies a token and decodes its claims.
    ///
    /// - Throws: As the other form; `DecodingError` if the payload does not have the type's shape.
    public func verify<T: Decodable>(_ token: String, now: Date? = nil) async throws -> T {
        let verified: Verified = try await verify(token, now: now)
        return try verified.claims()
    }

    private func verify(_ token: String, expected: String?, now: Date?) async throws -> Verified {
        let token = token.clipped(to: maxTokenBytes)
        return try await keys.decide { clock in
            let turn = try across {
                try self.native.turn(token: token, expected: expected, now: now?.timeIntervalSince1970, clock: clock)
            }
            switch turn {
            case .verified(let verified, let fetch): return .decided(.success(Verified(verified)), fetch)
            case .refused(let report, let fetch): return .decided(.failure(JotkitError(report)), fetch)
            case .fetch(let fetch): return .fetch(fetch)
            case .wait(let until, _): return .wait(until)
            }
        }
    }

    /// The sources of the keys and the policy.
    public var description: String { native.describe() }
}
