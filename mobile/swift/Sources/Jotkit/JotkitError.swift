import Foundation
internal import JotkitFFI

/// Every failure of jotkit, by kind.
///
/// ``code`` is stable and the same string in every language. The message is a fixed sentence: no
/// byte of a token, key or secret is in it, so it is safe to log.
public enum JotkitError: Error, Sendable, Equatable {
    /// The token is not well formed.
    case malformed(Details)
    /// The token is well formed and must not be trusted.
    case refused(Details)
    /// A key or a client's secret could not be found or used.
    case key(Details)
    /// An argument or option is invalid.
    case usage(Details)
    /// A step of an OAuth flow failed.
    case flow(Details)
    /// A bug in jotkit itself.
    case `internal`(Details)

    /// What the core reports about a failure.
    public struct Details: Sendable, Equatable {
        /// The stable code, such as `token_expired`.
        public let code: String
        /// The code as a case of an enumeration.
        public var reason: Code { Code(rawValue: code) ?? .internal }
        /// The claim or header member that is wrong, if it is one.
        public let claim: String?
        /// The sentence that explains it.
        public let message: String
        /// The HTTP status of the server's reply that caused it.
        public let status: Int?
        /// A short plain detail from that reply.
        public let detail: String?
        /// When keys can be fetched again, after `keys_unavailable`.
        public let retryAt: Date?
    }

    /// What the core reports about it.
    public var details: Details {
        switch self {
        case .malformed(let details), .refused(let details), .key(let details), .usage(let details),
            .flow(let details), .internal(let details):
            return details
        }
    }

    /// The stable code, such as `token_expired`.
    public var code: String { details.code }

    /// The code as a case of an enumeration, such as ``Code/tokenExpired``.
    public var reason: Code { details.reason }

    /// The claim or header member that is wrong, if it is one.
    public var claim: String? { details.claim }

    /// The sentence that explains it.
    public var message: String { details.message }

    /// The HTTP status of the server's reply that caused it.
    public var status: Int? { details.status }

    /// A short plain detail from that reply.
    public var detail: String? { details.detail }

    /// When keys can be fetched again, after `keys_unavailable`.
    public var retryAt: Date? { details.retryAt }

    /// The code's kind: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`.
    public var kind: String {
        switch self {
        case .malformed: return "malformed"
        case .refused: return "refused"
        case .key: return "key"
        case .usage: return "usage"
        case .flow: return "flow"
        case .internal: return "internal"
        }
    }

    /// The one place where a report of the core becomes an error.
    init(_ report: Report) {
        let details = Details(
            code: report.code, claim: report.claim, message: report.message, status: report.status.map(Int.init),
            detail: report.detail, retryAt: report.retryAt.map(date))
        let kinds = [Self.malformed, Self.refused, Self.key, Self.usage, Self.flow].map { $0(details) }
        self = kinds.first { $0.kind == report.kind } ?? .internal(details)
    }
}

extension JotkitError: CustomStringConvertible, LocalizedError {
    /// The code and the sentence.
    public var description: String { "JotkitError(\(code)): \(message)" }

    /// The sentence.
    public var errorDescription: String? { message }
}

/// Makes a native call and turns its failure into a ``JotkitError``.
func across<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch Failure.Core(let report) {
        throw JotkitError(report)
    } catch {
        // uniffi caught a panic. Its message may quote a secret, so it is not passed on.
        throw JotkitError(internalReport())
    }
}
