// Answers the driver's requests, a JSON object a line; README.md two folders above describes them.
import Foundation
import Jotkit

/// A LikeCoin access token's claims; the tokens of the size works carry a `pad` too.
struct Claims: Codable, Sendable {
    var user: String
    var scope: [String]
    var azp: String
    var iat: Int64
    var exp: Int64
    var aud: String
    var iss: String
    var jti: String
}

/// What the driver asks to be prepared.
struct Task: Decodable {
    let library: String
    let sign: Bool
    let algorithm: String
    let key: Forms
    let text: String
    let issuer: String
    let audience: String
    let cached: Bool

    struct Forms: Decodable {
        let secret: String?
        let pem: String?
    }

    func jotkitKey() throws -> Key {
        if let secret = key.secret { return try .hs256(secret) }
        return try Key(pem: key.pem ?? "", options: KeyOptions().alg(Algorithm(rawValue: algorithm)!))
    }
}

/// One thing to measure.
struct Operation {
    /// Does it once, and returns what shows the result to the driver.
    let once: () throws -> Any
    /// Does it so many times: the nanoseconds and the number of errors.
    let batch: (Int) -> (ns: UInt64, refused: Int)
}

func measuring<T>(_ operation: @escaping () throws -> T, show: @escaping (T) throws -> Any) -> Operation {
    Operation {
        try show(try operation())
    } batch: { count in
        var refused = 0
        let start = DispatchTime.now().uptimeNanoseconds
        for _ in 0..<count {
            do { sink(try operation()) } catch { refused += 1 }
        }
        return (DispatchTime.now().uptimeNanoseconds - start, refused)
    }
}

/// Takes a result, so that no compiler optimizes it away.
@inline(never)
@_optimize(none)
func sink<T>(_ value: T) {}

func prepared(_ task: Task) throws -> Operation {
    if task.sign {
        let claims = try JSONDecoder().decode(Claims.self, from: Data(task.text.utf8))
        let signer = try Signer(key: task.jotkitKey())
        return measuring { try signer.sign(claims) } show: { $0 }
    }
    let plain = Policy().issuer(task.issuer).audience(task.audience)
    let verifier = try Verifier(key: task.jotkitKey(), policy: task.cached ? plain.cache(1000) : plain)
    let token = task.text
    if task.library == "jotkit (text)" {
        return measuring { try verifier.verify(token) as Verified } show: { verified in
            try JSONSerialization.jsonObject(with: Data(verified.payload.utf8))
        }
    }
    return measuring { try verifier.verify(token) as Claims } show: { claims in
        try JSONSerialization.jsonObject(with: try JSONEncoder().encode(claims))
    }
}

#if compiler(>=6.2)
    let runtime = "Swift 6.2 or later"
#elseif compiler(>=6.1)
    let runtime = "Swift 6.1"
#else
    let runtime = "Swift 6.0"
#endif
var operations: [Operation] = []

@MainActor
func answer(_ line: Data) throws -> [String: Any] {
    let request = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
    switch request["op"] as? String {
    case "hello":
        return ["runtime": runtime, "versions": [:]]
    case "prepare":
        do {
            operations.append(try prepared(try JSONDecoder().decode(Task.self, from: line)))
        } catch {
            return ["unable": "\(error)"]
        }
        do { return ["given": try operations[operations.count - 1].once()] } catch {
            return ["refused": "\(error)"]
        }
    case "run":
        let (number, count) = (request["case"] as? Int ?? 0, request["count"] as? Int ?? 0)
        let (ns, refused) = operations[number].batch(count)
        return ["ns": ns, "refused": refused]
    default:
        fatalError("There is no such operation.")
    }
}

while let line = readLine() {
    let text = try JSONSerialization.data(withJSONObject: answer(Data(line.utf8)))
    FileHandle.standardOutput.write(text + Data("\n".utf8))
}
