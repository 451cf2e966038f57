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

    /** The code as a value of an enum, for `when` and `switch`. */
    public val reason: Code = Code.named(report.code) ?: Code.INTERNAL

    /** The code's kind: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. */
    public val kind: String = report.kind

    /** The claim it is about, if it is about one. */
    public val claim: String? = report.claim

    /** The status of the server's reply that led to it, if there was one. */
    public val status: Int? = report.status?.toInt()

    /** The word that the server gave as its reason, if it is short and plain. */
    public val detail: String? = report.detail

    /** When to try again, in milliseconds since 1970, if keys cannot be fetched before. */
    public val retryAt: Long? = report.retryAt

    /**
     * What to answer to an HTTP request that failed with this ([RFC 6750
     * §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
     *
     * [realm] names the protected area, [scope] what the request needs.
     * @throws Usage `argument_invalid` for a realm or scope that cannot be written, such as an
     *   empty one.
     */
    @JvmOverloads
    public fun challenge(realm: String? = null, scope: List<String>? = null): Challenge {
        val answer = guarded { jotkit.ffi.challenge(code, realm, scope) }
        return Challenge(answer.status.toInt(), answer.wwwAuthenticate)
    }

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

/**
 * What a server answers to a request without a good token.
 * @property status the HTTP status: 401 for a token that is missing or wrong, 403 for one that does
 *   not cover the scope, 503 while keys cannot be fetched, 500 for the server's own mistakes.
 * @property wwwAuthenticate the value of the `WWW-Authenticate` header, for 401 and 403.
 */
public data class Challenge internal constructor(public val status: Int, public val wwwAuthenticate: String?)

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
