package jotkit

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

    private fun code(attempt: () -> Unit): String = assertThrows(JotkitException::class.java) { attempt() }.code

    @Test fun `a time is a finite number`() {
        val signer = Signer(Samples.key, SignerOptions().iat())
        val live = LiveLikeVerifier(mapOf("c" to "s"))
        val like = LikeCoinVerifier("s", mapOf("c" to "s"))
        for (now in listOf(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 1e300, -1e17)) {
            val attempts = listOf<() -> Unit>(
                { verifier.verify(Samples.token, now) },
                { Verifier { Samples.key }.verify(Samples.token, now) },
                { signer.signWith("{}", now = now) },
                { live.verify(LiveLikeSigner("c", "s").sign("u"), now) },
                { like.verify(LikeCoinIssuer("s", "like.co").sign(Grant("c", "s", "u", listOf())), now) },
                { LikeCoinIssuer("s", "like.co").sign(Grant("c", "s", "u", listOf()), now) },
                { LiveLikeSigner("c", "s").sign("u", now) },
            )
            attempts.forEachIndexed { index, attempt -> assertEquals("argument_invalid", code(attempt), "$now $index") }
        }
        assertEquals("token_expired", code { verifier.verify(Samples.token, 9e15) })
        verifier.verify(Samples.token, -0.0)
    }

    @Test fun `NUL is a character like others`() {
        val claims = """{"sub":"a\u0000b","exp":4102444800}"""
        assertEquals(claims, verifier.verify(Samples.sign(claims)).payload)
        assertEquals("token_malformed", code { verifier.verify("\u0000") })
        assertEquals("token_malformed", code { verifier.verify(Samples.token + "\u0000") })
        assertEquals("token_malformed", code { peek("a\u0000.b.c") })
        assertEquals("claims_invalid", code { Signer(Samples.key).sign("{}\u0000") })
        assertEquals("a\u0000b", Samples.key.withKid("a\u0000b").kid)
        assertEquals(listOf("a\u0000b"), KeySet(listOf(Samples.key.withKid("a\u0000b"))).keys.map { it.kid })
    }

    @Test fun `a string that is not Unicode is refused in every argument`() {
        val lone = "\ud800"
        val attempts = listOf<() -> Unit>(
            { Samples.key.withKid(lone) },
            { Key.fromSecret(Samples.SECRET, KeyOptions().alg(Algorithm.HS256).kid(lone)) },
            { KeySet.fromJwks(lone) },
            { Signer(Samples.key, SignerOptions().issuer(lone)) },
            { Signer(Samples.key).sign(lone) },
            { Signer(Samples.key).signWith("{}", lone) },
            { Verifier(Samples.key, Policy().issuer(lone)) },
            { Bearer.header(lone) },
            { Bearer.token(lone) },
            { LiveLikeSigner(lone, "s") },
            { LiveLikeSigner("c", lone) },
            { LiveLikeSigner("c", "s").sign(lone) },
            { LikeCoin.scopeAllows(listOf("a"), lone) },
            { LikeCoin.signingKey(lone, "s") },
        )
        attempts.forEachIndexed { index, attempt -> assertEquals("argument_invalid", code(attempt), "$index") }
        for (token in listOf(lone, "$lone.$lone.$lone", Samples.token + lone, "é.é.é", "\ufeff" + Samples.token)) {
            assertEquals("token_malformed", code { verifier.verify(token) })
            assertEquals("token_malformed", code { peek(token) })
        }
    }

    @Test fun `a huge string is refused or crosses whole`() {
        val huge = "x".repeat(20_000_000)
        val outside = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean::class.java).first { it.name == "direct" }
        val before = outside.memoryUsed
        assertEquals("token_too_large", code { verifier.verify(huge) })
        assertEquals("token_too_large", code { peek("$huge.$huge.$huge") })
        assertEquals("claims_invalid", code { Signer(Samples.key).sign(huge) })
        assertTrue(outside.memoryUsed - before < 1_000_000, "memory outside the heap for a token that is too large")
        val long = """{"exp":4102444800,"pad":"${"é".repeat(1_000_000)}"}"""
        val token = Samples.sign(long)
        assertEquals(long, Verifier(Samples.key, Policy().maxTokenBytes(10_000_000)).verify(token).payload)
    }

    @Test fun `a long answer comes whole`() {
        val name = "é".repeat(40_000)
        val failure = assertThrows(JotkitException.Refused::class.java) {
            Verifier(Samples.key, Policy().required(name)).verify(Samples.token)
        }
        assertEquals("claim_missing" to name, failure.code to failure.claim)
        assertTrue(failure.message!!.contains(name))
        val signer = Signer(Samples.key, SignerOptions().issuer(name))
        val policy = Policy().expiryOptional().issuer(name)
        assertTrue(name in Verifier(Samples.key, policy).verify(signer.sign("{}")).payload)
        verifier.verify(Samples.token)
    }

    @Test fun `an empty string is neither a token nor claims`() {
        assertEquals("token_malformed", code { verifier.verify("") })
        assertEquals("token_malformed", code { peek("") })
        assertEquals("claims_invalid", code { Signer(Samples.key).sign("") })
        assertEquals("key_weak", code { Key.hs256("") })
    }
}
