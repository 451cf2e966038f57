package jotkit.subject

import jotkit.Key
import jotkit.KeySet

/** A request's members, read as what an operation needs them to be. */
class Request(private val members: Map<String, Json>) {
    fun text(name: String): String = optionalText(name) ?: throw NotUnderstood()

    fun optionalText(name: String): String? = when (val value = members[name]) {
        null -> null
        is Json.Text -> value.value
        else -> throw NotUnderstood()
    }

    fun number(name: String): Double? = when (val value = members[name]) {
        null -> null
        is Json.Number -> value.raw.toDouble()
        else -> throw NotUnderstood()
    }

    fun status(): Int = (members["status"] as? Json.Number)?.raw?.toUShortOrNull()?.toInt() ?: throw NotUnderstood()

    fun bool(name: String): Boolean = (members[name] as? Json.Bool)?.value ?: throw NotUnderstood()

    fun list(name: String): List<String> = optionalList(name) ?: throw NotUnderstood()

    fun optionalList(name: String): List<String>? = when (val value = members[name]) {
        null -> null
        is Json.List -> value.items.map { (it as? Json.Text)?.value ?: throw NotUnderstood() }
        else -> throw NotUnderstood()
    }

    fun clients(): Map<String, String> {
        val clients = members["clients"] as? Json.Object ?: throw NotUnderstood()
        return clients.members.mapValues { (_, secret) -> (secret as? Json.Text)?.value ?: throw NotUnderstood() }
    }

    /** The policy's own text; the library reads it. */
    fun policy(): String = members["policy"]?.raw ?: "{}"

    /** Refuses members that the operation does not know. */
    fun only(vararg names: String) {
        if (!names.toSet().containsAll(members.keys - setOf("id", "op"))) throw NotUnderstood()
    }

    fun key(): Key = anyKey() as? Key ?: throw NotUnderstood()

    /** A [Key] or a [KeySet]. What stands beside the key is what the library calls its options. */
    fun anyKey(): AutoCloseable {
        val key = (members["key"] as? Json.Object ?: throw NotUnderstood()).members
        val (forms, others) = key.entries.partition { it.key in FORMS }
        val options = others.joinToString(",", "{", "}") { (name, value) -> Json.quote(name) + ":" + value.raw }
        val (form, value) = forms.singleOrNull() ?: throw NotUnderstood()
        val text = { (value as? Json.Text)?.value ?: throw NotUnderstood() }
        return when (form) {
            "secret" -> Key.fromSecret(text(), options)
            "secret_hex" -> Key.fromSecret(bytes(text()), options)
            "pem" -> Key.fromPem(text(), options)
            "jwk" -> Key.fromJwk(value.raw, options)
            else -> KeySet.fromJwks(value.raw, options)
        }
    }

    private fun bytes(hex: String): ByteArray {
        val pairs = hex.chunked(2)
        return ByteArray(pairs.size) { pairs[it].takeIf(TWO_DIGITS::matches)?.toInt(16)?.toByte() ?: throw NotUnderstood() }
    }

    private companion object {
        val FORMS = setOf("secret", "secret_hex", "pem", "jwk", "jwks")
        val TWO_DIGITS = Regex("[0-9a-fA-F]{2}")
    }
}
