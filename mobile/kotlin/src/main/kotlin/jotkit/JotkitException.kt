package jotkit

import jotkit.ffi.Report

/**
 * Every failure of jotkit, in one of the ways a caller reacts differently to.
 *
 * [code] is stable and the same string in every language jotkit speaks. The message is a fixed sentence for each
 * code; neither it nor [toString] holds a byte of a token, a key or a secret, so it is safe to log.
 *
 * A mistake in the types is no failure of jotkit's: it stays an [IllegalArgumentException] or, for a closed object, an
 * [IllegalStateException].
 */
public sealed class JotkitException(report: Report) : Exception(report.text) {
    /** The stable code, such as `token_expired`. */
    public val code: String = report.code

    /** The code's kind: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. */
    public val kind: String = report.kind

    /** The claim it is about, where there is one. */
    public val claim: String? = report.claim

    /**
     * What a LikeCoin API answers to the request whose token failed like this; `null` if the failure is not
     * the token's, and the answer is a 500.
     */
    public val likeCoinReply: Reply? = report.status?.let { Reply(it.toInt(), report.body.orEmpty()) }

    /** A status and a body of plain text. */
    public data class Reply(
        /** The HTTP status. */
        public val status: Int,
        /** The whole body, as `text/plain`. */
        public val body: String,
    )

    override fun toString(): String = "JotkitException($code): $message"

    /** The token's bytes are not a well-formed token. */
    public class Malformed internal constructor(report: Report) : JotkitException(report)

    /** The token is well formed and must not be trusted. */
    public class Refused internal constructor(report: Report) : JotkitException(report)

    /** A key or a client's secret could not be found or used. */
    public class Key internal constructor(report: Report) : JotkitException(report)

    /** The caller asked for something that makes no sense. */
    public class Usage internal constructor(report: Report) : JotkitException(report)

    /** A step of an OAuth flow failed. */
    public class Flow internal constructor(report: Report) : JotkitException(report)

    /** A bug in jotkit itself. */
    public class Internal internal constructor(report: Report) : JotkitException(report)

    internal companion object {
        /** The one place where what the core reports becomes an exception. */
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
