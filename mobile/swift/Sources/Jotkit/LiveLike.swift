import Foundation
internal import JotkitFFI

/// Signs LiveLike profile access tokens for one application.
///
/// ```swift
/// let token = try LiveLikeSigner(clientID: clientID, clientSecret: clientSecret).sign("user-1")
/// ```
///
/// The Client Secret is a string that is not decoded, of any length but zero. Keep it on a server:
/// with it, anyone can be any user.
public final class LiveLikeSigner: Sendable, CustomStringConvertible {
    private let native: JotkitFFI.LiveLikeSigner
    private let clientID: String

    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` for a blank Client ID;
    ///   ``JotkitError/key(_:)`` `key_weak` for an empty secret.
    public init(clientID: String, clientSecret: String) throws {
        self.clientID = clientID
        native = try across { try JotkitFFI.LiveLikeSigner(clientId: clientID, clientSecret: clientSecret) }
    }

    /// Signs a token for a user, issued now and without an end.
    ///
    /// The id is the user's in your own system; a number is written out first, with
    /// `String(number)`. LiveLike makes a profile for an id that it has not seen.
    ///
    /// - Parameter issuedAt: Cut to whole seconds; the system's clock if absent.
    /// - Throws: ``JotkitError/usage(_:)`` `argument_invalid` if the id is blank or longer than 255
    ///   Unicode code points, or the time is before 1970 or beyond what a token carries.
    public func sign(_ customProfileID: String, issuedAt: Date? = nil) throws -> String {
        try make(customProfileID, issuedAt, lifetime: nil)
    }

    /// Signs a token for a user that is valid for whole seconds above zero; a fraction is cut.
    ///
    /// - Throws: As the other form; `argument_invalid` for another lifetime.
    public func sign(_ customProfileID: String, issuedAt: Date? = nil, lifetime: Duration) throws -> String {
        try make(customProfileID, issuedAt, lifetime: Double(wholeSeconds(lifetime)))
    }

    private func make(_ id: String, _ issuedAt: Date?, lifetime: Double?) throws -> String {
        try across {
            try native.sign(customProfileId: id, issuedAt: issuedAt?.wholeSeconds, lifetime: lifetime, now: nil)
        }
    }

    /// The Client ID alone.
    public var description: String { "LiveLikeSigner(clientID: \(clientID))" }
}

/// The content of a verified profile access token.
public struct LiveLikeProfile: Sendable, Equatable {
    /// The application's Client ID.
    public let clientID: String
    /// The user in the application's own system; LiveLike's API calls it `custom_id`.
    public let customProfileID: String
    /// When the token was made. Some official samples get it wrong by the
    /// machine's offset from UTC, so nothing is refused because of it.
    public let issuedAt: Date
    /// When the token ends; most never do.
    public let expiresAt: Date?

    init(_ native: ClientContent) {
        clientID = native.clientId
        customProfileID = native.user
        issuedAt = Date(timeIntervalSince1970: native.issuedAt)
        expiresAt = native.expiresAt.map(Date.init(timeIntervalSince1970:))
    }
}

/// Verifies LiveLike profile access tokens of one application or of many.
///
/// A token that passes does not prove that LiveLike knows the user: any user that a token names
/// gets a profile.
public final class LiveLikeVerifier: Sendable {
    private let native: ClientVerifier

    /// A verifier for applications given as a map from Client ID to Client Secret.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_weak` for an empty secret.
    public init(applications: [String: String]) throws {
        native = try across { try ClientVerifier.liveLike(clients: applications) }
    }

    /// A verifier that asks for the Client Secret of each token's application.
    ///
    /// - Parameter secrets: Returns the secret of a Client ID, or `nil` for an unknown one, which
    ///   refuses the token with `client_unknown`. The id is not verified yet. What it throws,
    ///   `verify` throws.
    public init(secrets: @escaping @Sendable (String) throws -> String?) throws {
        native = try across { try ClientVerifier.liveLikeWithLookup(secrets: Clients(secrets)) }
    }

    /// Verifies a token.
    ///
    /// - Parameter now: The time; the system's clock if absent.
    /// - Throws: ``JotkitError/key(_:)`` `client_unknown` for an unknown application, otherwise as
    ///   ``Verifier``.
    public func verify(_ token: String, now: Date? = nil) throws -> LiveLikeProfile {
        LiveLikeProfile(try native.content(of: token, now: now))
    }
}
