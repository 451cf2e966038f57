import Foundation
internal import JotkitFFI

/// How the keys behind a URL are, for health checks.
public struct RemoteStatus: Sendable, Equatable {
    /// How fresh keys are.
    public enum Freshness: String, Sendable, CaseIterable {
        /// Within the first part of their lifetime.
        case fresh
        /// Near the end of their lifetime; the first caller has them fetched again in the
        /// background.
        case ageing
        /// After their lifetime, while they cannot be fetched. They are still used.
        case stale
        /// There are none that could be used.
        case empty
    }

    /// How fresh they are.
    public let state: Freshness
    /// The key ids in use, sorted.
    public let kids: [String]
    /// The entries that cannot be used.
    public let skipped: [KeySet.Skipped]
    /// How many requests have failed in a row.
    public let failures: Int
    /// When their lifetime ended, if they are stale.
    public let since: Date?
    /// When there can be another request, while a pause after a failure lasts.
    public let retryAt: Date?
    /// Why the last request failed, such as `timeout`, if none has succeeded since.
    public let lastError: String?

    init(_ native: JotkitFFI.RemoteStatus) {
        state = Freshness(rawValue: native.state) ?? .empty
        kids = native.kids
        skipped = native.skipped.map(KeySet.Skipped.init)
        failures = Int(native.failures)
        since = native.since.map(date)
        retryAt = native.retryAt.map(date)
        lastError = native.lastError
    }
}

/// Something that happened to the keys behind a URL, for metrics and logs. Nothing of a token is in
/// it.
public struct RemoteEvent: Sendable, Equatable {
    /// What happened: `fetched`, `rotated`, `unchanged`, `skipped`, `failed`, `stale_used` or
    /// `kid_unknown`.
    public let name: String
    /// The keys' address if it was given, else the issuer.
    public let source: String
    /// When it happened.
    public let at: Date
    /// Why a request failed, such as `timeout` or `status`.
    public let cause: String?
    /// When there can be another request.
    public let retryAt: Date?
    /// How many entries of the set cannot be used.
    public let skipped: Int?

    init(_ native: JotkitFFI.RemoteEvent) {
        name = native.name
        source = native.source
        at = date(native.at)
        cause = native.cause
        retryAt = native.retryAt.map(date)
        skipped = native.skipped.map { Int($0) }
    }
}

/// Keys as they were fetched, to be stored: public keys and their times.
///
/// An attacker who can change what is stored decides which tokens are good: store it as safely as
/// the app's other settings.
public struct RemoteSnapshot: Sendable, Equatable, Codable {
    /// The text, which every language reads.
    public let text: String

    /// A snapshot that was stored as text. ``RemoteKeys/seed(_:)`` judges it.
    public init(text: String) {
        self.text = text
    }
}
