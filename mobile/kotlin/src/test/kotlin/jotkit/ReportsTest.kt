package jotkit

import jotkit.Samples.refusal
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test

/** What a failure leads to, findings, expectations of one call, and signatures over any bytes. */
class ReportsTest {
    private val verifier = Verifier(Samples.key, Policy().audience("api"))

    @Test fun `every failed check is explained`() {
        val findings = verifier.explain(Samples.sign("""{"exp":1,"iss":"i"}"""), now = 2.0)
        assertEquals(listOf("exp" to "token_expired", "aud" to "audience_refused"), findings.map { it.check to it.code })
        assertEquals(listOf("exp", "aud"), findings.map { it.claim })
        assertTrue(findings.all { it.message.endsWith(".") }, "$findings")
        assertEquals(emptyList<Finding>(), Verifier(Samples.key).explain(Samples.token))
        assertEquals(listOf("structure"), verifier.explain("\ud800.a.b").map { it.check })
        assertEquals(listOf("size"), verifier.explain("x".repeat(20_000_000)).map { it.check })
        assertEquals("argument_invalid", refusal { verifier.explain(Samples.token, Double.NaN) }.code)
    }

    @Test fun `what a resolver throws, explain throws`() {
        val failure = IllegalStateException("no connection")
        val asking = Verifier { throw failure }
        assertSame(failure, assertThrows(IllegalStateException::class.java) { asking.explain(Samples.token) })
        assertEquals(listOf("key_unknown"), Verifier { null }.explain(Samples.token).map { it.code })
        assertEquals(emptyList<Finding>(), Verifier { Samples.key }.explain(Samples.token))
    }

    @Test fun `one call expects its own values`() {
        val verifier = Verifier(Samples.key)
        val token = Samples.sign("""{"nonce":"n1","n":1,"b":true,"exp":4102444800}""")
        verifier.verify(token, mapOf("nonce" to "n1", "n" to 1, "b" to true))
        val refused = refusal { verifier.verify(token, mapOf("nonce" to "n2")) }
        assertEquals("claim_refused" to "nonce", refused.code to refused.claim)
        assertEquals("claim_missing", refusal { verifier.verify(token, mapOf("other" to "n2")) }.code)
        assertEquals("token_expired", refusal { verifier.verify(token, mapOf("n" to 1), 4102444800.0) }.code)
        assertEquals("argument_invalid", refusal { verifier.verify(token, emptyMap()) }.code)
        assertEquals("argument_invalid", refusal { verifier.verify(token, mapOf("nonce" to listOf("n1"))) }.code)
        assertThrows(IllegalArgumentException::class.java) { verifier.verify(token, mapOf("nonce" to Any())) }
    }

    @Test fun `a failure has its answer`() {
        val missing = refusal { Bearer.token(null) }
        assertEquals("authorization_missing" to "malformed", missing.code to missing.kind)
        assertEquals(Challenge(401, "Bearer"), missing.challenge())
        val expired = refusal { verifier.verify(Samples.token, 4102444800.0) }
        val header = """Bearer realm="api", error="invalid_token", scope="read write""""
        assertEquals(Challenge(401, header), expired.challenge("api", listOf("read", "write")))
        assertEquals(Challenge(500, null), refusal { Verifier(Samples.key, Policy().issuer("")) }.challenge())
        for ((realm, scope) in listOf("" to null, "é" to null, null to emptyList(), null to listOf("two words"))) {
            assertEquals("argument_invalid", refusal { expired.challenge(realm, scope) }.code, "$realm $scope")
        }
    }

    @Test fun `a header's scheme is read in any case`() {
        assertEquals(Samples.token, Bearer.token("bEARER   ${Samples.token}"))
        for (header in listOf("", "Bearer", "Basic abc", "telltale telltale")) {
            assertEquals("authorization_malformed", refusal { Bearer.token(header) }.code, header)
        }
    }

    @Test fun `peek reads under a policy`() {
        assertEquals("token_too_large", refusal { peek(Samples.token, Policy().maxTokenBytes(10)) }.code)
        assertEquals("policy_invalid", refusal { peek(Samples.token, Policy().maxTokenBytes(0)) }.code)
        assertEquals(peek(Samples.token).payload, peek(Samples.token, Policy()).payload)
        val long = Samples.sign("""{"pad":"${"x".repeat(400_000)}"}""")
        assertEquals("token_too_large", refusal { peek(long) }.code)
        assertTrue(peek(long, Policy().maxTokenBytes(10_000_000)).payload.length > 400_000)
    }

    @Test fun `any bytes are signed, attached and detached`() {
        val payload = ByteArray(256) { it.toByte() }
        val keys = KeySet(listOf(Samples.key.withKid("k1")))
        for (bytes in listOf(payload, byteArrayOf())) {
            val token = Jws.sign(keys.keys.single(), bytes, """{"cty":"x"}""")
            for (verified in listOf(Jws.verify(Samples.key, token), Jws.verify(keys, token))) {
                assertArrayEquals(bytes, verified.payload)
                assertEquals("""{"alg":"HS256","kid":"k1","cty":"x"}""", verified.header)
            }
        }
        val detached = Jws.sign(Samples.key, payload, detached = true)
        assertTrue(".." in detached)
        assertEquals(0, Jws.verify(Samples.key, detached, payload).payload.size)
        assertEquals("signature_invalid", refusal { Jws.verify(Samples.key, detached, payload.copyOf(255)) }.code)
        assertEquals("signature_invalid", refusal { Jws.verify(Samples.key, detached) }.code)
        val attached = Jws.sign(Samples.key, payload)
        assertEquals("argument_invalid", refusal { Jws.verify(Samples.key, attached, payload) }.code)
        assertEquals("token_too_large", refusal { Jws.verify(Samples.key, attached, policy = Policy().maxTokenBytes(9)) }.code)
        assertEquals("argument_invalid", refusal { Jws.sign(Samples.key, payload, """{"crit":["x"]}""") }.code)
        assertEquals("token_malformed", refusal { Jws.verify(Samples.key, "\ud800.a.b") }.code)
        val long = Jws.sign(Samples.key, ByteArray(400_000))
        assertEquals("token_too_large", refusal { Jws.verify(Samples.key, long) }.code)
        assertEquals(400_000, Jws.verify(Samples.key, long, policy = Policy().maxTokenBytes(10_000_000)).payload.size)
    }
}
