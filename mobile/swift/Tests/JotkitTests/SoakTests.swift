import Foundation
import Jotkit
import XCTest

/// Many mixed calls, after which the process holds no more than before. `JOTKIT_SOAK` says how
/// many.
final class SoakTests: XCTestCase {
    func testMemoryStaysWhereItIs() throws {
        let rounds = Int(ProcessInfo.processInfo.environment["JOTKIT_SOAK"] ?? "") ?? 20_000
        let (signer, verifier) = (try Samples.signer(), try Samples.verifier())
        let asking = try Verifier { _ in try Samples.key() }
        let elliptic = try Key.generate(.es256)
        let signed = try Signer(key: elliptic).sign(json: Samples.claims)
        let open = try Verifier(key: elliptic.publicKey())
        let wanting = try Samples.verifier(Policy().required([String(repeating: "x", count: 20_000)]))
        let token = try Samples.token()
        var settled = 0
        for round in 0..<rounds {
            if round == rounds / 2 { settled = resident() }
            let rare = round % 64 < 8
            switch round % 8 {
            case 0: _ = try verifier.payload(signer.sign(json: #"{"sub":"\#(round)","exp":4102444800}"#))
            case 1: try assertRefused("token_expired", { try verifier.payload(token, now: Date(timeIntervalSince1970: 9e9)) })
            case 2: try assertRefused("signature_invalid", { try verifier.payload(String(token.dropLast(4) + "AAAA")) })
            case 3: try assertRefused("token_malformed", { try verifier.payload("garbage \(round)") })
            case 4 where rare: _ = try open.payload(signed)
            case 5 where rare: _ = try asking.payload(token)
            case 6 where rare: try assertRefused("claim_missing", { try wanting.payload(token) })
            case 7 where rare: _ = try Samples.verifier().payload(token)
            default: _ = try peek(signed)
            }
        }
        let grown = resident() - settled
        print("soak: \(rounds) calls, \(settled >> 20) MiB resident half way, \(grown >> 10) KiB more at the end")
        // A leak of a hundred bytes a call would be six times this over the second half of a
        // million.
        XCTAssertLessThan(grown, 8 << 20)
    }

    /// The process's resident size in bytes; zero where there is no such file.
    private func resident() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) * 1024
    }
}
