import Jotkit
import JotkitC

/// What a verification costs above the core: the same token through the package, and over memory that lies ready, in
/// turns, and the difference of the two.
func bridgeCase(_ work: Work) throws -> Case {
    let token = work.token("verify-HS256")
    let verifier = try Verifier(key: .hs256(work.secret), policy: work.policy)
    let core = Core(secret: work.secret, policy: work.policy.json, token: token)
    return Case("bridge") {
        core.verify() > work.payload.utf8.count
    } repeated: { count in
        let turns = max(1, count / 64)
        var above = Int64(0)
        for _ in 0..<turns {
            above += Int64(try timed(64) { try verifier.verify(token) as Verified })
            above -= Int64(timed(64) { core.verify() })
        }
        return UInt64(max(1, above)) * UInt64(count) / UInt64(turns * 64)
    }
}

/// A verifier that is asked by its address.
private struct Core {
    private let verifier: UInt64
    private let token: UnsafeMutableRawBufferPointer
    private let answer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 8)

    init(secret: String, policy: String, token: String) {
        var status = RustCallStatus()
        let key = secret.utf8.withContiguousStorageIfAvailable { secret in
            let bytes = ForeignBytes(len: Int32(secret.count), data: secret.baseAddress)
            return uniffi_jotkit_mobile_fn_constructor_key_from_secret(bytes, buffer(#"{"alg":"HS256"}"#), &status)
        }
        let made = uniffi_jotkit_mobile_fn_constructor_verifier_with_key(key ?? 0, buffer(policy), &status)
        verifier = uniffi_jotkit_mobile_fn_method_verifier_address(
            uniffi_jotkit_mobile_fn_clone_verifier(made, &status), &status)
        precondition(status.code == 0)
        self.token = .allocate(byteCount: token.utf8.count, alignment: 8)
        self.token.copyBytes(from: token.utf8)
    }

    func verify() -> Int64 {
        jotkit_direct_verify(
            verifier, UInt64(UInt(bitPattern: token.baseAddress)), UInt64(token.count), 0, 0,
            UInt64(UInt(bitPattern: answer.baseAddress)), UInt64(answer.count))
    }
}

private func buffer(_ text: String) -> RustBuffer {
    var (text, status) = (text, RustCallStatus())
    return text.withUTF8 {
        ffi_jotkit_mobile_rustbuffer_from_bytes(ForeignBytes(len: Int32($0.count), data: $0.baseAddress), &status)
    }
}
