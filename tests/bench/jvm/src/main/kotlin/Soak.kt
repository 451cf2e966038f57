package jotkit.bench

import jotkit.JotkitException
import jotkit.Key
import jotkit.Policy
import jotkit.Verifier
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.nio.file.Files
import java.nio.file.Path

private const val ELLIPTIC_EVERY = 64

/** Verifies good and bad tokens in turn, and tells what the process holds after the first tenth and at the end. */
internal fun soak(work: Work, count: Long): JsonElement {
    val policy = Policy(issuer = work.issuer, audience = listOf(work.audience))
    val verifier = Verifier(Key.hs256(work.secret()), policy)
    val elliptic = Verifier(Key.fromPem(work.pem("ES256", "public")), policy)
    val signed = work.token("verify-ES256")
    val tokens = listOf("verify-HS256", "refuse-expired", "refuse-signature", "refuse-garbage").map(work::token)
    var start = 0L
    for (round in 0 until count) {
        if (round == count / 10) start = resident()
        val right = if (round % ELLIPTIC_EVERY == 0L) {
            elliptic.verify(signed).payload.isNotEmpty()
        } else {
            val which = (round % tokens.size).toInt()
            try {
                verifier.verify(tokens[which]).payload.isNotEmpty() && which == 0
            } catch (_: JotkitException) {
                which != 0
            }
        }
        check(right) { "a wrong verdict" }
    }
    return JsonObject(mapOf("rss_start" to JsonPrimitive(start), "rss_end" to JsonPrimitive(resident())))
}

/** The process's resident size in bytes, after a collection. */
private fun resident(): Long {
    System.gc()
    val line = Files.readAllLines(Path.of("/proc/self/status")).first { it.startsWith("VmRSS:") }
    return line.filter(Char::isDigit).toLong() * 1024
}
