import Foundation

// Answers the driver's requests, one a line: `list` and `run`.
guard let path = CommandLine.arguments.dropFirst().first else { fatalError("usage: bench WORKFILE") }
let work = try Work(path)
let cases = try jotkitCases(work)
for one in cases { try one.check() }

while let line = readLine() {
    let request = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    let answer: [String: Any]
    switch request["op"] as? String {
    case "list":
        answer = ["runtime": swiftVersion, "cases": cases.map(\.listed)]
    case "run":
        let (index, millis) = (request["case"] as? Int ?? 0, request["millis"] as? Int ?? 0)
        answer = ["ns": try cases[index].measure(millis: millis)]
    default:
        fatalError("There is no such operation.")
    }
    let text = try JSONSerialization.data(withJSONObject: answer)
    FileHandle.standardOutput.write(text + Data("\n".utf8))
}

var swiftVersion: String {
    #if compiler(>=6.2)
        "Swift 6.2 or later"
    #elseif compiler(>=6.1)
        "Swift 6.1"
    #else
        "Swift 6.0"
    #endif
}
