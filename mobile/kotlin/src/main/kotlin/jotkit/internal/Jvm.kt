package jotkit.internal

import com.sun.jna.Platform
import jotkit.ffi.RemoteFetch
import jotkit.ffi.Report

/**
 * The calls made for each token, as JNI functions: `mobile/src/jvm.rs`. A uniffi call allocates
 * several native structures and takes longer than the verification itself.
 *
 * A call keeps no state, in a thread or elsewhere: input and answer are arrays of its own.
 */
internal object Jvm {
    private const val LIBRARY = "jotkit_mobile"
    private const val FIELDS = 7

    /** Where the answer of [turn] has the request and the time. */
    private const val DUE = 7
    private const val UNTIL = 8

    init {
        if (Platform.isAndroid()) {
            System.loadLibrary(LIBRARY)
        } else {
            // JNA deletes the copy that it unpacks once it is loaded. JNI needs the file too, and
            // both must load the same one.
            val file = Natives.unpack(LIBRARY, Jvm::class.java.classLoader)
            // In a folder of classes it is the file itself.
            if (file.name != System.mapLibraryName(LIBRARY)) file.deleteOnExit()
            System.setProperty("uniffi.component.$LIBRARY.libraryOverride", file.absolutePath)
            Natives.load(file)
        }
    }

    /** Loads the library. */
    fun load() = Unit

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
