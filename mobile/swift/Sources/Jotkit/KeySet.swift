import Foundation
internal import JotkitFFI

/// A set of keys, such as a JWK Set ([RFC 7517
/// §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
///
/// A verifier chooses from it by the token's `kid`; an unknown one is refused, never replaced.
public final class KeySet: Sendable, CustomStringConvertible {
    let native: JotkitFFI.KeySet

    /// A set of imported keys.
    public init(_ keys: [Key]) {
        native = JotkitFFI.KeySet.of(keys: keys.map(\.native))
    }

    /// Reads the JSON text of a JWK Set. Entries that cannot be used are skipped and counted. The
    /// options' algorithm is for entries that name none.
    ///
    /// - Throws: ``JotkitError/key(_:)`` `key_invalid` if the text is not one strict JSON object
    ///   with an array `keys`.
    public init(jwks: String, options: KeyOptions = KeyOptions()) throws {
        native = try across { try JotkitFFI.KeySet.fromJwks(jwks: jwks, options: options.json) }
    }

    /// The usable keys.
    public var keys: [Key] { native.keys().map(Key.init) }

    /// The number of unusable entries: damaged, too weak, or not for verifying.
    public var skipped: Int { Int(native.skipped()) }

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
