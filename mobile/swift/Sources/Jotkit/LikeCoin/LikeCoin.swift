import Foundation
internal import JotkitFFI

/// LikeCoin's rules that need no object.
public enum LikeCoin {
    /// Reads an access token as an OAuth client does: decoded, **not verified**. A client does not have the key; it holds the
    /// token because the token endpoint gave it.
    ///
    /// - Throws: ``JotkitError/malformed(_:)`` if it is no token, ``JotkitError/refused(_:)`` `claim_missing` if it is no access
    ///   token.
    public static func read(_ token: String) throws -> AccessToken {
        AccessToken(try across { try likecoinRead(token: token.lent) })
    }

    /// Whether the held scopes cover the demanded one: `read:like` covers `read:like.button`, and nothing covers its parent.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the demand is not well formed.
    public static func scope(_ held: [String], allows demanded: String) throws -> Bool {
        try across { try likecoinScopeAllows(held: held, demanded: demanded) }
    }

    /// Derives the key that one client's access tokens are signed with: 64 lower-case hexadecimal characters, which are the HS256
    /// key as they stand.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a blank common secret or an empty client secret.
    public static func signingKey(commonSecret: String, clientSecret: String) throws -> String {
        try across { try likecoinSigningKey(commonSecret: commonSecret, clientSecret: clientSecret) }
    }
}

/// What an access token says.
public struct AccessToken: Sendable, Equatable {
    /// The user's Liker ID.
    public let user: String
    /// The granted scopes, as they stand in the token. Compare them with ``LikeCoin/scope(_:allows:)``, not by equality.
    public let scope: [String]
    /// The OAuth client the token was issued to (`azp`).
    public let clientID: String
    /// When the token was issued, in seconds since 1970.
    public let issuedAt: TimeInterval
    /// When the token ends, in seconds since 1970; one hour after its issue. Only absent from a verifier that was told so.
    public let expiresAt: TimeInterval?
    /// The token's id (`jti`), by which a revocation list can name it.
    public let tokenID: String?

    init(_ native: LikeCoinToken) {
        user = native.user
        scope = native.scope
        clientID = native.clientId
        issuedAt = native.issuedAt
        expiresAt = native.expiresAt
        tokenID = native.tokenId
    }
}

/// What an access token is to say.
public struct Grant: Sendable, CustomStringConvertible {
    let json: String
    private let clientID: String
    private let user: String

    /// - Parameters:
    ///   - clientID: The OAuth client it is issued to.
    ///   - clientSecret: The client's secret, which the signing key is derived from.
    ///   - user: The user's Liker ID.
    ///   - scope: The granted scopes.
    ///   - tokenID: The token's id; a random UUID if it is not mentioned.
    public init(clientID: String, clientSecret: String, user: String, scope: [String], tokenID: String?? = .none) {
        var text = JSONText()
        text.put("client_id", clientID, JSONText.quote)
        text.put("client_secret", clientSecret, JSONText.quote)
        text.put("user", user, JSONText.quote)
        text.put("scope", scope, JSONText.list)
        text.put("jti", tokenID, JSONText.quote)
        json = text.text
        self.clientID = clientID
        self.user = user
    }

    /// Leaves the secret out.
    public var description: String { "Grant(clientID: \(clientID), user: \(user))" }
}

extension Grant: CustomReflectable {
    /// Leaves the secret out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["clientID": clientID, "user": user]) }
}

/// Issues LikeCoin access tokens as the service does, byte for byte.
public final class LikeCoinIssuer: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.LikeCoinIssuer
    private let host: String

    /// An issuer with the service's common secret and its bare host name, such as `like.co`.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a blank common secret; ``JotkitError/usage(_:)`` `argument_invalid` for a
    ///   blank host.
    public init(commonSecret: String, host: String) throws {
        self.host = host
        native = try across { try JotkitFFI.LikeCoinIssuer(commonSecret: commonSecret, host: host) }
    }

    /// Issues a token that is valid for one hour.
    ///
    /// - Parameter now: Seconds since 1970; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a blank id or user, or a scope that is not one word;
    ///   ``JotkitError/key(_:)`` `key_weak` for an empty client secret.
    public func sign(_ grant: Grant, now: TimeInterval? = nil) throws -> String {
        try across { try native.sign(grant: grant.json, now: now) }
    }

    /// The host alone.
    public var description: String { "LikeCoinIssuer(host: \(host))" }
}

