package jotkit.http

import java.io.IOException
import java.time.Duration
import javax.net.ssl.SSLException

/**
 * An HTTP request.
 * @property method the method, such as `POST`.
 * @property url the address: `https`, or `http` on this machine.
 * @property headers the headers' names and values.
 * @property body the body, if there is one. The body of a token request holds the client's secret.
 * @property maxBytes the longest accepted body of the response in bytes.
 */
public class HttpRequest @JvmOverloads constructor(
    public val method: String,
    public val url: String,
    public val headers: Map<String, String> = emptyMap(),
    public val body: ByteArray? = null,
    public val maxBytes: Int = Transport.MAX_BODY,
) {
    init {
        require(body == null || method !in setOf("GET", "HEAD")) { "A $method request has no body." }
    }

    /** Leaves out everything that may be secret: headers, query and body. */
    override fun toString(): String = "HttpRequest($method ${url.substringBefore('?')})"
}

/**
 * An HTTP response.
 * @property status the status, such as 200.
 * @property headers the headers, names in lower case; of equal names the last one.
 * @property body the whole body. One byte more than [HttpRequest.maxBytes] means that it is too
 *   long.
 */
public open class HttpResponse @JvmOverloads constructor(
    public val status: Int,
    public val headers: Map<String, String> = emptyMap(),
    public val body: ByteArray = ByteArray(0),
) {
    /** The body as UTF-8 text. */
    public fun text(): String = body.decodeToString()

    /** Leaves the body out. */
    override fun toString(): String = "HttpResponse($status, ${body.size} bytes)"
}

/**
 * Sends HTTP requests. [OkHttpTransport] is the default; an app can put its own client in its
 * place.
 */
public fun interface Transport {
    /**
     * Sends a request once and returns the whole response, whatever its status.
     *
     * An implementation follows no redirect, asks for no compression, reads at most
     * [HttpRequest.maxBytes] bytes and one more, and ends after [timeout], whatever the server
     * does.
     * @throws IOException if there is no response; a [TransportFailure] names the reason.
     */
    @Throws(IOException::class)
    public fun send(request: HttpRequest, timeout: Duration): HttpResponse

    public companion object {
        /** The longest accepted body in bytes, unless a request says otherwise: 1 MiB. */
        public const val MAX_BODY: Int = 1 shl 20
    }
}

/**
 * There is no response. The message is fixed: nothing of what was sent or received is in it.
 * @property reason why there is none.
 */
public class TransportFailure(public val reason: Reason) : IOException(reason.sentence) {
    /** Why there is no response. */
    public enum class Reason(internal val sentence: String) {
        /** The time was over. */
        TIMEOUT("The server did not answer in time."),

        /** The server cannot be reached, or what it sent is not a whole HTTP response. */
        NETWORK("The server cannot be reached, or its response is not valid HTTP."),

        /** The server cannot prove who it is. */
        TLS("The connection to the server cannot be secured."),

        /** The response is longer than accepted. */
        TOO_LARGE("The server's response is too large."),

        /** The server answered with a redirect, which is not followed. */
        REDIRECT("The server answered with a redirect."),
        ;

        /** The core's name for it. */
        internal val cause: String get() = name.lowercase()
    }
}

/** Why there is no response. A client's own error is one of the network. */
internal fun reason(failure: Throwable): TransportFailure.Reason = when (failure) {
    is TransportFailure -> failure.reason
    is SSLException -> TransportFailure.Reason.TLS
    else -> TransportFailure.Reason.NETWORK
}
