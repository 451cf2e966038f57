import Foundation
internal import JotkitFFI

/// LikeCoin's rules that need no object.
public enum LikeCoin {
    /// Decodes an access token **without verifying it**, which its client cannot do.
    ///
    /// - Throws: ``JotkitError/malformed(_:)`` if it is not a token, ``JotkitError/refused(_:)``
    ///   `claim_missing` if it is not an access token.
    public static func peek(_ token: String) throws -> UnverifiedAccessToken {
        let token = token.clipped(to: defaultMaxTokenBytes())
        return UnverifiedAccessToken(claims: AccessToken(try across { try likecoinPeek(token: token) }))
    }

    /// What a LikeCoin API answers to a request whose token failed: 401 `LOGIN_NEEDED`, 401
    /// `TOKEN_EXPIRED` or 403 `INSUFFICIENT_PERMISSION`. `nil` if the failure is not the token's;
    /// the answer is then a 500.
    public static func refusal(_ error: JotkitError) -> Refusal? {
        likecoinRefusal(code: error.code).map { Refusal(status: Int($0.status), body: $0.body) }
    }

    /// A status and a body of plain text.
    public struct Refusal: Sendable, Equatable {
        /// The HTTP status.
        public let status: Int
        /// The whole body, as `text/plain`.
        public let body: String
    }

    /// Whether the held scopes cover the demanded one: `read:like` covers `read:like.button`, and
    /// nothing covers its parent.
    ///
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the demand is not well formed.
    public static func scope(_ held: [String], allows demanded: String) throws -> Bool {
        try across { try likecoinScopeAllows(held: held, demanded: demanded) }
    }

    /// Derives the key that one client's access tokens are signed with: 64 lower-case hexadecimal
    /// characters, which are the HS256 key.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a blank common secret or an empty client
    ///   secret.
    public static func signingKey(commonSecret: String, clientSecret: String) throws -> String {
        try across { try likecoinSigningKey(commonSecret: commonSecret, clientSecret: clientSecret) }
    }
}

/// The content of an access token.
public struct AccessToken: Sendable, Equatable {
    /// The user's Liker ID.
    public let user: String
    /// The granted scopes, in the order of the token. Compare them with
    /// ``LikeCoin/scope(_:allows:)``, not by equality.
    public let scope: [String]
    /// The OAuth client the token was issued to (`azp`).
    public let clientID: String
    /// When the token was issued.
    public let issuedAt: Date
    /// When the token ends; one hour after its issue. Only absent if the
    /// verifier allows it.
    public let expiresAt: Date?
    /// The token's id (`jti`), by which a revocation list can name it.
    public let tokenID: String?

    init(_ native: ClientContent) {
        user = native.user
        scope = native.scope ?? []
        clientID = native.clientId
        issuedAt = Date(timeIntervalSince1970: native.issuedAt)
        expiresAt = native.expiresAt.map(Date.init(timeIntervalSince1970:))
        tokenID = native.tokenId
    }
}

/// The content of an access token that was not verified. Nothing else accepts it.
public struct UnverifiedAccessToken: Sendable, Equatable {
    /// What the token claims.
    public let claims: AccessToken
}

/// The content of a token to issue.
public struct Grant: Sendable, CustomStringConvertible, CustomReflectable {
    let json: String
    private let clientID: String
    private let user: String

    /// - Parameters:
    ///   - clientID: The OAuth client it is issued to.
    ///   - clientSecret: The client's secret, which the signing key is derived from.
    ///   - user: The user's Liker ID.
    ///   - scope: The granted scopes.
    ///   - tokenID: The token's id; a random UUID if absent.
    public init(clientID: String, clientSecret: String, user: String, scope: [String], tokenID: String? = nil) {
        json = jsonObject([
            "client_id": clientID, "client_secret": clientSecret, "user": user, "scope": scope, "jti": tokenID,
        ])
        self.clientID = clientID
        self.user = user
    }

    /// Leaves the secret out.
    public var description: String { "Grant(clientID: \(clientID), user: \(user))" }

    /// Leaves the secret out of `dump` as well.
    public var customMirror: Mirror { Mirror(self, children: ["clientID": clientID, "user": user]) }
}

/// Issues LikeCoin access tokens as the service does, byte for byte.
public final class LikeCoinIssuer: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.LikeCoinIssuer
    private let host: String

    /// An issuer with the service's common secret and its bare host name, such as `like.co`.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a blank common secret;
    ///   ``JotkitError/usage(_:)`` `argument_invalid` for a blank host.
    public init(commonSecret: String, host: String) throws {
        self.host = host
        native = try across { try JotkitFFI.LikeCoinIssuer(commonSecret: commonSecret, host: host) }
    }

    /// Issues a token that is valid for one hour.
    ///
    /// - Parameter now: The time; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a blank id or user, or a scope
    ///   that is not one word; ``JotkitError/key(_:)`` `key_weak` for an empty client secret.
    public func sign(_ grant: Grant, now: Date? = nil) throws -> String {
        try across { try native.sign(grant: grant.json, now: now?.timeIntervalSince1970) }
    }

    /// The host alone.
    public var description: String { "LikeCoinIssuer(host: \(host))" }
}

/// Verifies LikeCoin access tokens, as a resource server.
///
/// ```swift
/// let options = LikeCoinOptions().all(["read:like.button"])
/// let verifier = try LikeCoinVerifier(commonSecret: secret, clients: clients, options: options)
/// do {
///     let user = try verifier.verify(Bearer.token(authorization)).user
/// } catch let error as JotkitError {
///     let reply = LikeCoin.refusal(error)  // such as 401 TOKEN_EXPIRED
/// }
/// ```
///
/// A token is good until it expires: a revocation cannot be seen from it. To refuse revoked tokens,
/// keep a list of ``AccessToken/tokenID``, or of client and user.
public final class LikeCoinVerifier: Sendable {
    private let native: ClientVerifier

    /// A verifier for clients given as a map from id to secret.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for a blank common secret or an empty client
    ///   secret; ``JotkitError/usage(_:)`` `policy_invalid` for scopes that are not well formed.
    public init(commonSecret: String, clients: [String: String], options: LikeCoinOptions = LikeCoinOptions()) throws {
        native = try across {
            try ClientVerifier.likeCoin(commonSecret: commonSecret, clients: clients, options: options.json)
        }
    }

    /// A verifier that asks for the secret of each token's client.
    ///
    /// - Parameter secrets: Returns the secret of a client id, or `nil` for an unknown one, which
    ///   refuses the token with `client_unknown`. The id is not verified yet. What it throws,
    ///   `verify` throws.
    public init(
        commonSecret: String,
        options: LikeCoinOptions = LikeCoinOptions(),
        secrets: @escaping @Sendable (String) throws -> String?
    ) throws {
        native = try across {
            try ClientVerifier.likeCoinWithLookup(
                commonSecret: commonSecret, secrets: Clients(secrets), options: options.json)
        }
    }

    /// Verifies a token.
    ///
    /// - Parameter now: The time; the system's clock if absent.
    /// - Throws: ``JotkitError``; ``LikeCoin/refusal(_:)`` is the answer that the service itself
    ///   would send.
    public func verify(_ token: String, now: Date? = nil) throws -> AccessToken {
        AccessToken(try native.content(of: token, now: now))
    }
}
