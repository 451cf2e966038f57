import Foundation

/// What several threads do at the same time: operations in a fixed time, not the time of so many operations, so that
/// a thread that starts late or ends late does not leave the others' cores idle in what is counted. One thread is
/// measured just as two are.
///
/// - Returns: nanoseconds by the operations of all threads, which work together for so long.
func together(
    _ threads: Int, length: Double, perOperation: Double, _ repeated: @escaping (Int) throws -> UInt64
) -> Double {
    // A hundredth of the time or less, so that the end is met well.
    let step = max(1, Int(length / 100 / perOperation))
    let (gate, work) = (Gate(threads), Unchecked { _ = try? repeated(step) })
    for _ in 0..<threads {
        Thread.detachNewThread {
            // It is at work before the others are ready.
            work.value()
            gate.arrive()
            while gate.opened == nil { work.value() }
            let opened = gate.opened ?? 0
            let start = nanoseconds()
            var (done, end) = (0, start)
            repeat {
                work.value()
                done += step
                end = nanoseconds()
            } while Double(end - opened) < length
            gate.leave(Double(done) / Double(end - start))
        }
    }
    return 1 / gate.rate()
}

/// Opens when the last thread is at work, and takes what each has done.
private final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private let threads: Int
    private var arrived = 0
    private var start: UInt64?
    private var rates: [Double] = []

    init(_ threads: Int) {
        self.threads = threads
    }

    /// The clock when the last thread was at work; none before.
    var opened: UInt64? { condition.withLock { start } }

    func arrive() {
        condition.withLock {
            arrived += 1
            if arrived == threads { start = nanoseconds() }
        }
    }

    /// Takes a thread's operations by nanoseconds.
    func leave(_ rate: Double) {
        condition.withLock {
            rates.append(rate)
            condition.signal()
        }
    }

    /// That of all threads, when the last one has left.
    func rate() -> Double {
        condition.withLock {
            while rates.count < threads { condition.wait() }
            return rates.reduce(0, +)
        }
    }
}

/// What is only read by the threads that share it.
private struct Unchecked<T>: @unchecked Sendable {
    let value: T

    init(_ value: T) {
        self.value = value
    }
}
