package jotkit

import jotkit.ffi.claimsMalformedReport
import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.serializer

/**
 * The default [Json] for claims: unknown claims are ignored, and default values of properties are
 * written.
 */
@PublishedApi
internal val claimsJson: Json = Json {
    ignoreUnknownKeys = true
    encodeDefaults = true
    explicitNulls = false
}

/**
 * The claims as a `@Serializable` class, or as a `JsonObject`.
 *
 * Needs kotlinx-serialization-json, which jotkit does not depend on.
 * @throws JotkitException.Malformed `claim_malformed` if the payload does not have the type's
 *   shape.
 */
public inline fun <reified T> Verified.claims(json: Json = claimsJson): T =
    decoded(json, json.serializersModule.serializer<T>(), payload)

/** The parser's own exception quotes the payload, so it is not passed on. */
@PublishedApi
internal fun <T> decoded(json: Json, type: KSerializer<T>, payload: String): T = try {
    json.decodeFromString(type, payload)
} catch (_: SerializationException) {
    throw JotkitException.of(guarded { claimsMalformedReport() })
}

/**
 * Signs claims of a `@Serializable` class. Members keep the order of the class.
 *
 * Needs kotlinx-serialization-json, which jotkit does not depend on.
 * @throws JotkitException.Usage `claims_invalid` if they are not a JSON object, or a registered
 *   claim has the wrong type.
 */
public inline fun <reified T> Signer.signClaims(claims: T, json: Json = claimsJson): String =
    sign(json.encodeToString(json.serializersModule.serializer<T>(), claims))
