package jotkit

import jotkit.Samples.refusal
import jotkit.ffi.InternalException
import jotkit.likecoin.LikeCoinVerifier
import jotkit.likecoin.OAuth
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.time.Duration
import java.time.Instant
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

class VerifierTest {
    @Serializable
    private data class Session(val sub: String, val admin: Boolean = false, val n: Long = 0)

    private fun likeCoin(options: LikeCoinOptions) = LikeCoinVerifier("s", mapOf("c" to "s"), options)

    @Test fun `claims become classes and back`() {
        val token = Signer(Samples.key, SignerOptions().lifetime(3600)).signClaims(Session("u1", n = Long.MAX_VALUE))
        val verified = Verifier(Samples.key).verify(token)
        assertEquals(Session("u1", admin = false, n = Long.MAX_VALUE), verified.claims<Session>())
        assertTrue("exp" in verified.claims<JsonObject>())
    }

    @Test fun `claims of another shape are malformed, and nothing quotes them`() {
        val verified = Verifier(Samples.key).verify(Samples.sign("""{"sub":"u1","admin":"telltale","exp":4102444800}"""))
        for (attempt in listOf<() -> Unit>({ verified.claims<Session>() }, { verified.claims<List<String>>() })) {
            val failure = refusal { attempt() }
            assertEquals("claim_malformed" to Code.CLAIM_MALFORMED, failure.code to failure.reason)
            assertInstanceOf(JotkitException.Malformed::class.java, failure)
            assertFalse("telltale" in failure.stackTraceToString())
        }
        val missing = Verifier(Samples.key).verify(Samples.sign("""{"telltale":1,"exp":4102444800}"""))
        assertEquals("claim_malformed", refusal { missing.claims<Session>() }.code)
    }

    @Test fun `codes are an enum too`() {
        assertEquals(Samples.codes, Code.entries.map { it.text })
        assertEquals(Code.entries.map { it.name.lowercase() }, Code.entries.map { "$it" })
        val answer = when (refusal { Verifier(Samples.key).verify(Samples.token, 4102444800.0) }.reason) {
            Code.TOKEN_EXPIRED -> "log in again"
            else -> "no"
        }
        assertEquals("log in again", answer)
        assertNull(Code.named("no_such_code"))
    }

    @Test fun `times are durations and moments too`() {
        assertEquals(Policy().leeway(60).maxAge(3600), Policy().leeway(Duration.ofMinutes(1)).maxAge(1.hours))
        val options = RemoteKeysOptions().timeout(Duration.ofSeconds(2)).stale(1.hours).cooldown(1500.milliseconds)
        assertEquals(RemoteKeysOptions().timeoutMs(2_000).staleMs(3_600_000).cooldownMs(1_500), options)
        val signer = Signer(Samples.key, SignerOptions().lifetime(1.hours).iat())
        val (usual, short) = signer.sign("{}") to signer.sign(mapOf<String, Any>(), Duration.ofMinutes(1))
        val (hour, minute) = listOf(usual, short).map { token ->
            val claims = Verifier(Samples.key).verify(token).claims<JsonObject>()
            claims.getValue("exp").jsonPrimitive.long - claims.getValue("iat").jsonPrimitive.long
        }
        assertEquals(3600L to 60L, hour to minute)
        val verifier = Verifier(Samples.key)
        assertEquals("token_expired", refusal { verifier.verify(Samples.token, Instant.ofEpochSecond(4102444800)) }.code)
        verifier.verify(Samples.token, Instant.ofEpochSecond(4102444799, 900_000_000))
        // What is not whole is refused, never cut off.
        assertEquals("policy_invalid", refusal { Verifier(Samples.key, Policy().leeway(Duration.ofMillis(1500))) }.code)
        assertEquals("policy_invalid", refusal { Verifier(Samples.key, Policy().leeway(kotlin.time.Duration.INFINITE)) }.code)
        val fraction = options.timeout(Duration.ofNanos(2_000_000_001))
        assertEquals("argument_invalid", refusal { RemoteKeys("https://a.example", fraction) }.code)
        assertEquals("argument_invalid", refusal { signer.sign("{}", Duration.ofMillis(1500)) }.code)
        assertEquals("argument_invalid", refusal { signer.sign("{}", Duration.ofSeconds(-1)) }.code)
    }

    @Test fun `claims of any shape cross as they are`() {
        val claims = mapOf("min" to Long.MIN_VALUE, "list" to listOf(1, 2.5, null, true, ""), "exp" to 4102444800)
        val expected = """{"min":-9223372036854775808,"list":[1,2.5,null,true,""],"exp":4102444800}"""
        assertEquals(expected, Verifier(Samples.key).verify(Signer(Samples.key).sign(claims)).payload)
        assertThrows(IllegalArgumentException::class.java) { Signer(Samples.key).sign(mapOf("x" to Any())) }
    }

