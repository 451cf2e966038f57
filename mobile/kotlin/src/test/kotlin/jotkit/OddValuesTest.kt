package jotkit

import jotkit.Samples.refusal
import jotkit.likecoin.*
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.lang.management.BufferPoolMXBean
import java.lang.management.ManagementFactory

/** Values that Kotlin can make and a token cannot hold. */
class OddValuesTest {
    private val verifier = Verifier(Samples.key)

    private fun allRefused(code: String, vararg attempts: () -> Unit) =
        attempts.forEachIndexed { index, attempt -> assertEquals(code, refusal(attempt).code, "$index") }

    @Test fun `a time is a finite number`() {
        val signer = Signer(Samples.key, SignerOptions().iat())
        val live = LiveLikeVerifier(mapOf("c" to "s"))
        val like = LikeCoinVerifier("s", mapOf("c" to "s"))
        val grant = Grant("c", "s", "u", listOf())
        for (now in listOf(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 1e300, -1e17)) {
            allRefused(
                "argument_invalid",
                { verifier.verify(Samples.token, now) },
                { Verifier { Samples.key }.verify(Samples.token, now) },
                { signer.signWith("{}", now = now) },
                { live.verify(LiveLikeSigner("c", "s").sign("u"), now) },
                { like.verify(LikeCoinIssuer("s", "like.co").sign(grant), now) },
                { LikeCoinIssuer("s", "like.co").sign(grant, now) },
                { LiveLikeSigner("c", "s").sign("u", now) },
            )
        }
        assertEquals("token_expired", refusal { verifier.verify(Samples.token, 9e15) }.code)
        verifier.verify(Samples.token, -0.0)
    }

    @Test fun `a lifetime is a finite time`() {
        val signer = LiveLikeSigner("c", "s")
        for (lifetime in listOf(kotlin.time.Duration.ZERO, kotlin.time.Duration.INFINITE)) {
            allRefused("argument_invalid", { signer.sign("u", lifetime) })
        }
    }

    @Test fun `NUL is a character like others`() {
        val claims = """{"sub":"a\u0000b","exp":4102444800}"""
        assertEquals(claims, verifier.verify(Samples.sign(claims)).payload)
        allRefused("token_malformed", { verifier.verify(Samples.token + "\u0000") }, { peek("a\u0000.b.c") })
        allRefused("claims_invalid", { Signer(Samples.key).sign("{}\u0000") })
        assertEquals(listOf("a\u0000b"), KeySet(listOf(Samples.key.withKid("a\u0000b"))).keys.map { it.kid })
    }

    @Test fun `a string that is not Unicode is refused in every argument`() {
        val lone = "\ud800".repeat(32)
        allRefused(
            "argument_invalid",
            { Key.hs256(lone) },
            { Key.fromPem(lone) },
            { Key.fromJwk(lone) },
            { Samples.key.withKid(lone) },
            { Key.fromSecret(Samples.SECRET, KeyOptions().alg(Algorithm.HS256).kid(lone)) },
            { KeySet.fromJwks(lone) },
            { Signer(Samples.key, SignerOptions().issuer(lone)) },
            { Signer(Samples.key).sign(lone) },
            { Signer(Samples.key).signWith("{}", lone) },
            { Signer(Samples.key).signingInput("{}", lone) },
            { Signer(Samples.key).assemble(lone, ByteArray(32)) },
            { Jws.sign(Samples.key, ByteArray(1), lone) },
            { KeySet.fromPems(listOf(lone)) },
            { KeySet(listOf(Samples.key))[lone] },
            { verifier.verify(Samples.token, mapOf("nonce" to lone)) },
            { peek(Samples.token, Policy().issuer(lone)) },
            { refusal { peek("a") }.challenge(lone) },
            { Key.fromPem("", KeyOptions().passphrase(lone)) },
            { Verifier(Samples.key, Policy().issuer(lone)) },
            { Bearer.header(lone) },
            { Bearer.token(lone) },
            { LiveLikeSigner(lone, "s") },
            { LiveLikeSigner("c", lone) },
            { LiveLikeSigner("c", "s").sign(lone) },
            { LikeCoin.scopeAllows(listOf("a"), lone) },
            { LikeCoin.signingKey(lone, "s") },
        )
        for (token in listOf(lone, "$lone.$lone.$lone", Samples.token + lone, "é.é.é", "\ufeff" + Samples.token)) {
            allRefused("token_malformed", { verifier.verify(token) }, { peek(token) })
        }
    }

    @Test fun `a huge string is refused or crosses whole`() {
        val huge = "x".repeat(20_000_000)
        val outside = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean::class.java).first { it.name == "direct" }
        val before = outside.memoryUsed
        allRefused("token_too_large", { verifier.verify(huge) }, { peek("$huge.$huge.$huge") })
        allRefused("claims_invalid", { Signer(Samples.key).sign(huge) })
        assertTrue(outside.memoryUsed - before < 1_000_000, "memory outside the heap for a token that is too large")
        val long = """{"exp":4102444800,"pad":"${"é".repeat(1_000_000)}"}"""
        val token = Samples.sign(long)
        assertEquals(long, Verifier(Samples.key, Policy().maxTokenBytes(10_000_000)).verify(token).payload)
        val name = "é".repeat(40_000)
        val failure = refusal { Verifier(Samples.key, Policy().required(name)).verify(Samples.token) }
        assertEquals("claim_missing" to name, failure.code to failure.claim)
        assertTrue(failure.message!!.contains(name))
    }
}
