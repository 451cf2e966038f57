import Foundation
import Jotkit
import SubjectKit
import XCTest

/// Keys, times and tokens that several tests use.
enum Samples {
    static let secret = "a secret of at least 32 bytes, kept safe"
    static let claims = #"{"sub":"u1","exp":4102444800}"#

    static func key() throws -> Key { try .hs256(secret) }

    static func signer() throws -> Signer { try Signer(key: key()) }

    static func verifier(_ policy: Policy = Policy()) throws -> Verifier { try Verifier(key: key(), policy: policy) }

    /// Signed with ``secret``; expires in 2100.
    static func token(_ claims: String = claims) throws -> String { try signer().sign(json: claims) }

    /// The core's own description.
    static func contract() throws -> [String: JSON] { try XCTUnwrap(try JSON(shared("contract.json")).members) }

    /// A file that all languages share, or the files of a folder, in `tests`.
    static func shared(_ name: String) throws -> String { try String(contentsOf: place(name), encoding: .utf8) }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place(folder).path).sorted()
    }

    private static func place(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../tests/\(name)").standardized
    }

    /// Everything that a careless log line would show of a value.
    static func printed(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        let children = Mirror(reflecting: value).children.map { "\($0.value)" }
        return "\(value) \(String(reflecting: value)) \(dumped) \(children)"
    }
}

extension Verifier {
    func payload(_ token: String, now: Date? = nil) throws -> String {
        let verified: Verified = try verify(token, now: now)
        return verified.payload
    }
}

/// An error of the caller's own.
struct Trouble: Error, Equatable {
    let what: String
}

/// The failure that a call must end in.
func failure(
    _ call: () throws -> Any, file: StaticString = #filePath, line: UInt = #line
) throws -> JotkitError {
    do {
        _ = try call()
    } catch let error as JotkitError {
        return error
    }
    XCTFail("nothing was refused", file: file, line: line)
    throw CancellationError()
}

/// Checks that each of the calls is refused with this code.
func assertRefused(
    _ code: String, file: StaticString = #filePath, line: UInt = #line, _ calls: (() throws -> Any)...
) throws {
    for (index, call) in calls.enumerated() {
        XCTAssertEqual(try failure(call, file: file, line: line).code, code, "\(index)", file: file, line: line)
    }
}
