import Foundation
internal import JotkitFFI

/// Signatures over any bytes, in the compact form
/// ([RFC 7515](https://www.rfc-editor.org/rfc/rfc7515)). For JSON Web Tokens use ``Signer`` and
/// ``Verifier``, which judge claims too.
public enum JWS {
    /// The header and the payload of a signature that held.
    public struct Verified: Sendable, Equatable {
        /// The header's JSON text.
        public let header: String
        /// The payload; empty if it is detached.
        public let payload: Data
    }

    /// Signs any bytes.
    ///
    /// - Parameters:
    ///   - header: More header members, as the text of a JSON object.
    ///   - detached: Leaves the payload out of the token (RFC 7515 appendix F).
    /// - Throws: ``JotkitError/key(_:)`` for a key that cannot or may not sign;
    ///   ``JotkitError/usage(_:)`` `argument_invalid` for header members that cannot be set.
    public static func sign(
        _ payload: some DataProtocol, key: Key, header: String? = nil, detached: Bool = false
    ) throws -> String {
        try across { try jwsSign(key: key.native, payload: Data(payload), header: header, detached: detached) }
    }

    /// Verifies a token with one key.
    ///
    /// - Parameters:
    ///   - payload: The payload of a token that does not carry it.
    ///   - policy: Its algorithms, limits, `allowPadding` and `tryEach` matter.
    /// - Throws: ``JotkitError`` as ``Verifier/verify(_:now:)-(String,Date?)`` does, up to
    ///   the signature.
    public static func verify(
        _ token: String, key: Key, payload: Data? = nil, policy: Policy = Policy()
    ) throws -> Verified {
        verified(
            try across { try jwsVerify(key: key.native, token: token, payload: payload, policy: policy.json) })
    }

    /// Verifies a token with a key of a set.
    public static func verify(
        _ token: String, keys: KeySet, payload: Data? = nil, policy: Policy = Policy()
    ) throws -> Verified {
        verified(
            try across {
                try jwsVerifyWithKeySet(keys: keys.native, token: token, payload: payload, policy: policy.json)
            })
    }

    private static func verified(_ native: JwsVerified) -> Verified {
        Verified(header: native.header, payload: native.payload)
    }
}
