import Foundation

/// Runs a function of the caller's until a deadline, even if it does not heed that it is cancelled.
///
/// - Throws: What it throws; ``HTTPFailure/timeout`` at the deadline; `CancellationError` if the
///   caller is cancelled.
func race<T: Sendable>(
    until deadline: ContinuousClock.Instant, _ function: @escaping @Sendable () async throws -> T
) async throws -> T {
    let race = Race<T>()
    let work = Task {
        do {
            race.end(.success(try await function()))
        } catch {
            race.end(.failure(error))
        }
    }
    let alarm = Task {
        try await Task.sleep(until: deadline)
        race.end(.failure(HTTPFailure.timeout))
    }
    defer {
        work.cancel()
        alarm.cancel()
    }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { race.begin($0) }
    } onCancel: {
        race.end(.failure(CancellationError()))
    }
}

/// The first result, which may be there before somebody waits for it.
private final class Race<T: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var continuation: CheckedContinuation<T, any Error>?
    private var result: Result<T, any Error>?

    func begin(_ continuation: CheckedContinuation<T, any Error>) {
        let ready = lock.withLock {
            if result == nil { self.continuation = continuation }
            return result
        }
        if let ready { continuation.resume(with: ready) }
    }

    func end(_ result: Result<T, any Error>) {
        let waiting = lock.withLock {
            if self.result == nil { self.result = result }
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(with: result)
    }
}
