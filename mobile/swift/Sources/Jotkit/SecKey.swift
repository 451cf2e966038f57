#if canImport(Security)
    import Foundation
    import Security

    extension Key {
        /// A key of the keychain that can be exported. One of the Secure Enclave cannot: use
        /// ``Signer/external(_:options:sign:)`` with `SecKeyCreateSignature`.
        ///
        /// - Throws: ``JotkitError/key(_:)``; the system's error if the key cannot be exported.
        public convenience init(secKey: SecKey, options: KeyOptions) throws {
            var failure: Unmanaged<CFError>?
            guard let exported = SecKeyCopyExternalRepresentation(secKey, &failure) as Data? else {
                throw failure.map { $0.takeRetainedValue() as any Error } ?? CocoaError(.featureUnsupported)
            }
            let attributes = SecKeyCopyAttributes(secKey) as? [CFString: Any] ?? [:]
            let isPrivate = attributes[kSecAttrKeyClass] as? String == kSecAttrKeyClassPrivate as String
            switch attributes[kSecAttrKeyType] as? String {
            case (kSecAttrKeyTypeRSA as String)?: try self.init(der: exported, options: options)
            case _ where isPrivate: try self.init(ecScalar: exported, options: options)
            default: try self.init(ecPoint: exported, options: options)
            }
        }
    }
#endif
