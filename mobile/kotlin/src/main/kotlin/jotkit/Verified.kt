package jotkit

/**
 * A verified token: its signature is good and its claims pass the policy. Only a [Verifier] makes
 * one.
 */
public class Verified internal constructor(texts: Array<String>) {
    /** The header's JSON text, as it is in the token. */
    public val header: String = texts[0]

    /** The payload's JSON text, byte for byte as it was signed. */
    public val payload: String = texts[1]

    override fun toString(): String = "Verified(header=$header)"
}

/**
 * What a token says, unverified: anybody may have written it.
 *
 * It has nothing in common with [Verified], so it cannot be used in its place.
 */
public class Unverified internal constructor(texts: Array<String>) {
    /** The header's JSON text. */
    public val header: String = texts[0]

    /** The payload's JSON text. */
    public val payload: String = texts[1]

    override fun toString(): String = "Unverified(header=$header)"
}

/**
 * A check that a token fails.
 * @property check the name of the check, such as `signature` or `exp`.
 * @property code the code of the failure.
 * @property claim the claim it is about, if it is about one.
 * @property message the failure as a sentence.
 */
public data class Finding internal constructor(
    public val check: String,
    public val code: String,
    public val claim: String?,
    public val message: String,
)
