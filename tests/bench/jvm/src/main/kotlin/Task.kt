package jotkit.bench

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.security.KeyFactory
import java.security.PrivateKey
import java.security.PublicKey
import java.security.spec.PKCS8EncodedKeySpec
import java.security.spec.X509EncodedKeySpec
import java.util.Base64

/** A library's way to do each work. */
internal interface Library {
    /** A class of the library's jar. */
    val ofJar: Class<*>

    fun sign(task: Task): Operation

    fun verify(task: Task): Operation
}

internal val libraries: Map<String, Library> = mapOf(
    "jotkit" to Jotkit,
    "jotkit (text)" to JotkitText,
    "java-jwt" to JavaJwt,
    "nimbus-jose-jwt" to Nimbus,
    "jjwt" to Jjwt,
)

/** What the driver asks to be prepared. */
internal class Task(private val request: JsonNode) {
    val algorithm: String = request["algorithm"].asText()

    /** The claims to sign, or the token to verify. */
    val text: String = request["text"].asText()
    val issuer: String = request["issuer"].asText()
    val audience: String = request["audience"].asText()
    val cached: Boolean = request["cached"].asBoolean()

    val secret: ByteArray get() = request["key"]["secret"].asText().toByteArray()
    val pem: String get() = request["key"]["pem"].asText()
    val jwk: String get() = request["key"]["jwk"].toString()

    /** The claims to sign as a caller has them. */
    @Suppress("UNCHECKED_CAST")
    fun claims(): Map<String, Any> = ObjectMapper().readValue(text, Map::class.java) as Map<String, Any>

    fun publicKey(): PublicKey = factory().generatePublic(X509EncodedKeySpec(der()))

    fun privateKey(): PrivateKey = factory().generatePrivate(PKCS8EncodedKeySpec(der()))

    private fun factory() = KeyFactory.getInstance(mapOf("RS256" to "RSA", "ES256" to "EC").getOrDefault(algorithm, "Ed25519"))

    private fun der(): ByteArray =
        Base64.getMimeDecoder().decode(pem.lineSequence().filterNot { it.startsWith("-----") }.joinToString(""))
}
