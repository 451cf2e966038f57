package jotkit.subject

import jotkit.JotkitException
import jotkit.ffi.Session
import jotkit.ffi.Step
import jotkit.guarded
import jotkit.likecoin.Tokens
import jotkit.likecoin.toHttp
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject

/** The operation `oauth_session`: steps for the core's session, as the script orders them. */
internal class SessionScript(request: Request) {
    private val steps = request.members["steps"] as? JsonArray ?: throw NotUnderstood()
    private val session = guarded { Session("${request.members["client"]}", "${request.members["tokens"]}") }

    fun run(): String = steps.joinToString(",", "{\"results\":[", "]}") { step ->
        try {
            result(Request(step as? JsonObject ?: throw NotUnderstood()))
        } catch (failure: JotkitException) {
            "{${Subject.error(failure)}}"
        } catch (_: NotUnderstood) {
            "{${Subject.NOT_UNDERSTOOD}}"
        }
    }

    private fun result(request: Request): String {
        val name = request.members.keys.singleOrNull()
        return when (name) {
            "call" -> call(request.child(name))
            "reply" -> reply(request.child(name))
            "failed" -> throw failed(request.child(name))
            "resume" -> shown(guarded { session.resume(request.id(name)) }, "")
            "cancel" -> Subject.ok("cancelled" to true).also { guarded { session.cancel(request.id(name)) } }
            else -> throw NotUnderstood()
        }
    }

    private fun call(call: Request): String = call.run {
        val body = optionalText("body")?.toByteArray()
        shown(guarded { session.call(text("method"), text("url"), headers(), body) }.step, "")
    }

    private fun reply(reply: Request): String = reply.run {
        val body = text("body")
        shown(guarded { session.reply(id("call"), status().toUShort(), headers(), body.toByteArray()) }, body)
    }

    private fun failed(failed: Request): JotkitException =
        JotkitException.of(session.failed(failed.id("call"), failed.text("cause")))

    private fun shown(step: Step, body: String): String = when (step) {
        is Step.Send -> {
            val store = step.store?.let { ",\"store\":${Tokens(it).toJson()}" }.orEmpty()
            "{\"send\":${Subject.http(step.request.toHttp())}$store}"
        }

        is Step.Refresh -> "{\"refresh\":${Tokens(step.held).toJson()}}"

        is Step.Wait -> Subject.ok("wait" to step.call.toLong())

        is Step.Done -> Subject.ok(
            "done" to mapOf(
                "status" to step.status.toInt(),
                "reaction" to step.reaction.name.lowercase(),
                "body" to body,
            ),
        )
    }

    private fun Request.id(name: String): ULong = number(name)?.toULong() ?: throw NotUnderstood()
}
