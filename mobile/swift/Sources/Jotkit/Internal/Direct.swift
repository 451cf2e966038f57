internal import JotkitC
internal import JotkitFFI

/// The direct way to the core, for the calls that are made once for every token; `jotkit_direct.h` says how it is used.
///
/// Whoever calls holds the object for as long as its address is used.
enum Direct {
    /// Verifies a token at a time, or at the system's.
    static func verify(_ verifier: UInt64, _ token: String, now: Double?) throws -> Texts {
        try asking(token) { bytes, answer in
            jotkit_direct_verify(
                verifier, bytes.address, bytes.size, now == nil ? 0 : 1, now ?? 0, answer.address, answer.size)
        } reading: {
            Texts(header: $0.text(), payload: $0.text())
        }
    }

    /// Reads a token without verifying it.
    static func peek(_ token: String) throws -> Texts {
        try asking(token) { bytes, answer in
            jotkit_direct_peek(bytes.address, bytes.size, answer.address, answer.size)
        } reading: {
            Texts(header: $0.text(), payload: $0.text())
        }
    }

    /// Signs the bytes of claims.
    static func sign(_ signer: UInt64, _ claims: UnsafeRawBufferPointer) throws -> String {
        try asking(claims) { bytes, answer in
            jotkit_direct_sign(signer, bytes.address, bytes.size, answer.address, answer.size)
        } reading: {
            $0.text()
        }
    }

    private typealias Call = (_ bytes: UnsafeRawBufferPointer, _ answer: UnsafeRawBufferPointer) -> Int64

    private static func asking<T>(_ text: String, _ call: Call, reading: (inout Fields) -> T) throws -> T {
        var text = text
        return try text.withUTF8 { try asking(UnsafeRawBufferPointer($0), call, reading: reading) }
    }

    private static func asking<T>(
        _ bytes: UnsafeRawBufferPointer, _ call: Call, reading: (inout Fields) -> T
    ) throws -> T {
        // What a token holds is shorter than the token, and most that is signed fits as well; the rest is fetched.
        try withUnsafeTemporaryAllocation(byteCount: bytes.count + bytes.count / 2 + 384, alignment: 8) { room in
            let outcome = call(bytes, UnsafeRawBufferPointer(room))
            let length = Int(outcome < 0 ? ~outcome : outcome)
            guard length > room.count else {
                return try read(UnsafeRawBufferPointer(rebasing: room.prefix(length)), outcome, reading)
            }
            return try withUnsafeTemporaryAllocation(byteCount: length, alignment: 8) { room in
                let room = UnsafeRawBufferPointer(room)
                precondition(jotkit_direct_rest(room.address, room.size) == length)
                return try read(room, outcome, reading)
            }
        }
    }

    private static func read<T>(
        _ answer: UnsafeRawBufferPointer, _ outcome: Int64, _ reading: (inout Fields) -> T
    ) throws -> T {
        var fields = Fields(answer)
        if outcome < 0 { throw JotkitError(fields.report()) }
        return reading(&fields)
    }

    /// The two JSON texts of a token.
    struct Texts {
        let header: String
        let payload: String
    }

    /// Reads the fields of an answer one after the other.
    struct Fields {
        private let bytes: UnsafeRawBufferPointer
        private var at = 0

        init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
        }

        mutating func text() -> String { optional() ?? "" }

        mutating func optional() -> String? {
            let length = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
            at += MemoryLayout<UInt32>.size
            guard length != .max else { return nil }
            let end = at + Int(length)
            defer { at = end }
            return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[at..<end]), as: UTF8.self)
        }

        mutating func report() -> Report {
            Report(
                code: text(), kind: text(), claim: optional(), text: text(), status: optional().flatMap(UInt16.init),
                body: optional())
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var address: UInt64 { UInt64(UInt(bitPattern: baseAddress)) }
    fileprivate var size: UInt64 { UInt64(count) }
}
