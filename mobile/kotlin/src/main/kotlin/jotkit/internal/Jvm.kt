package jotkit.internal

import jotkit.ffi.RemoteFetch
import jotkit.ffi.Report
import jotkit.utf8

/**
 * The calls made for each token, and those that make what they are made with, as JNI functions:
 * `mobile/src/jvm.rs`. A uniffi call allocates several native structures and takes longer than the
 * verification itself, and the first one of a program has to start JNA.
 *
 * A call keeps no state, in a thread or elsewhere: input and answer are arrays of its own.
 */
internal object Jvm {
    private const val FIELDS = 7

    /** Where the answer of [turn] has the request and the time. */
    private const val DUE = 7
    private const val UNTIL = 8

    init {
        Library.load()
    }

    /** Loads the library. */
    fun load() = Unit

    /** A key's handle, for the generated code's object. */
    fun key(form: KeyForm, key: ByteArray, options: String): Long = handle { key(form.ordinal, key, utf8(options), it) }

    /** The handle of a set. */
    fun keySet(jwks: ByteArray, options: String): Long = handle { keySet(jwks, utf8(options), it) }

    /** The handle of a verifier with a key, or a set if there are [several]. */
    fun verifier(keys: Long, several: Boolean, policy: String): Long =
        handle { verifier(keys, several, utf8(policy), it) }

    /** The handle of a signer. */
    fun signer(key: Long, options: String): Long = handle { signer(key, utf8(options), it) }

    /** The length of the longest token that a verifier accepts; the default one for 0. */
    @JvmStatic external fun limit(verifier: Long): Long

    /**
     * Lets go of an object, of the type with this number in `FREED_BY_JNI` of
     * `mobile/bindgen/src/kotlin.rs`.
     */
    @JvmStatic external fun free(of: Int, handle: Long)

    /** Header and payload of a verified token. */
    fun verify(verifier: Long, token: ByteArray, expected: ByteArray?, now: Double?): Array<String> =
        answer { verify(verifier, token, expected, now != null, now ?: 0.0, it) }

    /** What to do about a token whose keys are behind a URL. */
    fun turn(verifier: Long, token: ByteArray, expected: ByteArray?, now: Double?, clock: Long): Turn<Array<String>> {
        val answer = arrayOfNulls<ByteArray>(UNTIL + 1)
        val verified = turn(verifier, token, expected, now != null, now ?: 0.0, clock, answer)
        val due = answer[DUE]?.let { fetch(it.decodeToString()) }
        return when {
            !verified -> Turn.Decided(Result.failure(Reported(report(answer))), due)
            answer[0] != null -> Turn.Decided(Result.success(texts(answer)), due)
            due != null -> Turn.Fetch(due)
            else -> Turn.Wait(answer[UNTIL]?.decodeToString()?.toLong() ?: clock)
        }
    }

    /** Header and payload of a token. */
    fun peek(token: ByteArray, policy: ByteArray?): Array<String> = answer { peek(token, policy, it) }

    /** A token. */
    fun sign(signer: Long, claims: ByteArray, header: ByteArray?, lifetime: Long?, now: Double?): String =
        answer { sign(signer, claims, header, lifetime != null, lifetime ?: 0, now != null, now ?: 0.0, it) }.first()

    private inline fun handle(make: (Array<ByteArray?>) -> Long): Long {
        val answer = arrayOfNulls<ByteArray>(FIELDS)
        val handle = make(answer)
        return if (handle != 0L) handle else throw Reported(report(answer))
    }

    private inline fun answer(call: (Array<ByteArray?>) -> Boolean): Array<String> {
        val answer = arrayOfNulls<ByteArray>(FIELDS)
        if (!call(answer)) throw Reported(report(answer))
        return texts(answer)
    }

    private fun texts(answer: Array<ByteArray?>) = Array(2) { answer[it]?.decodeToString().orEmpty() }

    private fun report(answer: Array<ByteArray?>): Report {
        val (code, kind, claim, message, status) = answer.map { it?.decodeToString() }
        val (detail, retryAt) = answer.drop(5).map { it?.decodeToString() }
        return Report(code.orEmpty(), kind.orEmpty(), claim, message.orEmpty(), status?.toUShort(), detail, retryAt?.toLong())
    }

    /** Reads the lines of a request. */
    private fun fetch(text: String): RemoteFetch {
        val lines = text.lines()
        val (lease, timeout, most, url) = lines
        val headers = lines.drop(4).chunked(2).associate { (name, value) -> name to value }
        return RemoteFetch(lease.toULong(), url, headers, timeout.toLong(), most.toULong())
    }

    @JvmStatic private external fun key(form: Int, key: ByteArray, options: ByteArray, answer: Array<ByteArray?>): Long

    @JvmStatic private external fun keySet(jwks: ByteArray, options: ByteArray, answer: Array<ByteArray?>): Long

    @JvmStatic private external fun verifier(keys: Long, several: Boolean, policy: ByteArray, answer: Array<ByteArray?>): Long

    @JvmStatic private external fun signer(key: Long, options: ByteArray, answer: Array<ByteArray?>): Long

    @JvmStatic private external fun verify(
        verifier: Long,
        token: ByteArray,
        expected: ByteArray?,
        timed: Boolean,
        now: Double,
        answer: Array<ByteArray?>,
    ): Boolean

    @JvmStatic private external fun turn(
        verifier: Long,
        token: ByteArray,
        expected: ByteArray?,
        timed: Boolean,
        now: Double,
        clock: Long,
        answer: Array<ByteArray?>,
    ): Boolean

    @JvmStatic private external fun peek(token: ByteArray, policy: ByteArray?, answer: Array<ByteArray?>): Boolean

    @JvmStatic private external fun sign(
        signer: Long,
        claims: ByteArray,
        header: ByteArray?,
        lasts: Boolean,
        lifetime: Long,
        timed: Boolean,
        now: Double,
        answer: Array<ByteArray?>,
    ): Boolean
}

/** The forms of a key, in the order of `mobile/src/jvm/objects.rs`. */
internal enum class KeyForm { SECRET, PEM, DER, JWK, EC_POINT, EC_SCALAR, ED25519_PUBLIC, ED25519_PRIVATE }
