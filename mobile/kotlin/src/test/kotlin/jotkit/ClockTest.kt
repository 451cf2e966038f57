package jotkit

import jotkit.Samples.refusal
import jotkit.http.HttpResponse
import jotkit.likecoin.Grant
import jotkit.likecoin.LikeCoinIssuer
import jotkit.likecoin.LikeCoinVerifier
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.security.KeyPairGenerator
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import kotlin.time.Duration.Companion.minutes

/** Signers and verifiers with a clock of a test's own. */
class ClockTest {
    /** A clock that stands until a test moves it. */
    private class Moved(var instant: Instant) : Clock() {
        override fun instant(): Instant = instant

        override fun getZone(): ZoneId = ZoneOffset.UTC

        override fun withZone(zone: ZoneId): Clock = this
    }

    private val start = Instant.ofEpochSecond(1_000_000_000)
    private val clock = Moved(start.plusMillis(900))
    private val options = SignerOptions().lifetime(60).iat()

    private fun issuedAt(token: String) =
        Json.parseToJsonElement(peek(token).payload).jsonObject.getValue("iat").jsonPrimitive.long

    /** The token is good until the clock is moved to its end. */
    private fun ends(after: Duration, verify: () -> Unit) {
        clock.instant = start.plus(after).minusMillis(1)
        verify()
        clock.instant = start.plus(after)
        assertEquals("token_expired", refusal(verify).code)
    }

    @Test fun `a signer and a verifier follow their clock`() {
        val token = Signer(Samples.key, options, clock).sign("""{"sub":"u1"}""")
        assertEquals(start.epochSecond, issuedAt(token))
        val set = KeySet(listOf(Samples.key.withKid("k")))
        val named = Signer(Samples.key.withKid("k"), options, clock).sign("""{"sub":"u1"}""")
        val verifiers = listOf(
            Verifier(Samples.key, clock = clock) to token,
            Verifier(set, clock = clock) to named,
            Verifier(clock = clock) { Samples.key } to token,
        )
        for ((verifier, signed) in verifiers) {
            ends(Duration.ofSeconds(60)) { verifier.verify(signed) }
            ends(Duration.ofSeconds(60)) { verifier.verify(signed, mapOf("sub" to "u1")) }
            assertEquals(listOf("token_expired"), verifier.explain(signed).map { it.code })
            // The time of a call wins.
            verifier.verify(signed, start)
            verifier.verify(signed, mapOf("sub" to "u1"), start.epochSecond.toDouble())
            assertEquals(emptyList<Finding>(), verifier.explain(signed, start.epochSecond.toDouble()))
        }
        assertEquals("token_expired", refusal { Verifier(Samples.key).verify(token) }.code)
    }

    @Test fun `so does a signer whose key is elsewhere`() {
        val function = SignFunction { ByteArray(64) }
        val pair = KeyPairGenerator.getInstance("EC").apply { initialize(256) }.generateKeyPair()
        val signers = listOf(
            Signer.external(Algorithm.ES256, options, clock, function),
            Signer.of(pair.private, Algorithm.ES256, options, clock),
        )
        for (signer in signers) assertEquals(start.epochSecond, issuedAt(signer.sign("{}")))
        val input = Signer.keyless(Algorithm.ES256, options, clock).signingInput("{}")
        assertEquals(start.epochSecond, issuedAt("$input.AAAA"))
        val suspending = SuspendingSigner(Algorithm.ES256, options, clock, function::sign)
        assertEquals(start.epochSecond, issuedAt(runBlocking { suspending.sign("{}") }))
    }

    @Test fun `so do verifiers of remote keys`() {
        val key = Key.generate(Algorithm.ES256).withKid("k")
        val published = KeySet(listOf(key)).toPublicJwks().toByteArray()
        val keys = RemoteKeys(
            RemoteKeysOptions().jwksUrl("https://id.example/keys"),
            transport = { _, _ -> HttpResponse(200, body = published) },
        )
        val token = Signer(key, options, clock).sign("{}")
        val verifier = Verifier(keys, clock = clock)
        ends(Duration.ofSeconds(60)) { verifier.verify(token) }
        val suspending = SuspendingVerifier(keys, clock = clock)
        ends(Duration.ofSeconds(60)) { runBlocking { suspending.verify(token) } }
    }

    @Test fun `so do LiveLike and LikeCoin`() {
        val profile = LiveLikeSigner("c", "s", clock).sign("u1")
        assertEquals(start.epochSecond, issuedAt(profile))
        val token = LikeCoinIssuer("common", "like.co", clock).sign(Grant("c", "s", "u1", listOf("read:like")))
        val verifiers = listOf(
            LikeCoinVerifier("common", mapOf("c" to "s"), clock = clock),
            LikeCoinVerifier("common", clock = clock) { "s" },
        )
        for (verifier in verifiers) ends(Duration.ofHours(1)) { verifier.verify(token) }
        clock.instant = start
        val short = LiveLikeSigner("c", "s", clock).sign("u1", 1.minutes)
        for (verifier in listOf(LiveLikeVerifier(mapOf("c" to "s"), clock), LiveLikeVerifier(clock) { "s" })) {
            ends(Duration.ofSeconds(60)) { verifier.verify(short) }
        }
    }
}
