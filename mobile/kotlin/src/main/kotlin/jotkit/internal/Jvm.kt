package jotkit.internal

import com.sun.jna.Native
import com.sun.jna.Platform
import jotkit.ffi.Report

/** A failure on its way to the caller, without a stack trace of its own. */
internal class Reported(val report: Report) : RuntimeException(null, null, false, false)

/**
 * The calls made for each token, as JNI functions: `mobile/src/jvm.rs`. A uniffi call allocates
 * several native structures and takes longer than the verification itself.
 *
 * A call keeps no state, in a thread or elsewhere: input and answer are arrays of its own.
 */
internal object Jvm {
    private const val LIBRARY = "jotkit_mobile"
    private const val FIELDS = 6

    init {
        if (Platform.isAndroid()) {
            System.loadLibrary(LIBRARY)
        } else {
            // JNA deletes the copy that it unpacks once it is loaded. JNI needs the file too, and
            // both must load the same one.
            val file = Native.extractFromResourcePath(LIBRARY, Jvm::class.java.classLoader)
            // In a folder of classes it is the file itself.
            if (file.name != System.mapLibraryName(LIBRARY)) file.deleteOnExit()
            System.setProperty("uniffi.component.$LIBRARY.libraryOverride", file.absolutePath)
            System.load(file.absolutePath)
        }
    }

    /** Loads the library. */
    fun load() = Unit

    /** Header and payload of a verified token. */
    fun verify(verifier: Long, token: ByteArray, expected: ByteArray?, now: Double?): Array<String> =
        answer { verify(verifier, token, expected, now != null, now ?: 0.0, it) }

    /** Header and payload of a token. */
    fun peek(token: ByteArray, policy: ByteArray?): Array<String> = answer { peek(token, policy, it) }

    /** A token. */
    fun sign(signer: Long, claims: ByteArray, header: ByteArray?, lifetime: Long?, now: Double?): String =
        answer { sign(signer, claims, header, lifetime != null, lifetime ?: 0, now != null, now ?: 0.0, it) }.first()

    private inline fun answer(call: (Array<ByteArray?>) -> Boolean): Array<String> {
        val answer = arrayOfNulls<ByteArray>(FIELDS)
        if (!call(answer)) throw Reported(report(answer.map { it?.decodeToString() }))
        return Array(2) { answer[it]?.decodeToString().orEmpty() }
    }

    private fun report(fields: List<String?>): Report {
        val (code, kind, claim, message, status) = fields
        return Report(code.orEmpty(), kind.orEmpty(), claim, message.orEmpty(), status?.toUShort(), fields.last())
    }

    @JvmStatic private external fun verify(
        verifier: Long,
        token: ByteArray,
        expected: ByteArray?,
        timed: Boolean,
        now: Double,
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
