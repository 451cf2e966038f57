package jotkit

import jotkit.ffi.RemoteEvent as NativeEvent
import jotkit.ffi.RemoteStatus as NativeStatus

/**
 * How the keys of an issuer are.
 * @property state how fresh they are.
 * @property kids the ids of the keys in use.
 * @property skipped the entries of the set that cannot be used.
 * @property failures how many requests have failed in a row.
 * @property generation a number that grows with each answer and each seed.
 * @property since when their lifetime ended, in milliseconds since 1970, if they are stale.
 * @property retryAt when there can be another request, in milliseconds since 1970, while a pause
 *   after a failure lasts.
 * @property lastError why the last request failed, if none has succeeded since.
 */
public data class RemoteStatus internal constructor(
    public val state: State,
    public val kids: List<String>,
    public val skipped: List<SkippedKey>,
    public val failures: Long,
    public val generation: Long,
    public val since: Long?,
    public val retryAt: Long?,
    public val lastError: String?,
) {
    internal constructor(native: NativeStatus) : this(
        State.valueOf(native.state.uppercase()),
        native.kids,
        native.skipped.map(::SkippedKey),
        native.failures.toLong(),
        native.generation.toLong(),
        native.since,
        native.retryAt,
        native.lastError,
    )

    /** How fresh keys are. */
    public enum class State {
        /** Within the first part of their lifetime. */
        FRESH,

        /** Within their lifetime; they are fetched again in the background. */
        AGEING,

        /** After their lifetime, while they cannot be fetched. */
        STALE,

        /** There are none that can be used. */
        EMPTY,
    }
}

/**
 * Something that happened to the keys of a source. Nothing of a token is in it.
 * @property name what happened: `fetched`, `rotated`, `unchanged`, `skipped`, `failed`,
 *   `stale_used` or `kid_unknown`.
 * @property source the keys' address if it was given, else their issuer.
 * @property at when, in milliseconds since 1970.
 * @property cause why a request failed, such as `timeout`.
 * @property retryAt when there can be another request, in milliseconds since 1970.
 * @property skipped how many entries of the set cannot be used.
 */
public data class RemoteEvent internal constructor(
    public val name: String,
    public val source: String,
    public val at: Long,
    public val cause: String?,
    public val retryAt: Long?,
    public val skipped: Int?,
) {
    internal constructor(native: NativeEvent) :
        this(native.name, native.source, native.at, native.cause, native.retryAt, native.skipped?.toInt())
}
