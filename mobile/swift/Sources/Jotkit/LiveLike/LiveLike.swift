import Foundation
internal import JotkitFFI

/// Mints LiveLike profile access tokens for one application.
///
/// ```swift
/// let token = try LiveLikeSigner(clientID: clientID, clientSecret: clientSecret).sign("user-1")
/// ```
///
/// The Client Secret is taken as text: nothing is decoded, and any length but zero will do, since LiveLike chose it. Keep it on a
/// server; an app that ships it lets everybody be every user.
public final class LiveLikeSigner: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.LiveLikeSigner
    private let clientID: String

    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a blank Client ID; ``JotkitError/key(_:)`` `key_weak` for an
    ///   empty secret.
    public init(clientID: String, clientSecret: String) throws {
        self.clientID = clientID
        native = try across { try JotkitFFI.LiveLikeSigner(clientId: clientID, clientSecret: clientSecret) }
    }

    /// Mints a token for a user, issued now and without an end.
    ///
    /// The id is the user's in your own system; a number is written out first, with `String(number)`. LiveLike makes a profile
    /// for an id that it has not seen.
    ///
    /// - Parameter issuedAt: Whole seconds since 1970; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the id is blank or longer than 255 Unicode code points, or the
    ///   time is negative, has a fraction or must be meant in milliseconds.
    public func sign(_ customProfileID: String, issuedAt: TimeInterval? = nil) throws -> String {
        try across { try native.sign(customProfileId: customProfileID, issuedAt: issuedAt, lifetime: nil) }
    }

    /// Mints a token for a user that is valid for whole seconds above zero.
    ///
    /// - Throws: As the other form; `argument_invalid` for another lifetime.
    public func sign(_ customProfileID: String, issuedAt: TimeInterval? = nil, lifetime: TimeInterval) throws -> String {
        try across { try native.sign(customProfileId: customProfileID, issuedAt: issuedAt, lifetime: lifetime) }
    }

    /// The Client ID alone.
    public var description: String { "LiveLikeSigner(clientID: \(clientID))" }
}

/// What a verified profile access token says.
public struct LiveLikeProfile: Sendable, Equatable {
    /// The application's Client ID.
    public let clientID: String
    /// The user in the application's own system; LiveLike's API calls it `custom_id`.
    public let customProfileID: String
    /// When the token was made, in seconds since 1970. Some official samples get it wrong by the machine's offset from UTC, so
    /// nothing is refused because of it.
    public let issuedAt: TimeInterval
    /// When the token ends, in seconds since 1970; most never do.
    public let expiresAt: TimeInterval?

    init(_ native: JotkitFFI.LiveLikeProfile) {
        clientID = native.clientId
        customProfileID = native.customProfileId
        issuedAt = native.issuedAt
        expiresAt = native.expiresAt
    }
}

/// Verifies LiveLike profile access tokens of one application or of many.
///
/// A token that passes is no proof that the user is known to LiveLike: whoever it names gets a profile.
public final class LiveLikeVerifier: Sendable {
    private let native: JotkitFFI.LiveLikeVerifier

    /// A verifier for applications given as a map from Client ID to Client Secret.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for an empty secret.
    public init(applications: [String: String]) throws {
        native = try across { try JotkitFFI.LiveLikeVerifier(clients: applications) }
    }

    /// A verifier that asks for the Client Secret of each token's application.
    ///
    /// - Parameter secrets: Gives the secret of a Client ID, or `nil` for one that is not known, which refuses the token with
    ///   `client_unknown`. The id is not verified yet. What it throws, `verify` throws.
    public init(secrets: @escaping @Sendable (String) throws -> String?) throws {
        native = try across { try JotkitFFI.LiveLikeVerifier.withLookup(secrets: Clients(secrets)) }
    }

    /// Verifies a token.
    ///
    /// - Parameter now: Seconds since 1970; the system's clock if absent.
    /// - Throws: ``JotkitError/key(_:)`` `client_unknown` for an application that is not known, otherwise as ``Verifier``.
    public func verify(_ token: String, now: TimeInterval? = nil) throws -> LiveLikeProfile {
        let token = token.lent
        return LiveLikeProfile(
            try Callbacks.rethrowing {
                try across {
                    guard let now else { return try native.verify(token: token) }
                    return try native.verifyAt(token: token, now: now)
                }
            })
    }
}
