package jotkit.likecoin

import java.io.IOException

/**
 * An HTTP request.
 *
 * @property method the method, such as `POST`.
 * @property url the address; `https`, or `http` on this very machine.
 * @property headers the headers' names and values.
 * @property body the body, where there is one. That of a token request holds the client's secret: it belongs neither in a
 *   log nor in an address.
 */
public class HttpRequest @JvmOverloads constructor(
    public val method: String,
    public val url: String,
    public val headers: Map<String, String> = emptyMap(),
    public val body: ByteArray? = null,
) {
    /** The same request with one more header, or with another value for it. */
    public fun withHeader(name: String, value: String): HttpRequest {
        val others = headers.filterKeys { !it.equals(name, ignoreCase = true) }
        return HttpRequest(method, url, others + (name to value), body)
    }

    /** Leaves out everything that may be secret: headers, the query and the body. */
    override fun toString(): String = "HttpRequest($method ${url.substringBefore('?')})"
}

/**
 * An HTTP response.
 *
 * @property status the status, such as 200.
 * @property headers the headers, by name in lower case; the last one of a name.
 * @property body the whole body, of at most [Transport.MAX_BODY] bytes and one more.
 */
public class HttpResponse @JvmOverloads constructor(
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
 * Sends HTTP requests. [UrlConnectionTransport] is the default; with this, any HTTP client can take its place:
 *
 * ```kotlin
 * val transport = Transport { request -> okHttp.newCall(request.toOkHttp()).execute().use { it.toResponse() } }
 * ```
 */
public fun interface Transport {
    /**
     * Sends a request and waits for the whole response, whatever its status.
     *
     * Whoever implements it keeps three rules: it does not follow redirects, which would carry a secret to an address
     * nobody checked; it gives up after some time; it does not read more than [MAX_BODY] bytes and one more, by which
     * a longer body is recognised.
     *
     * @throws IOException if there is no response.
     */
    @Throws(IOException::class)
    public fun send(request: HttpRequest): HttpResponse

    public companion object {
        /** The longest body that is accepted, in bytes: 1 MiB. */
        public const val MAX_BODY: Int = 1 shl 20
    }
}
