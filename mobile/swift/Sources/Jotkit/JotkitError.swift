import Foundation
internal import JotkitFFI

/// Every failure of jotkit, in one of the ways a caller reacts differently to.
///
/// ``code`` is stable and the same string in every language jotkit speaks. The text is a fixed sentence for each code: no
/// byte of a token, a key or a secret is in it, so it is safe to log.
public enum JotkitError: Error, Sendable, Equatable {
    /// The token's bytes are not a well-formed token.
    case malformed(Details)
    /// The token is well formed and must not be trusted.
    case refused(Details)
    /// A key or a client's secret could not be found or used.
    case key(Details)
    /// The caller asked for something that makes no sense.
    case usage(Details)
    /// A step of an OAuth flow failed.
    case flow(Details)
    /// A bug in jotkit itself.
    case `internal`(Details)

    /// What the core says about a failure.
    public struct Details: Sendable, Equatable {
        /// The stable code, such as `token_expired`.
        public let code: String
        /// The claim it is about, where there is one.
        public let claim: String?
        /// The sentence that explains it.
        public let message: String
        /// What a LikeCoin API answers to the request whose token failed like this; `nil` if the failure is not the
        /// token's, and the answer is a 500.
        public let likeCoinReply: Reply?
    }

    /// A status and a body of plain text.
    public struct Reply: Sendable, Equatable {
        /// The HTTP status.
        public let status: Int
        /// The whole body, as `text/plain`.
        public let body: String
    }

    /// What the core says about it.
    public var details: Details {
        switch self {
        case .malformed(let details), .refused(let details), .key(let details), .usage(let details),
            .flow(let details), .internal(let details):
            return details
        }
    }

    /// The stable code, such as `token_expired`.
    public var code: String { details.code }

    /// The claim it is about, where there is one.
    public var claim: String? { details.claim }

    /// The sentence that explains it.
    public var message: String { details.message }

    /// What a LikeCoin API answers to the request whose token failed like this.
    public var likeCoinReply: Reply? { details.likeCoinReply }

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

    /// The one place where what the core reports becomes an error.
    init(_ report: Report) {
        let reply = report.status.map { Reply(status: Int($0), body: report.body ?? "") }
        let details = Details(code: report.code, claim: report.claim, message: report.text, likeCoinReply: reply)
        switch report.kind {
        case "malformed": self = .malformed(details)
        case "refused": self = .refused(details)
        case "key": self = .key(details)
        case "usage": self = .usage(details)
        case "flow": self = .flow(details)
        default: self = .internal(details)
        }
    }
}

extension JotkitError: CustomStringConvertible, LocalizedError {
    /// The code and the sentence.
    public var description: String { "JotkitError(\(code)): \(message)" }

    /// The sentence.
    public var errorDescription: String? { message }
}
