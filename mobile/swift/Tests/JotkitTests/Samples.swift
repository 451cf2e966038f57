import Foundation
import Jotkit
import SubjectKit
import XCTest

/// Keys, times and tokens that several tests use.
enum Samples {
    static let secret = "a secret of at least 32 bytes, kept safe"

    /// The words of the secret that must never be printed.
    static let telltale = "kept safe"

    static func key() throws -> Key { try .hs256(secret) }

    /// Signed with ``secret``; expires in 2100.
    static func token(_ claims: String = #"{"sub":"u1","exp":4102444800}"#) throws -> String {
        try Signer(key: key()).sign(json: claims)
    }

    static func contract(_ name: String) throws -> [String] {
        try XCTUnwrap(try contract().members?[name]?.items).compactMap(\.string)
    }

    /// The core's own description, tests/contract.json.
    private static func contract() throws -> JSON {
        let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../tests/contract.json").standardized
        return try JSON(try String(contentsOf: file, encoding: .utf8))
    }

    /// The names of a noun's options.
    static func options(_ noun: String) throws -> Set<String> {
        let rows = try XCTUnwrap(try contract().members?["options"]?.members?[noun]?.items)
        return Set(rows.compactMap { $0.members?["name"]?.string })
    }

    static func members(_ json: String) throws -> Set<String> {
        Set(try XCTUnwrap(try JSON(json).members).keys)
    }

    /// Everything that a careless log line would show of a value.
    static func printed(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }
}

/// The failure that a call must end in.
func failure<T>(_ call: () throws -> T, file: StaticString = #filePath, line: UInt = #line) throws -> JotkitError {
    do {
        _ = try call()
    } catch let error as JotkitError {
        return error
    }
    XCTFail("nothing was refused", file: file, line: line)
    throw CancellationError()
}
