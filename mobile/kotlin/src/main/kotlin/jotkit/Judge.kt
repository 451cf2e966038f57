package jotkit

import jotkit.internal.Handle
import jotkit.internal.Jvm
import jotkit.internal.Turn
import jotkit.ffi.RemoteVerifier as NativeRemoteVerifier

/** What a verifier does its work with. */
internal interface Judge : AutoCloseable {
    fun verify(token: String, expected: String?, now: Double?): Verified

    fun explain(token: String, now: Double?): List<Finding>
}

/** Verifies with keys behind a URL. */
internal class RemoteJudge(private val keys: RemoteKeys, policy: Policy) : Judge {
    private val native = guarded { NativeRemoteVerifier(keys.native, policy.toJson()) }
    private val handle = Handle(native, "Verifier")
    private val address = native.borrow { it }
    private val limit = native.maxTokenBytes().toLong()

    /** Makes turns for a token, while the native verifier is held. */
    inline fun <T> taking(token: String, expected: String?, now: Double?, take: ((clock: Long) -> Turn<Array<String>>) -> T): T =
        handle.use {
            val bytes = bounded(token, limit).toByteArray()
            val values = guarded { expected?.let(::utf8) }
            take { clock -> guarded { Jvm.turn(address, bytes, values, now, clock) } }
        }

    override fun verify(token: String, expected: String?, now: Double?): Verified =
        Verified(taking(token, expected, now) { turn -> keys.pump.decide(turn) })

    override fun explain(token: String, now: Double?): List<Finding> =
        throw UnsupportedOperationException("A verifier of remote keys does not explain: give `keySet()` to a verifier of its own.")

    override fun close(): Unit = handle.close()

    override fun toString(): String = handle.use { guarded { it.describe() } }
}
