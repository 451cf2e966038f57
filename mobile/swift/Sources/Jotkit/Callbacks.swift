import Foundation
internal import JotkitFFI

/// Brings the error of a callback to the call that led to it.
///
/// A callback runs on the caller's thread, inside of a native call. Its error stays in Swift: the
/// core gets `nil`, and the call throws the error once it has returned.
enum Callbacks {
    private static let slot = "jotkit.callback-error"

    /// Runs a callback; `nil` if it threw.
    static func keeping<T>(_ callback: () throws -> T?) -> T? {
        do {
            return try callback()
        } catch {
            Thread.current.threadDictionary[slot] = Kept(error)
            return nil
        }
    }

    /// Makes a call that may lead to a callback. What the callback threw is thrown even if the call
    /// succeeds, as one that lists what is wrong does.
    static func rethrowing<T>(_ call: () throws -> T) throws -> T {
        let outer = Thread.current.threadDictionary[slot]
        Thread.current.threadDictionary[slot] = nil
        defer { Thread.current.threadDictionary[slot] = outer }
        let result = Result { try call() }
        if let kept = Thread.current.threadDictionary[slot] as? Kept { throw kept.error }
        return try result.get()
    }

    private final class Kept {
        let error: any Error

        init(_ error: any Error) {
            self.error = error
        }
    }
}

/// What a resolver may use to find a key. All of it is unverified.
public struct KeyHint: Sendable, Equatable {
    /// The algorithm that the header names. A key for another algorithm is refused afterwards.
    public let algorithm: Algorithm?
    /// The header's `kid`.
    public let kid: String?
    /// The payload's `iss`, if it is a string.
    public let issuer: String?
    /// The payload's `azp`, if it is a string.
    public let authorizedParty: String?
}

/// A caller's search for a key, as the core calls it.
final class Resolver: KeyResolver {
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

/// A caller's lookup of secrets, as the core calls it.
final class Clients: ClientSecrets {
    private let host: @Sendable (String) throws -> String?

    init(_ host: @escaping @Sendable (String) throws -> String?) {
        self.host = host
    }

    func secret(clientId: String) -> String? {
        Callbacks.keeping { try host(clientId) }
    }
}

extension ClientVerifier {
    /// Verifies a token of LiveLike or LikeCoin.
    func content(of token: String, now: Date?) throws -> ClientContent {
        let token = token.clipped(to: defaultMaxTokenBytes())
        return try Callbacks.rethrowing { try across { try verify(token: token, now: now?.timeIntervalSince1970) } }
    }
}
