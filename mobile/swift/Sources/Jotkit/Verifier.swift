import Foundation
internal import JotkitFFI

/// A token that was verified: its signature held and its claims passed the policy. It can only come from a ``Verifier``.
public struct Verified: Sendable, Equatable, CustomStringConvertible {
    /// The header's JSON text, as the token carries it.
    public let header: String
    /// The payload's JSON text, byte for byte as it was signed.
    public let payload: String

    init(_ token: Direct.Texts) {
        header = token.header
        payload = token.payload
    }

    /// The claims as a type of the caller's. Numbers become dates as seconds since 1970.
    ///
    /// - Throws: `DecodingError` if the payload does not have the type's shape.
    public func claims<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try Self.decoder.decode(type, from: payload.lent)
    }

    /// Making one takes as long as verifying a token.
    private static let decoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return decoder
    }()

    /// The header alone; a payload may be nobody's business.
    public var description: String { "Verified(header: \(header))" }
}

/// What a token says, unverified: anybody may have written it.
///
/// It has nothing in common with ``Verified``, so it cannot be passed for one.
public struct Unverified: Sendable, Equatable, CustomStringConvertible {
    /// The header's JSON text.
    public let header: String
    /// The payload's JSON text.
    public let payload: String

    init(_ token: Direct.Texts) {
        header = token.header
        payload = token.payload
    }

    /// The header alone.
    public var description: String { "Unverified(header: \(header))" }
}

/// What a resolver may look at to find a key. All of it is unverified: it selects, it proves nothing.
public struct KeyHint: Sendable, Equatable {
    /// What the header names. A key for another algorithm is refused afterwards.
    public let algorithm: Algorithm?
    /// The header's `kid`.
    public let kid: String?
    /// The payload's `iss`, where it is a string.
    public let issuer: String?
    /// The payload's `azp`, where it is a string.
    public let authorizedParty: String?
}

/// Verifies tokens under one policy. Immutable: make it once and share it.
///
/// ```swift
/// let verifier = try Verifier(key: .hs256(secret), policy: Policy(issuer: "https://id.example", audience: ["api"]))
/// let session: Session = try verifier.verify(token)
/// ```
public final class Verifier: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.Verifier
    private let address: UInt64
    /// Whether a verification may ask the caller for a key.
    private let asks: Bool

    private init(_ native: JotkitFFI.Verifier, asks: Bool) {
        self.native = native
        self.asks = asks
        address = native.address()
    }

    /// A verifier with one key.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`; ``JotkitError/key(_:)`` `key_unsuitable` for a key that may not verify,
    ///   `key_invalid` for one whose algorithm nobody names, `key_weak`.
    public convenience init(key: Key, policy: Policy = Policy()) throws {
        try self.init(key: key, policyJSON: policy.json)
    }

    /// A verifier with one key, and the policy as JSON text.
    public convenience init(key: Key, policyJSON: String) throws {
        let native = try across { try JotkitFFI.Verifier.withKey(key: key.native, policy: policyJSON) }
        self.init(native, asks: false)
    }

    /// A verifier with a set of keys. Those that may not verify are left out.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`.
    public convenience init(keys: KeySet, policy: Policy = Policy()) throws {
        try self.init(keys: keys, policyJSON: policy.json)
    }

    /// A verifier with a set of keys, and the policy as JSON text.
    public convenience init(keys: KeySet, policyJSON: String) throws {
        let native = try across { try JotkitFFI.Verifier.withKeySet(keys: keys.native, policy: policyJSON) }
        self.init(native, asks: false)
    }

    /// A verifier that asks for the key of each token.
    ///
    /// - Parameter resolver: Gives the key, or `nil` if there is none, which refuses the token with `key_unknown`. It must not
    ///   answer with a default key for what it does not know. What it throws, `verify` throws. It is called on the thread
    ///   that verifies, and by several at once.
    /// - Throws: ``JotkitError/usage(_:)`` `policy_invalid`.
    public convenience init(
        policy: Policy = Policy(), resolver: @escaping @Sendable (KeyHint) throws -> Key?
    ) throws {
        let resolver = Resolver(resolver)
        let native = try across { try JotkitFFI.Verifier.withResolver(resolver: resolver, policy: policy.json) }
        self.init(native, asks: true)
    }

    /// Verifies a token.
    ///
    /// - Parameter now: Seconds since 1970; the system's clock if absent.
    /// - Throws: ``JotkitError/malformed(_:)`` if it is no token, ``JotkitError/refused(_:)`` if it must not be trusted,
    ///   ``JotkitError/key(_:)`` if there is no key for it.
    public func verify(_ token: String, now: TimeInterval? = nil) throws -> Verified {
        try withExtendedLifetime(native) {
            let verify = { try Direct.verify(self.address, token, now: now) }
            return Verified(asks ? try Callbacks.rethrowing(verify) : try verify())
        }
    }

    /// Verifies a token and decodes its claims.
    ///
    /// - Throws: As the other form; `DecodingError` if the payload does not have the type's shape.
    public func verify<T: Decodable>(_ token: String, now: TimeInterval? = nil) throws -> T {
        let verified: Verified = try verify(token, now: now)
        return try verified.claims()
    }

    /// Says what the policy is.
    public var description: String { native.describe() }
}

private final class Resolver: KeyResolver {
    private let host: @Sendable (Jotkit.KeyHint) throws -> Jotkit.Key?

    init(_ host: @escaping @Sendable (Jotkit.KeyHint) throws -> Jotkit.Key?) {
        self.host = host
    }

    func resolve(hint: JotkitFFI.KeyHint) -> JotkitFFI.Key? {
        Callbacks.keeping {
            let algorithm = Algorithm(rawValue: hint.algorithm)
            let hint = Jotkit.KeyHint(
                algorithm: algorithm, kid: hint.kid, issuer: hint.issuer, authorizedParty: hint.authorizedParty)
            return try host(hint)?.native
        }
    }
}

/// Reads a token without verifying it, for display and for finding a key; never to decide anything.
///
/// - Throws: ``JotkitError/malformed(_:)`` if it is no token.
public func peek(_ token: String) throws -> Unverified {
    Unverified(try Direct.peek(token))
}

/// The `Authorization` header's `Bearer` scheme ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
public enum Bearer {
    /// Makes a header's value for a token. The value is as secret as the token.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the token is empty or holds anything but visible ASCII.
    public static func header(_ token: String) throws -> String {
        try across { try bearerHeader(token: token) }
    }

    /// Takes the token out of a header's value. It is only cut out, not looked at.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` unless the value is `Bearer`, one space and a token.
    public static func token(_ header: String) throws -> String {
        try across { try bearerToken(headerValue: header) }
    }
}
