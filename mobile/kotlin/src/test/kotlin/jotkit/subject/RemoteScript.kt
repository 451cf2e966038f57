package jotkit.subject

import jotkit.JotkitException
import jotkit.ffi.RemoteKeys
import jotkit.guarded
import kotlinx.serialization.json.*

/** The operation `remote_keys`: steps for keys behind a URL, as the script orders them. */
internal class RemoteScript(request: Request) {
    private val options = "${request.child("options").members}"
    private val steps = request.members["steps"] as? JsonArray ?: throw NotUnderstood()
    private var keys = guarded { RemoteKeys(options) }

    /** The leases that earlier instances handed out; those of a new one go on from there. */
    private var before = 0UL
    private var leases = 0UL
    private val texts = mutableListOf<String?>()

    fun run(): String = steps.joinToString(",", "{\"results\":[", "]}") { step ->
        val result = result(Request(step as? JsonObject ?: throw NotUnderstood()))
        texts += (Json.parseToJsonElement(result).jsonObject["text"] as? JsonPrimitive)?.content
        result
    }

    private fun result(step: Request): String = step.run {
        only("at", "jitter", "iss", *ACTIONS)
        val at = whole("at")
        when (members.keys.singleOrNull { it in ACTIONS }) {
            "ask" -> ask("${child("ask").members}", at)
            "answer" -> answer(child("answer"), at, (if ("jitter" in members) whole("jitter") else 0).toUInt())
            "seed" -> seed(at)
            "export" -> Subject.ok("text" to keys.export())
            "restart" -> restart()
            "wake_at" -> Subject.ok("wake_at" to keys.wakeAt(at))
            "status" -> guarded { keys.statusJson(optionalText("iss"), at) }
            else -> throw NotUnderstood()
        }
    }

    private fun ask(ask: String, at: Long): String {
        val step = Json.parseToJsonElement(guarded { keys.ask(ask, at) }).jsonObject
        val lease = step["lease"]?.jsonPrimitive?.long ?: return "$step"
        leases = before + lease.toULong()
        return "${JsonObject(step + ("lease" to JsonPrimitive(leases.toLong())))}"
    }

    private fun answer(answer: Request, at: Long, jitter: UInt): String = answer.run {
        // 0 is a lease that was never handed out.
        val lease = whole("lease").toULong().let { if (it > before) it - before else 0UL }
        val cause = optionalText("failed")
        when {
            cause == null -> {
                val body = (optionalText("body") ?: "").toByteArray()
                guarded { keys.answer(lease, status().toUShort(), headers(), body, at, jitter) }
            }

            "status" in members -> throw NotUnderstood()

            else -> guarded { keys.failed(lease, cause, at, jitter) }
        }
    }

    private fun Request.seed(at: Long): String {
        val text = if (members["seed"] is JsonPrimitive) {
            text("seed")
        } else {
            texts.getOrNull(child("seed").whole("of").toInt()) ?: throw NotUnderstood()
        }
        return try {
            guarded { keys.seed(text, at) }
            "{}"
        } catch (failure: JotkitException) {
            "{${Subject.error(failure)}}"
        }
    }

    private fun restart(): String {
        keys = guarded { RemoteKeys(options) }
        before = leases
        return "{}"
    }

    private fun Request.whole(name: String): Long = (members[name] as? JsonPrimitive)?.longOrNull ?: throw NotUnderstood()

    private companion object {
        val ACTIONS = arrayOf("ask", "answer", "seed", "export", "restart", "wake_at", "status")
    }
}
