package jotkit.internal

import java.time.Clock
import java.time.Instant

private const val NANOS = 1e9

/** Seconds since 1970, with their fraction. */
internal fun Instant.toSeconds(): Double = epochSecond + nano / NANOS

/** The time of a call: the one that it was given, or the clock's; without a clock the system's. */
internal fun Clock?.at(now: Double?): Double? = now ?: this?.instant()?.toSeconds()
