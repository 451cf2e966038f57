import Foundation

struct WrongVerdict: Error {
    let work: String
}

/// One thing that is measured.
final class Case {
    let listed: [String: Any]
    private let name: String
    private let proof: () throws -> Bool
    /// Does it so many times and tells how many nanoseconds that took.
    private let repeated: (Int) throws -> UInt64
    private var perOperation = 0.0

    init(
        _ name: String, library: String = "jotkit", version: String = "0.1.0",
        proof: @escaping () throws -> Bool, repeated: @escaping (Int) throws -> UInt64
    ) {
        self.name = name
        self.proof = proof
        self.repeated = repeated
        listed = ["library": library, "version": version, "work": name]
    }

    /// Does once what it is measured for.
    func check() throws {
        guard try proof() else { throw WrongVerdict(work: name) }
    }

    /// Nanoseconds for each operation, over a batch of about this length.
    func measure(millis: Int) throws -> Double {
        if perOperation == 0 {
            var (count, spent) = (1, UInt64(0))
            while spent < 20_000_000 {
                spent = try repeated(count)
                perOperation = Double(spent) / Double(count)
                count *= 4
            }
        }
        let count = max(1, Int(Double(millis) * 1e6 / perOperation))
        return Double(try repeated(count)) / Double(count)
    }
}

func nanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

/// How long an operation takes so many times over.
func timed<T>(_ count: Int, _ operation: () throws -> T) rethrows -> UInt64 {
    let start = nanoseconds()
    for _ in 0..<count { sink(try operation()) }
    return nanoseconds() - start
}

/// Takes a result, so that no compiler optimizes it away.
@inline(never)
@_optimize(none)
func sink<T>(_ value: T) {}
