package jotkit.internal

import jotkit.ffi.RemoteFetch
import jotkit.ffi.RemoteStep

/** What the core says about a caller that needs keys from behind a URL. */
internal sealed class Turn<out T> {
    /** This is the outcome. A request may be due, which no caller waits for. */
    class Decided<T>(val outcome: Result<T>, val due: RemoteFetch?) : Turn<T>()

    /** Send this request and take another turn. */
    class Fetch(val fetch: RemoteFetch) : Turn<Nothing>()

    /** Take another turn when the keys have been answered, or at this time. */
    class Wait(val until: Long) : Turn<Nothing>()
}

/** A step of the core for a caller that needs keys and has no token. */
internal fun RemoteStep.turn(): Turn<Unit> = when (this) {
    is RemoteStep.Ready -> Turn.Decided(Result.success(Unit), fetch)
    is RemoteStep.Refused -> Turn.Decided(Result.failure(Reported(report)), null)
    is RemoteStep.Fetch -> Turn.Fetch(fetch)
    is RemoteStep.Wait -> Turn.Wait(until)
}
