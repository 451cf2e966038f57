import Foundation
import SubjectKit
import XCTest

/// The vectors that all languages share, put to the same code that the conformance driver talks to.
final class VectorsTests: XCTestCase {
    func testEveryVectorHasItsAnswer() throws {
        let files = try Samples.names(in: "vectors").filter { $0.hasSuffix(".json") }
        XCTAssertGreaterThan(files.count, 20)
        for file in files {
            let vectors = try XCTUnwrap(try JSON(Samples.shared("vectors/\(file)")).members?["vectors"]?.items, file)
            XCTAssertFalse(vectors.isEmpty, file)
            for vector in vectors { try check(try XCTUnwrap(vector.members), file) }
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
        let expected = try XCTUnwrap(vector["answer"])
        let got = try JSON(Subject.answer(XCTUnwrap(vector["request"]).line))
        let isRight = try comparable(got, varies).says(comparable(expected, varies))
        XCTAssertTrue(isRight, "\(file) \(name): expected \(expected.line), got \(got.line)")
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
