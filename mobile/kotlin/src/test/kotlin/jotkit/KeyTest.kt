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
        assertEquals(algorithm, key.algorithm)
        assertTrue(key.isPrivate)
        val token = Signer(key.withKid("k1")).sign("""{"exp":4102444800}""")
        val forms = mutableListOf(Key.fromJwk(key.toJwk()))
        if (key.keyType != "oct") {
            val options = KeyOptions().alg(algorithm)
            val public = key.publicKey()
            assertFalse(public.isPrivate)
            assertEquals(key.thumbprint, public.thumbprint)
            forms += listOf(public, Key.fromJwk(public.toJwk()), Key.fromPem(public.toPem(), options))
            forms += listOf(Key.fromPem(key.toPem(), options), Key.fromDer(key.toDer(), options))
        }
        for (form in forms) assertEquals("""{"exp":4102444800}""", Verifier(form).verify(token).payload)
        val others = List(2) { Key.generate(algorithm).withKid("other-$it") }
        Verifier(KeySet(others + key.withKid("k1"))).verify(token)
        val unknown = assertThrows(JotkitException.Key::class.java) { Verifier(KeySet(others)).verify(token) }
        assertEquals("key_unknown", unknown.code)
    }

    @Test fun `a key describes itself without its secret`() {
        val key = Key.fromSecret(Samples.SECRET, KeyOptions().alg(Algorithm.HS256).kid("k1"))
        assertEquals("k1", key.kid)
        assertEquals("oct", key.keyType)
        assertEquals(setOf("alg", "kty", "kid", "thumbprint", "private"), Samples.members(key.info()))
        val printed = listOf(key, KeySet(listOf(key)), Signer(key), Verifier(key), KeyOptions().alg(Algorithm.HS256))
        for (any in printed) assertFalse("$any".contains(Samples.TELLTALE), "$any")
        assertTrue("$key".contains("HS256"), "$key")
    }

    @Test fun `bytes and text are the same secret`() {
        val bytes = Samples.SECRET.toByteArray()
        assertEquals(Samples.key.thumbprint, Key.hs256(bytes).thumbprint)
        assertArrayEquals(Samples.SECRET.toByteArray(), bytes, "the caller's array is left alone")
        assertEquals(Key.hs384("x".repeat(48)).thumbprint, Key.hs384(ByteArray(48) { 'x'.code.toByte() }).thumbprint)
        assertEquals(Key.hs512("x".repeat(64)).thumbprint, Key.hs512(ByteArray(64) { 'x'.code.toByte() }).thumbprint)
    }

    @Test fun `options are obeyed`() {
        val weak = assertThrows(JotkitException.Key::class.java) { Key.hs256("short") }
        assertEquals("key_weak", weak.code)
        Key.fromSecret("short", KeyOptions().alg(Algorithm.HS256).allowShort()).close()
        val unnamed = assertThrows(JotkitException.Usage::class.java) { Key.fromSecret(Samples.SECRET, KeyOptions()) }
        assertEquals("argument_invalid", unnamed.code)
    }

    @Test fun `a string that is not Unicode is refused`() {
        val lone = "\ud800".repeat(32)
        for (attempt in listOf({ Key.hs256(lone) }, { Key.fromPem(lone) }, { Key.fromJwk(lone) })) {
            assertEquals("argument_invalid", assertThrows(JotkitException.Usage::class.java) { attempt() }.code)
        }
    }

    @Test fun `a set skips what it cannot use`() {
        val jwk = Samples.key.withKid("k1").toJwk()
        val set = KeySet.fromJwks("""{"keys":[$jwk,{"kty":"unheard of"}]}""")
        assertEquals(listOf("k1"), set.keys.map { it.kid })
        assertEquals(1, set.skipped)
        assertEquals("""{"keys":[]}""", set.toPublicJwks())
    }

    @Test fun `a closed key is not used, and may be closed again`() {
        val key = Samples.key
        val verifier = Verifier(key)
        val set = KeySet(listOf(key))
        key.close()
        key.close()
        verifier.verify(Samples.token)
        Verifier(set).verify(Samples.token)
        val uses = listOf({ key.kid }, { Verifier(key) }, { Signer(key) }, { KeySet(listOf(key)) }, { "$key" })
        for (use in uses) assertThrows(IllegalStateException::class.java) { use() }
        verifier.close()
        assertThrows(IllegalStateException::class.java) { verifier.verify(Samples.token) }
    }
}
