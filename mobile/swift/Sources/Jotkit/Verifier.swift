import Foundation
internal import JotkitFFI

/// Verifies tokens under one policy. Immutable: make it once and share it.
///
/// ```swift
/// let policy = Policy().issuer("https://id.example").audience("api")
/// let verifier = try Verifier(key: .hs256(secret), policy: policy)
/// let session: Session = try verifier.verify(token)
/// ```
public final class Verifier: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.Verifier
    private let maxTokenBytes: UInt64
    /// Whether a verification may ask the caller for a key.
    private let asks: Bool

    private init(_ native: JotkitFFI.Verifier, asks: Bool) {
        self.native = native
        self.asks = asks
        maxTokenBytes = native.maxTokenBytes()
    }

    /// A verifier with one key.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`; ``JotkitError/key(_:)``
    ///   `key_unsuitable` for a key that may not verify, `key_invalid` for one without an
    ///   algorithm, `key_weak`.
    public convenience init(key: Key, policy: Policy = Policy()) throws {
        let native = try across { try JotkitFFI.Verifier.withKey(key: key.native, policy: policy.json) }
        self.init(native, asks: false)
    }

    /// A verifier with a set of keys. Those that may not verify are left out.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`.
    public convenience init(keys: KeySet, policy: Policy = Policy()) throws {
        let native = try across { try JotkitFFI.Verifier.withKeySet(keys: keys.native, policy: policy.json) }
        self.init(native, asks: false)
    }

    /// A verifier that asks for the key of each token.
    ///
    /// - Parameter resolver: Returns the key, or `nil` for an unknown one, which refuses the token
    ///   with `key_unknown`; never a default key. What it throws, `verify` throws. It is called on
    ///   the thread that verifies, and by several at once.
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`.
    public convenience init(
        policy: Policy = Policy(), resolver: @escaping @Sendable (KeyHint) throws -> Key?
    ) throws {
        let resolver = Resolver(resolver)
        let native = try across { try JotkitFFI.Verifier.withResolver(host: resolver, policy: policy.json) }
        self.init(native, asks: true)
    }

    /// Verifies a token.
    ///
    /// - Parameter now: The time; the system's clock if absent.
    /// - Throws: ``JotkitError/malformed(_:)`` if it is not a token, ``JotkitError/refused(_:)`` if
    ///   it must not be trusted, ``JotkitError/key(_:)`` if there is no key for it.
    public func verify(_ token: String, now: Date? = nil) throws -> Verified {
        try verify(token, expected: nil, now: now)
    }

    /// Verifies a token whose claims must also have these values, such as the `nonce` of one login.
    ///
    /// - Throws: As the other form; ``JotkitError/usage(_:)`` `argument_invalid` without a value.
    public func verify(
        _ token: String, expecting values: [String: ClaimValue], now: Date? = nil
    ) throws -> Verified {
        try verify(token, expected: jsonText(values.mapValues(\.value)), now: now)
    }

    private func verify(_ token: String, expected: String?, now: Date?) throws -> Verified {
        let token = token.clipped(to: maxTokenBytes)
        let verify = {
            try across { try self.native.verify(token: token, expected: expected, now: now?.timeIntervalSince1970) }
        }
        return Verified(asks ? try Callbacks.rethrowing(verify) : try verify())
    }

    /// Lists every check that a token fails, for logs and for support; empty if it is good. Never
    /// show it to a client, and never decide anything by it.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a `now` that is not a time; what
    ///   the resolver throws.
    public func explain(_ token: String, now: Date? = nil) throws -> [Finding] {
        let token = token.clipped(to: maxTokenBytes)
        let explain = { try across { try self.native.explain(token: token, now: now?.timeIntervalSince1970) } }
        let findings = asks ? try Callbacks.rethrowing(explain) : try explain()
        return findings.map { Finding(check: $0.check, code: $0.code, claim: $0.claim, message: $0.message) }
    }

    /// Verifies a token and decodes its claims.
    ///
    /// - Throws: As the other form; `DecodingError` if the payload does not have the type's shape.
    public func verify<T: Decodable>(_ token: String, now: Date? = nil) throws -> T {
        let verified: Verified = try verify(token, now: now)
        return try verified.claims()
    }

    /// The policy.
    public var description: String { native.describe() }
}

/// A check that a token fails, and why.
public struct Finding: Sendable, Equatable {
    /// The check, such as `signature` or `exp`.
    public let check: String
    /// The stable code, such as `token_expired`.
    public let code: String
    /// The claim or header member that is wrong, if it is one.
    public let claim: String?
    /// The sentence that explains it.
    public let message: String
}
