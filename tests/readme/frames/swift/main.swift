import Foundation
import Jotkit

/// What a snippet takes as given: the settings of the test.
func setting(_ name: String) -> String {
    ProcessInfo.processInfo.environment["README_\(name)"] ?? ""
}

struct Unexpected: Error {
    let line: Int
}

func expect(_ holds: Bool, line: Int = #line) throws {
    if !holds { throw Unexpected(line: line) }
}

try verify()
try livelike()
try await likecoinLogin()
try likecoinAPI()
