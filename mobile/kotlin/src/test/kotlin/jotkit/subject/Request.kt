package jotkit.subject

import jotkit.*
import kotlinx.serialization.json.*

/** A request that makes no sense. */
class NotUnderstood : Exception()

/** A request's members, read as the type that an operation needs. */
class Request(val members: JsonObject) {
    fun text(name: String): String = optionalText(name) ?: throw NotUnderstood()

    fun optionalText(name: String): String? = members[name]?.text()

    fun number(name: String): Double? = members[name]?.literal()?.toDoubleOrNull()

    fun status(): Int = members["status"]?.literal()?.toUShortOrNull()?.toInt() ?: throw NotUnderstood()

    fun bool(name: String): Boolean = optionalBool(name) ?: throw NotUnderstood()

    fun optionalBool(name: String): Boolean? = members[name]?.let { it.literal().toBooleanStrictOrNull() ?: throw NotUnderstood() }

    fun list(name: String): List<String> = optionalList(name) ?: throw NotUnderstood()

    fun optionalList(name: String): List<String>? = members[name]?.let { list ->
        (list as? JsonArray ?: throw NotUnderstood()).map { it.text() }
    }

    fun child(name: String): Request = Request(members[name] as? JsonObject ?: throw NotUnderstood())

    fun clients(): Map<String, String> = child("clients").texts()

    /** The headers, if there are any. */
    fun headers(): Map<String, String> = if ("headers" in members) child("headers").texts() else emptyMap()

    private fun texts(): Map<String, String> = members.mapValues { it.value.text() }

    /** The policy's JSON text; the library reads it. */
    fun policy(): Policy = optionalPolicy() ?: Policy()

    fun optionalPolicy(): Policy? = members["policy"]?.let { Policy("$it") }

    fun signerOptions(): SignerOptions = members["options"]?.let { SignerOptions("$it") } ?: SignerOptions()

    /** What the call expects, in the types that a program has. */
    fun expected(): Map<String, Any>? = members["expected"]?.let { child("expected").members.mapValues { it.value.plain() } }

    private fun JsonElement.plain(): Any = when (this) {
        is JsonArray -> map { it.plain() }

        is JsonObject -> mapValues { it.value.plain() }

        is JsonPrimitive ->
            if (isString) content else booleanOrNull ?: longOrNull ?: doubleOrNull ?: throw NotUnderstood()
    }

    fun payload(): ByteArray? = optionalText("payload_hex")?.let(::bytes)

    /** Refuses members that the operation does not have. */
    fun only(vararg names: String) {
        if (!names.toSet().containsAll(members.keys - setOf("id", "op"))) throw NotUnderstood()
    }

    fun key(): Key = anyKey() as? Key ?: throw NotUnderstood()

    /** A [Key] or a [KeySet]. The members next to the key are its options. */
    fun anyKey(): AutoCloseable {
        val (forms, others) = child("key").members.entries.partition { it.key in FORMS }
        val options = KeyOptions("${JsonObject(others.associate { it.toPair() })}")
        val (form, value) = forms.singleOrNull() ?: throw NotUnderstood()
        return when (form) {
            "secret" -> Key.fromSecret(value.text(), options)
            "secret_hex" -> Key.fromSecret(bytes(value.text()), options)
            "pem" -> Key.fromPem(value.text(), options)
            "der" -> Key.fromDer(bytes(value.text()), options)
            "ec_point" -> Key.fromEcPoint(bytes(value.text()), options)
            "ec_scalar" -> Key.fromEcScalar(bytes(value.text()), options)
            "ed25519_public" -> Key.fromEd25519Public(bytes(value.text()), options)
            "ed25519_private" -> Key.fromEd25519Private(bytes(value.text()), options)
            "jwk" -> Key.fromJwk("$value", options)
            else -> KeySet.fromJwks("$value", options)
        }
    }

    private fun JsonElement.text(): String =
        (this as? JsonPrimitive)?.takeIf { it.isString }?.content ?: throw NotUnderstood()

    private fun JsonElement.literal(): String =
        (this as? JsonPrimitive)?.takeIf { !it.isString }?.content ?: throw NotUnderstood()

    private fun bytes(hex: String): ByteArray {
        val pairs = hex.chunked(2)
        return ByteArray(pairs.size) { pairs[it].takeIf(TWO_DIGITS::matches)?.toInt(16)?.toByte() ?: throw NotUnderstood() }
    }

    private companion object {
        val BYTES = setOf("secret_hex", "der", "ec_point", "ec_scalar", "ed25519_public", "ed25519_private")
        val FORMS = BYTES + setOf("secret", "pem", "jwk", "jwks")
        val TWO_DIGITS = Regex("[0-9a-fA-F]{2}")
    }
}
