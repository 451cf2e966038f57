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
        assertEquals(Samples.key.thumbprint, Key.hs256(bytes).thumbprint)
        assertArrayEquals(Samples.SECRET.toByteArray(), bytes, "the caller's array is left alone")
        assertEquals(Key.hs384("x".repeat(48)).thumbprint, Key.hs384(ByteArray(48) { 'x'.code.toByte() }).thumbprint)
        assertEquals(Key.hs512("x".repeat(64)).thumbprint, Key.hs512(ByteArray(64) { 'x'.code.toByte() }).thumbprint)
    }

    @Test fun `a set skips what it cannot use`() {
        val jwk = Samples.key.withKid("k1").toJwk()
        val set = KeySet.fromJwks("""{"keys":[$jwk,{"kty":"unheard of"}]}""")
        assertEquals(listOf("k1") to 1, set.keys.map { it.kid } to set.skipped)
        assertEquals("""{"keys":[]}""", set.toPublicJwks())
    }
}
