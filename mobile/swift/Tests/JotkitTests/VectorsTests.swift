import Foundation
import SubjectKit
import XCTest

/// The vectors that all languages share, put to the same code that the conformance driver talks to.
final class VectorsTests: XCTestCase {
    func testEveryVectorHasItsAnswer() throws {
        let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../tests/vectors").standardized
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
        XCTAssertGreaterThan(files.count, 20)
        for file in files {
            let document = try JSON(try String(contentsOf: file, encoding: .utf8))
            let vectors = try XCTUnwrap(document.members?["vectors"]?.items, file.lastPathComponent)
            XCTAssertFalse(vectors.isEmpty, file.lastPathComponent)
            for vector in vectors {
                try check(try XCTUnwrap(vector.members), file.lastPathComponent)
            }
        }
    }

    func testARequestThatMakesNoSenseIsAnswered() throws {
        for line in ["", "{", "[]", #"{"op":"none"}"#, #"{"op":"verify"}"#, #"{"op":"peek","token":1}"#] {
            let answer = try JSON(Subject.answer(line))
            XCTAssertEqual(answer.members?["error"]?.members?["code"]?.string, "argument_invalid", line)
        }
    }

    private func check(_ vector: [String: JSON], _ file: String) throws {
        let name = try XCTUnwrap(vector["name"]?.string)
        let varies = vector["varies"]?.items?.compactMap(\.string) ?? []
        let request = try XCTUnwrap(vector["request"]).compact
        let expected = try comparable(try XCTUnwrap(vector["answer"]), varies)
        let got = try comparable(try JSON(Subject.answer(request)), varies)
        XCTAssertTrue(got.says(expected), "\(file) \(name): expected \(expected.compact), got \(got.compact)")
    }

    /// Without the id, what differs each time, and the kind, which follows from the code.
    private func comparable(_ answer: JSON, _ varies: [String]) throws -> JSON {
        let outer = try XCTUnwrap(answer.members).filter { $0.key != "id" }
        return .object(
            try outer.map { name, value in
                let left = name == "error" ? ["kind"] : varies
                let inner = try XCTUnwrap(value.members).filter { !left.contains($0.key) }
                return (name, .object(inner.map { ($0.key, $0.value) }, raw: ""))
            }, raw: "")
    }
}
