import Foundation
import Jotkit

/// Verifies good and bad tokens in turn, and tells what the process holds after the first tenth and at the end.
func soak(_ work: Work, count: Int) throws -> [String: Any] {
    let verifier = try Verifier(key: .hs256(work.secret), policy: work.policy)
    let elliptic = try Verifier(key: work.key(.es256, "public"), policy: work.policy)
    let signed = work.token("verify-ES256")
    let tokens = ["verify-HS256", "refuse-expired", "refuse-signature", "refuse-garbage"].map(work.token)
    var start = 0
    for round in 0..<count {
        if round == count / 10 { start = resident() }
        let right: Bool
        if round % 64 == 0 {
            right = (try? elliptic.verify(signed) as Verified) != nil
        } else {
            let which = round % tokens.count
            right = ((try? verifier.verify(tokens[which]) as Verified) != nil) == (which == 0)
        }
        guard right else { throw WrongVerdict(work: "soak") }
    }
    return ["rss_start": start, "rss_end": resident()]
}

/// The process's resident size in bytes.
private func resident() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
}
