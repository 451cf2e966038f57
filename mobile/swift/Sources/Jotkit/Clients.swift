import Foundation
internal import JotkitFFI

extension ClientVerifier {
    /// Verifies a token of LiveLike or LikeCoin.
    func content(of token: String, now: TimeInterval?) throws -> ClientContent {
        let token = token.clipped(to: defaultMaxTokenBytes())
        return try Callbacks.rethrowing { try across { try verify(token: token, now: now) } }
    }
}