/// What a resource server demands of access tokens.
public struct LikeCoinOptions: Sendable, Equatable, CustomStringConvertible {
    /// The JSON text that the core reads.
    public let json: String

    /// - Parameters:
    ///   - host: The bare host name in `iss` and `aud`; `like.co` if it is not mentioned.
    ///   - all: Demands all of these scopes.
    ///   - any: Demands at least one of these scopes.
    ///   - expiryOptional: Takes tokens without `exp`. The real service issues none.
    ///   - leeway: Allows for clocks that differ, by whole seconds up to a day.
    public init(
        host: String?? = .none,
        all: [String]?? = .none,
        any: [String]?? = .none,
        expiryOptional: Bool = false,
        leeway: Duration?? = .none
    ) {
        var text = JSONText()
        text.put("host", host, JSONText.quote)
        text.put("all", all, JSONText.list)
        text.put("any", any, JSONText.list)
        text.put("expiry_optional", if: expiryOptional)
        text.put("leeway", leeway, JSONText.seconds)
        json = text.text
    }

    /// The options as JSON text.
    public var description: String { "LikeCoinOptions(\(json))" }
}

/// Verifies LikeCoin access tokens, as a resource server.
///
/// ```swift
/// let verifier = try LikeCoinVerifier(
///     commonSecret: commonSecret, clients: clients, options: LikeCoinOptions(all: ["read:like.button"]))
/// do {
///     let user = try verifier.verify(Bearer.token(authorization)).user
/// } catch let error as JotkitError {
///     let reply = error.likeCoinReply  // 401 LOGIN_NEEDED, 401 TOKEN_EXPIRED or 403 INSUFFICIENT_PERMISSION
/// }
/// ```
///
/// A token is good until it expires: a revocation cannot be seen from it. A server that must know keeps a list of
/// ``AccessToken/tokenID``, or of client and user, and looks there.
public final class LikeCoinVerifier: Sendable {
    private let native: JotkitFFI.LikeCoinVerifier

    /// A verifier for clients given as a map from id to secret.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a blank common secret or an empty client secret; ``JotkitError/usage(_:)``
    ///   `policy_invalid` for scopes that are not well formed.
    public init(commonSecret: String, clients: [String: String], options: LikeCoinOptions = LikeCoinOptions()) throws {
        native = try across {
            try JotkitFFI.LikeCoinVerifier(commonSecret: commonSecret, clients: clients, options: options.json)
        }
    }

    /// A verifier that asks for the secret of each token's client.
    ///
    /// - Parameter secrets: Gives the secret of a client id, or `nil` for one that is not known, which refuses the token with
    ///   `client_unknown`. The id is not verified yet. What it throws, `verify` throws.
    public init(
        commonSecret: String,
        options: LikeCoinOptions = LikeCoinOptions(),
        secrets: @escaping @Sendable (String) throws -> String?
    ) throws {
        native = try across {
            try JotkitFFI.LikeCoinVerifier.withLookup(
                commonSecret: commonSecret, secrets: Clients(secrets), options: options.json)
        }
    }

    /// Verifies a token.
    ///
    /// - Parameter now: Seconds since 1970; the system's clock if absent.
    /// - Throws: ``JotkitError``, whose ``JotkitError/likeCoinReply`` is what the service itself would answer.
    public func verify(_ token: String, now: TimeInterval? = nil) throws -> AccessToken {
        let token = token.lent
        return AccessToken(
            try Callbacks.rethrowing {
                try across {
                    guard let now else { return try native.verify(token: token) }
                    return try native.verifyAt(token: token, now: now)
                }
            })
    }
}
