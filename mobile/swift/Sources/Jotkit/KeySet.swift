import Foundation
internal import JotkitFFI

/// A set of keys, such as a JWK Set ([RFC 7517
/// §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
///
/// A verifier chooses from it by the token's `kid`; an unknown one is refused, never replaced.
public final class KeySet: Sendable, CustomStringConvertible {
    let native: JotkitFFI.KeySet

    init(native: JotkitFFI.KeySet) {
        self.native = native
    }

    /// A set of imported keys.
    public init(_ keys: [Key]) {
        native = JotkitFFI.KeySet.of(keys: keys.map(\.native))
    }

    /// Reads the JSON text of a JWK Set. Entries that cannot be used are in ``skipped``. The
    /// options' algorithm is for entries that name none.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid` if the text is not one strict JSON object
    ///   with an array `keys`.
    public init(jwks: String, options: KeyOptions = KeyOptions()) throws {
        native = try across { try JotkitFFI.KeySet.fromJwks(jwks: jwks, options: options.json) }
    }

    /// Reads PEMs by their key ids, such as the certificates of Firebase. Those that cannot be used
    /// are in ``skipped``. The options' algorithm is for all RSA keys.
    public init(pems: [String: String], options: KeyOptions = KeyOptions()) throws {
        native = try across { try JotkitFFI.KeySet.fromPems(pems: jsonText(pems), options: options.json) }
    }

    /// Reads a list of PEMs. Those that cannot be used are in ``skipped``.
    public init(pems: [String], options: KeyOptions = KeyOptions()) throws {
        native = try across { try JotkitFFI.KeySet.fromPems(pems: jsonText(pems), options: options.json) }
    }

    /// The usable keys.
    public var keys: [Key] { native.keys().map(Key.init) }

    /// The number of usable keys.
    public var count: Int { Int(native.size()) }

    /// The first usable key with this key id.
    public subscript(kid: String) -> Key? { native.get(kid: kid).map(Key.init) }

    /// The unusable entries: damaged, too weak, or not for verifying.
    public var skipped: [Skipped] {
        native.skipped().map(Skipped.init)
    }

    /// An entry that cannot be used, and why.
    public struct Skipped: Sendable, Equatable {
        /// Its place in the set, from 0; all entries count.
        public let index: Int
        /// Its key id, if it has one.
        public let kid: String?
        /// The stable code, such as `key_unsuitable`.
        public let code: String
        /// The sentence that explains it.
        public let message: String

        init(_ native: SkippedKey) {
            index = Int(native.index)
            kid = native.kid
            code = native.code
            message = native.message
        }
    }

    /// A description as JSON text: `keys` and `skipped`.
    public func info() -> String { native.info() }

    /// The public halves as the JSON text of a JWK Set, for publishing. Shared secrets are left
    /// out.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid` if a key's algorithm is not known.
    public func publicJWKS() throws -> String {
        try across { try native.toPublicJwks() }
    }

    /// The kinds of keys, without a secret.
    public var description: String { native.describe() }
}

extension KeySet: Sequence {
    /// The usable keys, in their order.
    public func makeIterator() -> IndexingIterator<[Key]> { keys.makeIterator() }
}
