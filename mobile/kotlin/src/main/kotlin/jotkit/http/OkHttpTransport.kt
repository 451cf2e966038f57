package jotkit.http

import jotkit.http.TransportFailure.Reason
import okhttp3.Authenticator
import okhttp3.Call
import okhttp3.CookieJar
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okio.BufferedSink
import java.io.IOException
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread

/**
 * Sends requests with OkHttp: no redirects, no repeated requests, no cookies, no cache, no answers
 * to authentication challenges, no compression, and no proxy for this machine.
 * @param client a client whose other settings, such as certificates and proxies, are kept.
 */
public class OkHttpTransport @JvmOverloads constructor(client: OkHttpClient = OkHttpClient()) : Transport {
    private val client = client.newBuilder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .authenticator(Authenticator.NONE)
        .proxy(null)
        .proxySelector(Proxies(client.proxy, client.proxySelector))
        // The one deadline is kept below.
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .build()

    /**
     * Sends a request.
     *
     * The exchange has a thread of its own, so that the deadline holds in each of its stages, name
     * resolution included.
     * @throws TransportFailure if there is no response.
     * @throws InterruptedException if the calling thread is interrupted; the exchange ends.
     */
    override fun send(request: HttpRequest, timeout: Duration): HttpResponse {
        if (timeout <= Duration.ZERO) throw TransportFailure(Reason.TIMEOUT)
        val call = client.newCall(prepare(request))
        val response = CompletableFuture<HttpResponse>()
        thread(isDaemon = true, name = "jotkit-http") {
            // An error of the client or of the JDK may quote what it received, so none is passed
            // on.
            runCatching { read(call, request.maxBytes + 1L) }.fold(response::complete, response::completeExceptionally)
        }
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS)
        } catch (_: TimeoutException) {
            throw TransportFailure(Reason.TIMEOUT)
        } catch (failed: ExecutionException) {
            throw TransportFailure(reason(failed.cause ?: failed))
        } finally {
            call.cancel()
        }
    }

    private fun prepare(request: HttpRequest): Request = try {
        val builder = Request.Builder().url(request.url)
        request.headers.forEach { (name, value) -> builder.header(name, value) }
        val body = request.body ?: ByteArray(0).takeIf { request.method in setOf("POST", "PUT", "PATCH") }
        builder.header("Accept-Encoding", "identity").method(request.method, body?.let(::Once)).build()
    } catch (_: IllegalArgumentException) {
        throw TransportFailure(Reason.NETWORK)
    }

    private fun read(call: Call, most: Long): HttpResponse = call.execute().use { response ->
        // OkHttp takes the last of two lengths, and reads half of a body as whole.
        if (response.headers("Content-Length").distinct().size > 1) throw IOException()
        val source = response.body.source()
        source.request(most)
        val body = source.buffer.readByteArray(minOf(source.buffer.size, most))
        HttpResponse(response.code, response.headers.associate { (name, value) -> name.lowercase() to value }, body)
    }

    /** A body that OkHttp never sends twice. */
    private class Once(private val bytes: ByteArray) : RequestBody() {
        override fun contentType() = null

        override fun contentLength() = bytes.size.toLong()

        override fun isOneShot() = true

        override fun writeTo(sink: BufferedSink) {
            sink.write(bytes)
        }
    }

    /** The given proxies, except for addresses of this machine. */
    private class Proxies(private val one: Proxy?, private val others: ProxySelector) : ProxySelector() {
        override fun select(uri: URI): List<Proxy> = when {
            LOOPBACK.matches(uri.host.orEmpty()) -> listOf(Proxy.NO_PROXY)
            one != null -> listOf(one)
            else -> others.select(uri)
        }

        override fun connectFailed(uri: URI, address: SocketAddress, failure: IOException): Unit =
            others.connectFailed(uri, address, failure)
    }

    private companion object {
        val LOOPBACK = Regex("""(.*\.)?localhost\.?|127(\.\d+){3}|\[?::1]?""", RegexOption.IGNORE_CASE)
    }
}
