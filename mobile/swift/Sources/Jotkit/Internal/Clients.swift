internal import JotkitFFI

/// A caller's lookup of secrets, as the other side calls it.
final class Clients: ClientSecrets {
    private let host: @Sendable (String) throws -> String?

    init(_ host: @escaping @Sendable (String) throws -> String?) {
        self.host = host
    }

    func secret(clientId: String) -> String? {
        Callbacks.keeping { try host(clientId) }
    }
}
