import Foundation
import Jotkit
import XCTest

/// Many mixed calls, after which the process holds no more than before. `JOTKIT_SOAK` says how
/// many.
final class SoakTests: XCTestCase {
    func testMemoryStaysWhereItIs() throws {
        let rounds = Int(ProcessInfo.processInfo.environment["JOTKIT_SOAK"] ?? "") ?? 20_000
        let (signer, verifier) = (try Signer(key: Samples.key()), try Verifier(key: Samples.key()))
        let asking = try Verifier { _ in try Samples.key() }
        let elliptic = try Key.generate(.es256)
        let signed = try Signer(key: elliptic).sign(json: #"{"exp":4102444800}"#)
        let open = try Verifier(key: elliptic.publicKey())
        let wanting = try Verifier(
            key: Samples.key(), policy: Policy().required([String(repeating: "x", count: 20_000)]))
        let token = try Samples.token()
        var settled = 0
        for round in 0..<rounds {
            if round == rounds / 2 { settled = resident() }
            let rare = round % 64 < 8
            switch round % 8 {
            case 0: _ = try verifier.verify(signer.sign(json: #"{"sub":"\#(round)","exp":4102444800}"#)) as Verified
            case 1: XCTAssertEqual(try failure { try verifier.verify(token, now: 9e9) as Verified }.code, "token_expired")
            case 2:
                let forged = token.dropLast(4) + "AAAA"
                XCTAssertEqual(try failure { try verifier.verify(String(forged)) as Verified }.code, "signature_invalid")
            case 3:
                XCTAssertEqual(try failure { try verifier.verify("garbage \(round)") as Verified }.code, "token_malformed")
            case 4 where rare: _ = try open.verify(signed) as Verified
            case 5 where rare: _ = try asking.verify(token) as Verified
            case 6 where rare:
                XCTAssertEqual(try failure { try wanting.verify(token) as Verified }.code, "claim_missing")
            case 7 where rare: _ = try Verifier(key: Samples.key()).verify(token) as Verified
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
