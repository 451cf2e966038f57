package jotkit.bench

import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.security.KeyFactory
import java.security.PrivateKey
import java.security.PublicKey
import java.security.spec.PKCS8EncodedKeySpec
import java.security.spec.X509EncodedKeySpec
import java.util.Base64

/** What the driver wrote: keys, tokens and the claims that they carry. */
internal class Work(private val members: JsonObject) {
    val issuer: String = text("issuer")
    val audience: String = text("audience")
    val payload: String = text("payload")

    /** The claims of [payload] as an application holds them. */
    val claims: Claims = Json.decodeFromString(payload)

    /** The claims as the map that a caller gives to be signed. */
    fun claimsMap(): Map<String, Any> = linkedMapOf(
        "user" to claims.user,
        "scope" to claims.scope,
        "azp" to claims.azp,
        "iat" to claims.iat,
        "exp" to claims.exp,
        "aud" to claims.aud,
        "iss" to claims.iss,
        "jti" to claims.jti,
    )

    fun token(work: String): String = members.getValue("tokens").jsonObject.getValue(work).jsonPrimitive.content

    fun key(algorithm: String): JsonObject = members.getValue("keys").jsonObject.getValue(algorithm).jsonObject

    fun secret(): ByteArray = key("HS256").getValue("secret").jsonPrimitive.content.toByteArray()

    fun pem(algorithm: String, half: String): String = key(algorithm).getValue("${half}_pem").jsonPrimitive.content

    fun public(algorithm: String, type: String): PublicKey =
        KeyFactory.getInstance(type).generatePublic(X509EncodedKeySpec(der(pem(algorithm, "public"))))

    fun private(algorithm: String, type: String): PrivateKey =
        KeyFactory.getInstance(type).generatePrivate(PKCS8EncodedKeySpec(der(pem(algorithm, "private"))))

    private fun text(name: String): String = members.getValue(name).jsonPrimitive.content

    private fun der(pem: String): ByteArray =
        Base64.getMimeDecoder().decode(pem.lineSequence().filterNot { it.startsWith("-----") }.joinToString(""))
}

/** A LikeCoin access token's claims; the tokens of the size works carry a `pad` besides. */
@Serializable
internal data class Claims(
    val user: String,
    val scope: List<String>,
    val azp: String,
    val iat: Long,
    val exp: Long,
    val aud: String,
    val iss: String,
    val jti: String,
    val pad: String = "",
)
