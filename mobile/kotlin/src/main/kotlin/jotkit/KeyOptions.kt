package jotkit

import jotkit.internal.JsonObject
import jotkit.internal.Unset

/**
 * What a caller says about a key while importing it.
 *
 * - `algorithm` binds the key to an algorithm. A secret and an RSA key in PEM need it; a curve dictates its own.
 * - `kid` gives the key an id.
 * - `allowShort` takes an HMAC secret that is shorter than the hash. RFC 7518 §3.2 forbids such secrets because they can
 *   be guessed from one token; only for talking to a system that chose one.
 */
public class KeyOptions private constructor(private val json: JsonObject) {
    /** Says nothing. */
    public constructor() : this(JsonObject())

    /** Names the algorithm. */
    @JvmOverloads
    public constructor(algorithm: Algorithm, kid: String = Unset.TEXT, allowShort: Boolean = false) :
        this(JsonObject().put("alg", algorithm).put("kid", kid).putIf("allow_short", allowShort))

    /** Names no algorithm. */
    @JvmOverloads
    public constructor(kid: String, allowShort: Boolean = false) :
        this(JsonObject().put("kid", kid).putIf("allow_short", allowShort))

    /** The JSON text that the core reads. */
    public fun toJson(): String = json.toString()

    override fun toString(): String = "KeyOptions(${toJson()})"
}
