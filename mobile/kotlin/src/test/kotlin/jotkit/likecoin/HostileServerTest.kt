package jotkit.likecoin

import jotkit.JotkitException
import kotlinx.serialization.json.*
import okhttp3.OkHttpClient
import org.junit.jupiter.api.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.DynamicTest.dynamicTest
import java.net.InetSocketAddress
import java.net.Proxy
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/**
 * The client against tests/stand_ins/hostile.py, a server that misbehaves in a way of its own on
 * each of its ports.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileServerTest {
    private class Outcome(val text: String, val thrown: Throwable?, val milliseconds: Long)

    private val server = ProcessBuilder("python3", "../../tests/stand_ins/hostile.py")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val ports: Map<String, Int> = Json.parseToJsonElement(server.inputStream.bufferedReader().readLine())
        .jsonObject.getValue("ports").jsonObject.mapValues { it.value.jsonPrimitive.int }

    // The slow ones wait at the same time.
    private val pool = Executors.newFixedThreadPool(PARALLEL)

    @AfterAll fun stop() {
        pool.shutdownNow()
        server.outputStream.close()
        server.waitFor()
    }

    private fun session(
        behaviour: String,
        transport: Transport = OkHttpTransport(),
        timeout: Long = AMPLE,
    ) = LikeCoinClient(
        "c",
        "s",
        "https://app.example/cb",
        api = "http://127.0.0.1:${ports.getValue(behaviour)}",
        transport = transport,
        timeout = Duration.ofMillis(timeout),
    ).session(Tokens("old", "refresh-1"))

    private fun attempt(behaviour: String, request: HttpRequest): Outcome {
        val session = session(behaviour, timeout = timeout(behaviour))
        val begun = System.nanoTime()
        val result = runCatching { session.call(request).let { "${it.status} ${it.reaction}" } }
        return Outcome(result.getOrDefault(""), result.exceptionOrNull(), (System.nanoTime() - begun) / 1_000_000)
    }

    /** Behaviours that a client ends only at its deadline. */
    private val slow = (
        "drip_status drip_header slow_headers slow_continue drip_body drip_close_body drip_chunk_size " +
            "drip_chunk_extension drip_chunks slow_trailers silence no_read endless_headers " +
            "endless_continue endless_trailers"
        ).split(' ')

    private fun timeout(behaviour: String) =
        if (behaviour.removePrefix("refresh_") in slow) SHORT else AMPLE

    /** What is expected of a call and of a refresh; a code, or a status with its reaction. */
    private val expected: Map<String, Pair<String, String>> = buildMap {
        fun both(behaviours: String, outcome: String) = behaviours.split(' ').forEach { put(it, outcome to outcome) }
        both(slow.joinToString(" "), "server_unavailable")
        both("endless_body endless_chunks large_body large_chunks", "response_invalid")
        both("close reset truncated_body truncated_chunks", "server_unavailable")
        both("gzip_body gzip_bomb gzip_bomb_twice", "response_invalid")
        both("garbage_status bad_length two_lengths bad_chunk_size", "server_unavailable")
        put("basic_challenge", "200 DONE" to "request_refused")
        put("many_challenges", "200 DONE" to "request_refused")
        put("redirect_302", "302 FAILED" to "response_invalid")
        put("redirect_307", "307 FAILED" to "response_invalid")
        put("bad_header_bytes", "200 DONE" to "response_invalid")
        put("status_400", "400 FAILED" to "request_refused")
        put("status_400_json", "400 FAILED" to "request_refused")
        put("status_400_secret", "400 FAILED" to "request_refused")
        for (status in listOf(408, 429, 500, 503)) put("status_$status", "$status FAILED" to "server_unavailable")
        put("status_304", "304 FAILED" to "response_invalid")
        both("status_999", "response_invalid")
    }

    @TestFactory fun `a call ends in time with an error of ours`(): List<DynamicTest> =
        expected.flatMap { (name, outcomes) ->
            val (call, refresh) = outcomes
            val get = HttpRequest("GET", "/users/profile")
            // More than the buffers of a connection hold, so that a server that does not read stops
            // it.
            val post = HttpRequest("POST", "/users/profile", body = ByteArray(if (name == "no_read") 8 shl 20 else 1000))
            listOf(Triple(name, get, call), Triple(name, post, call), Triple("refresh_$name", get, refresh))
        }.filter { it.first in ports }.map { (port, request, outcome) ->
            val running = pool.submit(Callable { attempt(port, request) })
            dynamicTest("$port ${request.method}") { check(running.get(), outcome, timeout(port)) }
        }

    private fun check(outcome: Outcome, expected: String, timeout: Long) {
        val thrown = outcome.thrown
        assertEquals(expected, if (thrown is JotkitException.Flow) thrown.code else "${outcome.text}${thrown ?: ""}")
        assertTrue(outcome.milliseconds < timeout + TOLERANCE, "${outcome.milliseconds} ms")
        val printed = thrown?.stackTraceToString().orEmpty()
        assertFalse(SECRET in printed || "refresh-1" in printed, printed)
        assertEquals(null, thrown?.cause)
    }

    @Test fun `every behaviour of the server is expected`() =
        assertEquals(expected.keys + setOf("ok", "proxy"), ports.keys.map { it.removePrefix("refresh_") }.toSet())

    private fun stats(): JsonObject = Json.parseToJsonElement(session("ok").get("/stats").text()).jsonObject

    private fun JsonObject.open(port: String) = getValue(port).jsonObject.getValue("open").jsonPrimitive.int

    @Test fun `a call that is late closes its connection and does not block the next one`() {
        val session = session("refresh_drip_body", timeout = SHORT)
        repeat(2) {
            val failure = runCatching { session.get("/users/profile") }.exceptionOrNull() as JotkitException
            assertEquals("server_unavailable", failure.code)
            assertEquals("refresh-1", session.tokens.refreshToken)
        }
        val deadline = System.nanoTime() + 3_000_000_000
        while (stats().open("refresh_drip_body") > 1 && System.nanoTime() < deadline) Thread.sleep(50)
        // The API's own connection is kept alive.
        assertTrue(stats().open("refresh_drip_body") <= 1)
    }

    @Test fun `requests to this machine use no proxy and ask for no compression`() {
        val proxy = Proxy(Proxy.Type.HTTP, InetSocketAddress("127.0.0.1", ports.getValue("proxy")))
        val transport = OkHttpTransport(OkHttpClient.Builder().proxy(proxy).build())
        for (method in listOf("POST", "PUT", "PATCH", "DELETE")) {
            val session = session("ok", transport)
            val answer = session.call(HttpRequest(method, "/x", mapOf("Accept-Encoding" to "gzip"), ByteArray(3)))
            assertEquals(200 to "new", answer.status to session.tokens.accessToken)
            // The body is sent again after the refresh.
            val seen = Json.parseToJsonElement(answer.text()).jsonObject
            assertEquals(method to "3", seen.getValue("method").jsonPrimitive.content to "${seen["length"]}")
        }
        val stats = stats()
        assertEquals(0, stats.getValue("proxy").jsonObject.getValue("connections").jsonPrimitive.int)
        val head = stats.getValue("ok").jsonObject.getValue("last_head").jsonPrimitive.content
        assertTrue("accept-encoding: identity" in head.lowercase(), head)
    }

    @Test fun `the longest body is accepted`() =
        assertEquals(Transport.MAX_BODY, session("ok").get("/longest").body.size)

    private companion object {
        const val PARALLEL = 8

        /**
         * In milliseconds. What is refused before its deadline has time even while the JVM warms
         * up.
         */
        const val SHORT = 1_000L
        const val AMPLE = 30_000L

        /** Other tests of this class use the processors too. */
        const val TOLERANCE = 2_000L
        const val SECRET = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2VjcmV0LXRva2Vu"
    }
}
