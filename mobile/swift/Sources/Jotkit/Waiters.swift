import Foundation

/// The tasks that wait for an answer. None of them keeps a thread.
final class Waiters: @unchecked Sendable {
    private let lock = NSLock()
    private var count: UInt64 = 0
    private var waiting: [ObjectIdentifier: Waiter] = [:]

    /// How many answers there were. A caller reads it before it looks for one, so as to miss none.
    var answers: UInt64 { lock.withLock { count } }

    /// Wakes all of them: there is an answer.
    func wake() {
        let all = lock.withLock {
            defer { waiting = [:] }
            count += 1
            return waiting.values
        }
        for waiter in all { waiter.end() }
    }

    /// Waits until there are more answers than the caller has seen, or for this time.
    ///
    /// - Throws: `CancellationError` as soon as the caller is cancelled.
    func wait(after seen: UInt64, for time: Duration) async throws {
        let waiter = Waiter()
        let isWaiting = lock.withLock {
            if count == seen { waiting[ObjectIdentifier(waiter)] = waiter }
            return count == seen
        }
        guard isWaiting else { return try Task.checkCancellation() }
        let alarm = Task {
            try await Task.sleep(for: time)
            waiter.end()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter.begin($0) }
        } onCancel: {
            waiter.end()
        }
        alarm.cancel()
        _ = lock.withLock { waiting.removeValue(forKey: ObjectIdentifier(waiter)) }
        try Task.checkCancellation()
    }
}

/// One wait, which an answer, the alarm or a cancellation ends, even before it begins.
private final class Waiter: @unchecked Sendable {
    private let lock = NSLock()
    private var continuation: CheckedContinuation<Void, Never>?
    private var ended = false

    func begin(_ continuation: CheckedContinuation<Void, Never>) {
        let isLate = lock.withLock {
            if !ended { self.continuation = continuation }
            return ended
        }
        if isLate { continuation.resume() }
    }

    func end() {
        let ready = lock.withLock {
            defer { continuation = nil }
            ended = true
            return continuation
        }
        ready?.resume()
    }
}
