package jotkit

import jotkit.ffi.InternalException
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.JsonObject
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test

class VerifierTest {
    @Serializable
    private data class Session(val sub: String, val admin: Boolean = false, val n: Long = 0)

    private fun refusal(attempt: () -> Unit): JotkitException = assertThrows(JotkitException::class.java) { attempt() }

    @Test fun `signs and verifies`() {
        val options = SignerOptions().issuer("https://id.example").audience("api").lifetime(3600)
        val token = Signer(Samples.key, options).sign(mapOf("sub" to "u1", "list" to listOf(1, 2.5, null, true)))
        val verifier = Verifier(Samples.key, Policy().issuer("https://id.example").audience("api"))
        val verified = verifier.verify(token)
        assertTrue(verified.payload.startsWith("""{"sub":"u1","list":[1,2.5,null,true],"""), verified.payload)
        assertEquals("""{"alg":"HS256","typ":"JWT"}""", verified.header)
        assertEquals(verified.payload, peek(token).payload)
        assertFalse("$verified ${peek(token)}".contains("u1"))
    }

    @Test fun `claims become classes and back`() {
        val token = Signer(Samples.key, SignerOptions().lifetime(3600)).signClaims(Session("u1", n = Long.MAX_VALUE))
        val verified = Verifier(Samples.key).verify(token)
        assertEquals(Session("u1", admin = false, n = Long.MAX_VALUE), verified.claims<Session>())
        assertTrue("exp" in verified.claims<JsonObject>())
        assertThrows(SerializationException::class.java) { verified.claims<List<String>>() }
    }

    @Test fun `the kinds of failure are types`() {
        val verifier = Verifier(Samples.key)
        val malformed = assertThrows(JotkitException.Malformed::class.java) { verifier.verify("a.b") }
        assertEquals("token_malformed" to "malformed", malformed.code to malformed.kind)
        val expired = assertThrows(JotkitException.Refused::class.java) { verifier.verify(Samples.token, 4102444800.0) }
        assertEquals("token_expired" to "exp", expired.code to expired.claim)
        val key = assertThrows(JotkitException.Key::class.java) { Verifier(KeySet(emptyList())).verify(Samples.token) }
        assertEquals("key_unknown", key.code)
        val usage = assertThrows(JotkitException.Usage::class.java) { verifier.verify(Samples.token, Double.NaN) }
        assertEquals("argument_invalid" to null, usage.code to usage.claim)
        val policy = assertThrows(JotkitException.Usage::class.java) { Verifier(Samples.key, Policy("""{"leway":1}""")) }
        assertEquals("JotkitException(policy_invalid): ${policy.message}", "$policy")
    }

    @Test fun `no failure quotes the token or the secret`() {
        val other = Signer(Key.hs256("another secret of at least 32 bytes")).sign("""{"sub":"telltale"}""")
        for (token in listOf(other, "telltale", "telltale.a.b", "e30.telltale.", Samples.token + "x")) {
            val failure = refusal { Verifier(Samples.key).verify(token) }
            assertFalse("$failure".contains("telltale") || "$failure".contains(Samples.TELLTALE), "$failure")
        }
    }

    @Test fun `a token that is not Unicode is malformed`() {
        assertEquals("token_malformed", refusal { Verifier(Samples.key).verify("\ud800.a.b") }.code)
        assertEquals("token_malformed", refusal { Verifier(Samples.key).verify(Samples.token.dropLast(1) + "é") }.code)
        assertEquals("argument_invalid", refusal { Signer(Samples.key).sign("{\"sub\":\"\ud800\"}") }.code)
    }

    @Test fun `a long token crosses whole`() {
        val token = Samples.sign("""{"exp":4102444800,"pad":"${"x".repeat(60_000)}"}""")
        assertTrue(Verifier(Samples.key).verify(token).payload.length > 60_000)
        val limited = Verifier(Samples.key, Policy().maxTokenBytes(1000))
        assertEquals("token_too_large", refusal { limited.verify(token) }.code)
    }

    @Test fun `a panic becomes the code internal, without its text`() {
        val failure = refusal { guarded { throw InternalException("telltale") } }
        assertTrue(failure is JotkitException.Internal)
        assertEquals("internal" to "internal", failure.code to failure.kind)
        assertFalse("$failure".contains("telltale"))
    }

