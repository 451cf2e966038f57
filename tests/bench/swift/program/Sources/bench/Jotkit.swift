import Foundation
import Jotkit

private let algorithms: [Algorithm] = [.hs256, .rs256, .ps256, .es256, .es384, .edDSA, .mlDSA44]

func jotkitCases(_ work: Work) throws -> [Case] {
    var cases: [Case] = []
    for algorithm in algorithms {
        let signer = try Signer(key: work.key(algorithm, "private"))
        let verifier = try Verifier(key: work.key(algorithm, "public"), policy: work.policy)
        let (claims, token) = (work.claims, work.token("verify-\(algorithm.rawValue)"))
        cases.append(
            Case("sign-\(algorithm.rawValue)") {
                let claims: Claims = try verifier.verify(try signer.sign(work.claims))
                return claims == work.claims
            } repeated: {
                try timed($0) { try signer.sign(claims) }
            })
        cases.append(verifying("verify-\(algorithm.rawValue)", work, verifier, token))
        // The claims as the JSON text that crosses: what a call costs without the reading of it.
        cases.append(
            Case("verify-\(algorithm.rawValue)", library: "jotkit (text)") {
                (try verifier.verify(token) as Verified).payload == work.payload
            } repeated: {
                try timed($0) { try verifier.verify(token) as Verified }
            })
        if [.hs256, .rs256, .es256].contains(algorithm) {
            let policy = work.policy.cache(1024)
            let cached = try Verifier(key: work.key(algorithm, "public"), policy: policy)
            cases.append(verifying("cached-\(algorithm.rawValue)", work, cached, token))
        }
    }
    let verifier = try Verifier(key: work.key(.hs256, "public"), policy: work.policy)
    for size in ["0.4k", "4k", "40k", "256k"] {
        cases.append(verifying("size-\(size)", work, verifier, work.token("size-\(size)")))
    }
    for refused in ["refuse-expired", "refuse-signature", "refuse-garbage"] {
        let token = work.token(refused)
        cases.append(
            Case(refused) {
                (try? verifier.verify(token) as Verified) == nil
            } repeated: {
                timed($0) { try? verifier.verify(token) as Verified }
            })
    }
    let payload = work.payload
    cases.append(
        Case("parse", library: "JSONDecoder", version: "Foundation") {
            try parsed(payload) == work.claims
        } repeated: {
            try timed($0) { try parsed(payload) }
        })
    return cases
}

private func verifying(
    _ name: String, _ work: Work, _ verifier: Verifier, _ token: String
) -> Case {
    Case(name) {
        let claims: Claims = try verifier.verify(token)
        return claims == work.claims
    } repeated: {
        try timed($0) { try verifier.verify(token) as Claims }
    }
}

private func parsed(_ payload: String) throws -> Claims {
    try JSONDecoder().decode(Claims.self, from: Data(payload.utf8))
}
