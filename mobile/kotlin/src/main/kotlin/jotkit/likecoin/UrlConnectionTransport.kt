package jotkit.likecoin

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URI
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * Sends requests with the platform's [HttpURLConnection].
 *
 * It does not follow redirects, caches nothing and limits the response's size. It blocks, so an app calls it off its main
 * thread. The platform's connection has no `PATCH`.
 *
 * @param connectTimeout how long connecting may take.
 * @param timeout how long the whole response may take after that.
 */
public class UrlConnectionTransport @JvmOverloads constructor(
    private val connectTimeout: Duration = 10.seconds,
    private val timeout: Duration = 30.seconds,
) : Transport {
    init {
        require(connectTimeout.isPositive() && timeout.isPositive()) { "A time limit is above zero." }
    }

    @Throws(IOException::class)
    override fun send(request: HttpRequest): HttpResponse {
        val connection = URI.create(request.url).toURL().openConnection() as? HttpURLConnection
            ?: throw IllegalArgumentException("The address is not one of HTTP.")
        val deadline = TimeSource.Monotonic.markNow() + connectTimeout + timeout
        try {
            connection.requestMethod = request.method
            connection.instanceFollowRedirects = false
            connection.useCaches = false
            connection.connectTimeout = milliseconds(connectTimeout)
            connection.readTimeout = milliseconds(timeout)
            request.headers.forEach { (name, value) -> connection.setRequestProperty(name, value) }
            request.body?.let { body ->
                connection.doOutput = true
                // Told its length, the connection does not resend the body by itself.
                connection.setFixedLengthStreamingMode(body.size)
                connection.outputStream.use { it.write(body) }
            }
            val status = connection.responseCode
            val stream = if (status < FIRST_ERROR) connection.inputStream else connection.errorStream
            val body = stream?.use { read(it, deadline) } ?: ByteArray(0)
            return HttpResponse(status, headers(connection), body)
        } finally {
            connection.disconnect()
        }
    }

    private fun headers(connection: HttpURLConnection): Map<String, String> =
        connection.headerFields.filterKeys { it != null }.map { (name, values) -> name.lowercase() to values.last() }.toMap()

    /** Reads at most one byte more than allowed, and not for longer than allowed however slowly it drips. */
    private fun read(stream: InputStream, deadline: TimeSource.Monotonic.ValueTimeMark): ByteArray {
        val body = ByteArrayOutputStream()
        val part = ByteArray(PART)
        while (body.size() <= Transport.MAX_BODY) {
            val count = stream.read(part, 0, minOf(part.size, Transport.MAX_BODY + 1 - body.size()))
            if (count < 0) break
            body.write(part, 0, count)
            if (deadline.hasPassedNow()) throw SocketTimeoutException("The response took too long.")
        }
        return body.toByteArray()
    }

    private fun milliseconds(duration: Duration): Int =
        duration.inWholeMilliseconds.coerceIn(1, Int.MAX_VALUE.toLong()).toInt()

    private companion object {
        const val FIRST_ERROR = 400
        const val PART = 16 * 1024
    }
}
