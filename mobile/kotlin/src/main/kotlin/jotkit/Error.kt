package jotkit

import jotkit.ffi.Failure
import jotkit.ffi.InternalException
import jotkit.ffi.Report
import jotkit.ffi.internalReport
import jotkit.ffi.unreadableReport
import jotkit.internal.Jvm
import jotkit.internal.Reported
import java.nio.charset.CharacterCodingException

/**
 * Every failure of jotkit, as one subclass for each way to react.
 *
 * [code] is stable and the same string in every language. The message is a fixed sentence for each
 * code; neither it nor [toString] contains a byte of a token, a key or a secret, so both are safe
 * to log.
 *
 * A value that has no JSON form is an [IllegalArgumentException], and the use of a closed object an
 * [IllegalStateException].
 */
public sealed class JotkitException(report: Report) : RuntimeException(report.message) {
    /** The stable code, such as `token_expired`. */
    public val code: String = report.code

    /** The code's kind: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. */
    public val kind: String = report.kind

    /** The claim it is about, if it is about one. */
    public val claim: String? = report.claim

    /** The status of the server's reply that led to it, if there was one. */
    public val status: Int? = report.status?.toInt()

    /** The word that the server gave as its reason, if it is short and plain. */
    public val detail: String? = report.detail

    override fun toString(): String = "JotkitException($code): $message"

    /** The bytes are not a well-formed token. */
    public class Malformed internal constructor(report: Report) : JotkitException(report)

    /** The token is well formed and must not be trusted. */
    public class Refused internal constructor(report: Report) : JotkitException(report)

    /** A key or a client's secret cannot be found or used. */
    public class Key internal constructor(report: Report) : JotkitException(report)

    /** An argument, a policy or claims are invalid. */
    public class Usage internal constructor(report: Report) : JotkitException(report)

    /** A step of an OAuth flow failed. */
    public class Flow internal constructor(report: Report) : JotkitException(report)

    /** A bug in jotkit. */
    public class Internal internal constructor(report: Report) : JotkitException(report)

    internal companion object {
        /** The one place where an error of the core becomes an exception. */
        fun of(report: Report): JotkitException = when (report.kind) {
            "malformed" -> Malformed(report)
            "refused" -> Refused(report)
            "key" -> Key(report)
            "usage" -> Usage(report)
            "flow" -> Flow(report)
            else -> Internal(report)
        }
    }
}

/** Guards a call of the native library: every error comes out as a [JotkitException]. */
internal inline fun <T> guarded(call: () -> T): T = try {
    Jvm.load()
    call()
} catch (failure: Failure.Core) {
    throw JotkitException.of(failure.report)
} catch (failure: Reported) {
    throw JotkitException.of(failure.report)
} catch (_: InternalException) {
    // A panic that uniffi caught. Its text may quote the input, so it is not passed on.
    throw JotkitException.of(internalReport())
} catch (_: CharacterCodingException) {
    throw JotkitException.of(unreadableReport())
}
