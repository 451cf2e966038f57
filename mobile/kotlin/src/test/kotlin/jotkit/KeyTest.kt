package jotkit

import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

class KeyTest {
    @Test fun `the algorithms are the core's`() {
        assertEquals(Samples.algorithms, Algorithm.entries.map { it.jwaName })
        assertNull(Algorithm.named("none"))
    }

    @ParameterizedTest
    @EnumSource
    fun `every algorithm signs and verifies through all its forms`(algorithm: Algorithm) {
        val key = Key.generate(algorithm)
        assertEquals(algorithm to true, key.algorithm to key.isPrivate)
        val token = Signer(key).sign("""{"exp":4102444800}""")
        val forms = mutableListOf(Key.fromJwk(key.toJwk()))
        if (key.keyType != "oct") {
            val options = KeyOptions().alg(algorithm)
            val public = key.publicKey()
            assertEquals(key.thumbprint to false, public.thumbprint to public.isPrivate)
            forms += listOf(Key.fromPem(public.toPem(), options), Key.fromDer(key.toDer(), options))
        }
        for (form in forms) assertEquals("""{"exp":4102444800}""", Verifier(form).verify(token).payload)
    }

    @Test fun `bytes and text are the same secret`() {
        val bytes = Samples.SECRET.toByteArray()
        assertEquals(Samples.key.toJwk(), Key.hs256(bytes).toJwk())
        assertArrayEquals(Samples.SECRET.toByteArray(), bytes, "the caller's array is left alone")
        assertEquals(Key.hs384("x".repeat(48)).toJwk(), Key.hs384(ByteArray(48) { 'x'.code.toByte() }).toJwk())
        assertEquals(Key.hs512("x".repeat(64)).toJwk(), Key.hs512(ByteArray(64) { 'x'.code.toByte() }).toJwk())
        assertNull(Samples.key.thumbprint, "it would be a hash of the secret")
    }

    @Test fun `a set skips what it cannot use`() {
        val jwk = Samples.key.withKid("k1").toJwk()
        val set = KeySet.fromJwks("""{"keys":[$jwk,{"kty":"unheard of"}]}""")
        assertEquals(listOf("k1") to 1, set.map { it.kid } to set.size)
        val skipped = set.skipped.single()
        assertEquals(listOf(1, "key_invalid", null), listOf(skipped.index, skipped.code, skipped.kid))
        assertTrue(skipped.message.endsWith("."), skipped.message)
        assertEquals(jwk, set["k1"]?.toJwk())
        assertNull(set["k2"])
        assertTrue(""""skipped":[{"code":"key_invalid"""" in set.info(), set.info())
        assertEquals("""{"keys":[]}""", set.toPublicJwks())
    }

    @Test fun `PEMs become a set`() {
        val (one, other) = List(2) { Key.generate(Algorithm.ES256).publicKey() }
        val set = KeySet.fromPems(mapOf("k1" to one.toPem(), "k2" to "no PEM"))
        assertEquals(listOf("k1" to one.thumbprint), set.map { it.kid to it.thumbprint })
        assertEquals(listOf("k2" to 1), set.skipped.map { it.kid to it.index })
        val list = KeySet.fromPems(listOf(one.toPem(), other.toPem()))
        assertEquals(listOf(one.thumbprint, other.thumbprint), list.map { it.thumbprint })
        val options = KeyOptions().kid("k")
        assertEquals("argument_invalid", Samples.refusal { KeySet.fromPems(listOf(one.toPem()), options) }.code)
    }

    @Test fun `an empty set verifies nothing`() {
        assertEquals("key_invalid", Samples.refusal { Verifier(KeySet(emptyList())) }.code)
    }
}
