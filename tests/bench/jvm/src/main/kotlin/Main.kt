package jotkit.bench

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.io.File

/** Answers the driver's requests, one a line: `list` and `run`. */
fun main(arguments: Array<String>) {
    val work = Work(Json.parseToJsonElement(File(arguments.single()).readText()).jsonObject)
    val cases = listOf(::jotkitCases, ::javaJwtCases, ::nimbusCases, ::jjwtCases)
        .flatMap { it(work) }
        .filter { it.does(work) }
    System.`in`.bufferedReader().forEachLine { line ->
        val request = Json.parseToJsonElement(line).jsonObject
        val answer = when (val op = request.getValue("op").jsonPrimitive.content) {
            "list" -> list(cases)
            "run" -> {
                val nanoseconds = cases[request.number("case").toInt()].measure(request.number("millis"))
                JsonObject(mapOf("ns" to JsonPrimitive(nanoseconds)))
            }
            else -> error("There is no operation $op.")
        }
        println(answer)
    }
}

private fun list(cases: List<Case>): JsonElement = JsonObject(
    mapOf(
        "runtime" to JsonPrimitive("${System.getProperty("java.vm.name")} ${System.getProperty("java.version")}"),
        "cases" to JsonArray(cases.map { it.toJson() }),
    ),
)

private fun JsonObject.number(name: String): Long = getValue(name).jsonPrimitive.long

/** Says on standard error what is left out, and why. */
internal fun leftOut(library: String, work: String, why: Throwable) =
    System.err.println("left out: $library $work: ${why.message?.lineSequence()?.first() ?: why}")
