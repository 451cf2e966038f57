package jotkit

import jotkit.Samples.refusal
import kotlinx.serialization.json.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import java.util.Base64

/** What people really have, in tests/field. */
class FieldTest {
    private fun case(name: String): JsonObject =
        Json.parseToJsonElement(Files.readString(Path.of("../../tests/field/$name.json"))).jsonObject

    private fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

    private fun JsonObject.texts(name: String): List<String> = getValue(name).jsonArray.map { it.jsonPrimitive.content }

    private fun JsonObject.bytes(start: String): ByteArray =
        Base64.getDecoder().decode(entries.single { it.key.startsWith(start) }.value.jsonPrimitive.content)

    @Test fun `a PEM out of the environment is read, or the sentence says what to do`() {
        val case = case("02-pem-from-environment")
        val rs256 = KeyOptions().alg(Algorithm.RS256)
        val right = Key.fromPem(case.text("key"), rs256).thumbprint
        val words = mapOf(
            "backslash n" to "escaped",
            "backslash r backslash n" to "escaped",
            "in double quotes" to "quotes",
            "base64 of the whole file" to "decode it first",
            "Keycloak realm public_key" to "import it as DER",
            "file name" to "file name",
            "service account JSON" to "`private_key`",
        )
        val cases = case.getValue("cases").jsonArray.map { it.jsonObject }
        assertTrue(cases.map { it.text("id") }.containsAll(words.keys))
        for (one in cases) {
            val (id, pem) = one.text("id") to one.text("pem")
            val options = if ("EC PRIVATE KEY" in pem) KeyOptions() else rs256
            val word = words[id]
            if (word == null) {
                val thumbprint = Key.fromPem(pem, options).thumbprint
                if (options === rs256) assertEquals(right, thumbprint, id)
            } else {
                val refused = refusal { Key.fromPem(pem, options) }
                assertEquals("key_invalid", refused.code, id)
                assertTrue(word in refused.message!!, "$id: ${refused.message}")
            }
        }
    }

    @Test fun `OpenSSH's keys are read`() {
        val case = case("03-openssh-keys")
        val keys = listOf("private ed25519", "private ed25519, wrapped at 64", "public ed25519").map { Key.fromPem(case.text(it)) }
        assertEquals(1, keys.map { it.thumbprint }.toSet().size)
        assertEquals(listOf(true, true, false), keys.map { it.isPrivate })
        assertEquals("RSA", Key.fromPem(case.text("public rsa"), KeyOptions().alg(Algorithm.RS256)).keyType)
        val secret = refusal { Key.hs256(case.text("public ed25519")) }
        assertEquals("key_unsuitable", secret.code)
    }

    @Test fun `bare keys are read by their names`() {
        val case = case("05-bare-keys")
        val long = Key.fromEd25519Private(case.bytes("ed25519, 64 bytes"))
        val seed = Key.fromEd25519Private(case.bytes("ed25519, 32-byte seed"))
        val jwk = Key.fromJwk("${case["OKP JWK with d only"]}")
        val public = Key.fromEd25519Public(case.bytes("ed25519, 64 bytes").copyOfRange(32, 64))
        assertEquals(setOf(public.thumbprint), setOf(long, seed, jwk).map { it.thumbprint }.toSet())
        assertEquals(Algorithm.EDDSA, public.algorithm)
        val es256 = KeyOptions().alg(Algorithm.ES256)
        val point = Key.fromEcPoint(case.bytes("P-256 public point"), es256)
        assertEquals(point.thumbprint, Key.fromEcPoint(case.bytes("P-256 x and y"), es256).thumbprint)
        assertEquals("argument_invalid", refusal { Key.fromEcPoint(case.bytes("P-256 x and y"), KeyOptions()) }.code)
        val scalar = ByteArray(32).also { it[31] = 1 }
        assertTrue(Key.fromEcScalar(scalar, es256).isPrivate)
    }

    @Test fun `padding of AWS is read where it is allowed`() {
        val case = case("11-alb-padded-token")
        val (key, now) = Key.fromPem(case.text("pem")) to case.text("now").toDouble()
        val policy = Policy().allowPadding()
        val (strict, padded) = Verifier(key) to Verifier(key, policy)
        for (token in case.texts("tokens")) {
            assertEquals("token_malformed", refusal { strict.verify(token, now) }.code)
            assertEquals("token_malformed", refusal { peek(token) }.code)
            assertEquals(padded.verify(token, now).payload, peek(token, policy).payload)
        }
        for (token in case.texts("must stay refused")) {
            assertEquals(listOf("token_malformed"), listOf(refusal { padded.verify(token, now) }.code), token)
        }
    }

    @Test fun `the sentence names what a token that is not a JWT is`() {
        val case = case("14-not-a-jws")
        val verifier = Verifier(Key.hs256(case.text("secret")), Policy().audience("api"))
        val words = listOf("JWE", "opaque", "Bearer", "quotes", "white space", "")
        val cases = case.getValue("cases").jsonArray.map { it.jsonObject }
        assertEquals(words.size, cases.size)
        for ((one, word) in cases.zip(words)) {
            val refused = refusal { verifier.verify(one.text("token"), case.text("now").toDouble()) }
            val code = if (one.text("id") == "unsigned token") "algorithm_refused" else "token_malformed"
            assertEquals(code, refused.code, one.text("id"))
            assertTrue(word in refused.message!!, "${one.text("id")}: ${refused.message}")
        }
    }

    @Test fun `secrets in rotation are tried where that is chosen`() {
        val case = case("17-secret-rotation")
        val (keys, now) = KeySet.fromJwks("${case["jwks"]}") to case.text("now").toDouble()
        val token = case.text("token of the old secret")
        val policy = Policy().issuer("https://idp.example/").audience("api")
        assertEquals("key_ambiguous", refusal { Verifier(keys, policy).verify(token, now) }.code)
        assertTrue("u1" in Verifier(keys, policy.tryEach()).verify(token, now).payload)
    }
}