    @Test fun `the kinds of failure are types`() {
        val verifier = Verifier(Samples.key)
        val policy = refusal { Verifier(Samples.key, Policy("""{"leway":1}""")) }
        assertEquals("JotkitException(policy_invalid): ${policy.message}", "$policy")
        val panic = refusal { guarded { throw InternalException("telltale") } }
        assertFalse("$panic".contains("telltale"))
        val kinds = mapOf(
            refusal { verifier.verify("a.b") } to JotkitException.Malformed::class,
            refusal { verifier.verify(Samples.token, 4102444800.0) } to JotkitException.Refused::class,
            refusal { Verifier(KeySet(emptyList())).verify(Samples.token) } to JotkitException.Key::class,
            policy to JotkitException.Usage::class,
            refusal { OAuth.parseCallback("https://a.example/?error=x&state=s", "s") } to JotkitException.Flow::class,
            panic to JotkitException.Internal::class,
        )
        for ((failure, type) in kinds) assertEquals(type to type.simpleName?.lowercase(), failure::class to failure.kind)
        assertEquals(listOf(null, "exp", null, null, null, null), kinds.keys.map { it.claim })
    }

    @Test fun `every option reaches the core`() {
        val policy = Policy()
            .algorithms(Algorithm.HS256).issuer("i").audience(listOf("a")).anyAudience(false).subject("s").types("JWT")
            .required("jti").expected(mapOf("text" to "a\"\\\u0000é", "n" to 1, "d" to 1.5, "b" to true)).expiryOptional()
            .leeway(1).maxAge(86_400).maxTokenBytes(1).maxHeaderBytes(2).maxDepth(3).cache(4)
        assertTrue(policy.toJson().contains(""""expected":{"text":"a\"\\\u0000é","n":1,"d":1.5,"b":true}"""), "$policy")
        Verifier(Samples.key, policy).close()
        Signer(Samples.key, SignerOptions().issuer("i").audience("a").lifetime(3600).iat().jti().kid("k").typ("t")).close()
        likeCoin(LikeCoinOptions().host("h").all("a").any("b").expiryOptional().leeway(1)).close()
        // Each function of the class, of whatever name, sets the option of the core that it is
        // named after.
        val types = listOf(Policy::class, SignerOptions::class, KeyOptions::class, LikeCoinOptions::class)
        for ((noun, type) in listOf("policy", "signer", "key", "likecoin_verifier").zip(types)) {
            val setters = type.java.declaredMethods.filter { it.returnType == type.java }
                .map { it.name.substringBefore('$').substringBefore('-') }
            assertEquals(Samples.options(noun), setters.map { it.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() } }.toSet())
        }
    }

    @Test fun `options are values`() {
        val policy = Policy().issuer("a")
        assertEquals(Policy("""{"issuer":"a","leeway":1}"""), policy.leeway(1))
        assertEquals("""{"issuer":"a"}""", policy.toJson(), "leeway made a copy")
        assertEquals(policy.issuer("b"), Policy().issuer("b"))
        assertNotEquals(Policy(), Policy().issuer("unset"))
        assertNotEquals(SignerOptions().kid("k") as Any, KeyOptions().kid("k"))
        assertThrows(IllegalStateException::class.java) { Policy("{}").leeway(1) }
    }

    @Test fun `an empty setting is a mistake, not an absence`() {
        val lists = listOf(Policy().audience(emptyList()), Policy().algorithms(), Policy().issuer(emptyList()), Policy().types())
        val others = listOf(Policy().required(), Policy().expected(emptyMap()), Policy().issuer(""), Policy().audience(""))
        val numbers = listOf(Policy().subject(""), Policy().leeway(-1), Policy().maxTokenBytes(Long.MIN_VALUE))
        for (policy in lists + others + numbers) {
            assertEquals("policy_invalid", refusal { Verifier(Samples.key, policy) }.code, "$policy")
        }
        for (options in listOf(LikeCoinOptions().all(), LikeCoinOptions().any("a:b:c"))) {
            assertEquals("policy_invalid", refusal { likeCoin(options) }.code, "$options")
        }
        assertThrows(IllegalArgumentException::class.java) { Policy().expected(mapOf("x" to Any())) }
        assertThrows(IllegalArgumentException::class.java) { Policy().expected(mapOf("x" to Double.NaN)) }
        // Java's null, which the compiler does not see.
        assertThrows(NullPointerException::class.java) { Policy().issuer(System.getProperty("jotkit.no-such-property")) }
    }

    @Test fun `a resolver finds the key`() {
        val token = Signer(Samples.key.withKid("k1")).sign("""{"iss":"i","azp":"a","exp":4102444800}""")
        var seen: KeyHint? = null
        Verifier { hint -> Samples.key.also { seen = hint } }.verify(token)
        assertEquals(Algorithm.HS256, seen?.algorithm)
        assertEquals(listOf("k1", "i", "a"), listOf(seen?.kid, seen?.issuer, seen?.authorizedParty))
        assertEquals("key_unknown", refusal { Verifier { null }.verify(token) }.code)
        val other = Key.generate(Algorithm.ES256)
        assertEquals("algorithm_refused", refusal { Verifier { other }.verify(token) }.code)
        val closed = Samples.key.also { it.close() }
        assertThrows(IllegalStateException::class.java) { Verifier { closed }.verify(Samples.token) }
    }
}