    @Test fun `every option reaches the core`() {
        val policy = Policy()
            .algorithms(Algorithm.HS256).issuer("i").audience(listOf("a")).anyAudience(false).subject("s").types("JWT")
            .required("jti").expected(mapOf("text" to "a\"\\\u0000é", "n" to 1, "d" to 1.5, "b" to true)).expiryOptional()
            .leeway(1).maxAge(86_400).maxTokenBytes(1).maxHeaderBytes(2).maxDepth(3).cache(4)
        assertTrue(policy.toJson().contains(""""expected":{"text":"a\"\\\u0000é","n":1,"d":1.5,"b":true}"""), "$policy")
        Verifier(Samples.key, policy).close()
        val signer = SignerOptions().issuer("i").audience("a").lifetime(3600).iat().jti().kid("k").typ("t")
        Signer(Samples.key, signer).close()
        // Each function of the class, of whatever name, sets the option of the core that it is
        // named after.
        for ((noun, type) in mapOf("policy" to Policy::class, "signer" to SignerOptions::class, "key" to KeyOptions::class)) {
            val setters = type.java.declaredMethods.filter { it.returnType == type.java }.map { it.name.substringBefore('$') }
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
        val wrong = listOf(
            Policy().audience(emptyList()),
            Policy().algorithms(),
            Policy().issuer(emptyList()),
            Policy().issuer(""),
            Policy().audience(""),
            Policy().subject(""),
            Policy().types(),
            Policy().required(),
            Policy().expected(emptyMap()),
            Policy().audience("a").anyAudience(),
            Policy().leeway(86_401),
            Policy().leeway(-1),
            Policy().maxAge(Long.MAX_VALUE),
            Policy().maxDepth(0),
            Policy().maxTokenBytes(Long.MIN_VALUE),
        )
        for (policy in wrong) assertEquals("policy_invalid", refusal { Verifier(Samples.key, policy) }.code, "$policy")
        assertThrows(IllegalArgumentException::class.java) { Policy().expected(mapOf("x" to Any())) }
        assertThrows(IllegalArgumentException::class.java) { Policy().expected(mapOf("x" to Double.NaN)) }
        assertThrows(IllegalArgumentException::class.java) { Signer(Samples.key).sign(mapOf("x" to Any())) }
        // Java's null, which the compiler does not see.
        assertThrows(NullPointerException::class.java) { Policy().issuer(System.getProperty("jotkit.no-such-property")) }
    }

    @Test fun `claims of any shape cross as they are`() {
        val claims = mapOf("max" to Long.MAX_VALUE, "min" to Long.MIN_VALUE, "empty" to "", "exp" to 4102444800)
        val expected = """{"max":9223372036854775807,"min":-9223372036854775808,"empty":"","exp":4102444800}"""
        assertEquals(expected, Verifier(Samples.key).verify(Signer(Samples.key).sign(claims)).payload)
    }

    @Test fun `a resolver finds the key`() {
        val token = Signer(Samples.key.withKid("k1")).sign("""{"iss":"i","azp":"a","exp":4102444800}""")
        var seen: KeyHint? = null
        val verifier = Verifier { hint ->
            seen = hint
            Samples.key
        }
        verifier.verify(token)
        assertEquals(Algorithm.HS256, seen?.algorithm)
        assertEquals(listOf("k1", "i", "a"), listOf(seen?.kid, seen?.issuer, seen?.authorizedParty))
        assertEquals("key_unknown", refusal { Verifier { null }.verify(token) }.code)
        val rsa = Key.generate(Algorithm.ES256)
        assertEquals("algorithm_refused", refusal { Verifier { rsa }.verify(token) }.code)
    }

    @Test fun `what a resolver throws comes out of verify`() {
        val trouble = java.io.IOException("the directory is down")
        val verifier = Verifier { throw trouble }
        assertSame(trouble, assertThrows(java.io.IOException::class.java) { verifier.verify(Samples.token) })
        assertEquals("token_malformed", refusal { verifier.verify("a.b") }.code)
        // A resolver may verify something itself, and what fails in there stays in there.
        val nested = Verifier { runCatching { verifier.verify(Samples.token) }.fold({ null }, { Samples.key }) }
        nested.verify(Samples.token)
        val closed = Samples.key.also { it.close() }
        assertThrows(IllegalStateException::class.java) { Verifier { closed }.verify(Samples.token) }
    }
}
