import Foundation
internal import JotkitFFI

/// Makes a call across, and turns whatever comes back wrong into jotkit's own error.
func across<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch Failure.Core(let report) {
        throw JotkitError(report)
    } catch {
        // uniffi caught a panic. Its text may quote what it choked on, so it is not passed on.
        throw JotkitError(internalReport())
    }
}

extension String {
    /// The bytes that the other side borrows for a call.
    var lent: Data { Data(utf8) }
}

/// Brings the error of a callback home.
///
/// A callback runs on the caller's thread, between two frames of the other side. Its error stays here, the other side
/// is told that nothing was found, and the call that led to it throws the error itself.
enum Callbacks {
    private static let slot = "jotkit.callback-error"

    /// Runs a callback; `nil` if it threw.
    static func keeping<T>(_ callback: () throws -> T?) -> T? {
        do {
            return try callback()
        } catch {
            Thread.current.threadDictionary[slot] = Kept(error)
            return nil
        }
    }

    /// Makes a call that may lead to a callback.
    static func rethrowing<T>(_ call: () throws -> T) throws -> T {
        let outer = Thread.current.threadDictionary[slot]
        Thread.current.threadDictionary[slot] = nil
        defer { Thread.current.threadDictionary[slot] = outer }
        do {
            return try call()
        } catch {
            throw (Thread.current.threadDictionary[slot] as? Kept)?.error ?? error
        }
    }

    private final class Kept {
        let error: any Error

        init(_ error: any Error) {
            self.error = error
        }
    }
}
