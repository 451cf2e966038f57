package jotkit.bench

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper

/** One thing to measure, and what shows its result to the driver. */
internal class Operation(private val operation: () -> Any?, private val show: (Any?) -> Any?) {
    fun once(): Any? = show(operation())

    /** Does it so many times: the nanoseconds and the number of errors. */
    fun batch(count: Long): Map<String, Long> {
        var refused = 0L
        val start = System.nanoTime()
        for (round in 0 until count) {
            try {
                Sink.take(operation())
            } catch (refusal: Exception) {
                Sink.take(refusal)
                refused += 1
            }
        }
        return mapOf("ns" to System.nanoTime() - start, "refused" to refused)
    }
}

internal fun <T> measuring(operation: () -> T, show: (T) -> Any?): Operation {
    @Suppress("UNCHECKED_CAST")
    return Operation(operation) { show(it as T) }
}

/** Takes results, so that no compiler optimizes them away. */
internal object Sink {
    @Volatile
    private var never: Any = Any()

    fun take(result: Any?) {
        if (result === never) never = Any()
    }
}

private val json = ObjectMapper()
private val operations = mutableListOf<Operation>()

/** Answers the driver, a JSON object a line; README.md in the folder above describes them. */
fun main() = System.`in`.bufferedReader().forEachLine { line ->
    val request = json.readTree(line)
    val answer = when (val op = request["op"].asText()) {
        "hello" -> {
            val virtualMachine = "${System.getProperty("java.vm.name")} ${System.getProperty("java.version")}"
            mapOf("runtime" to virtualMachine, "versions" to (libraries - "jotkit (text)").mapValues { version(it.value.ofJar) })
        }
        "prepare" -> prepare(request)
        "run" -> operations[request["case"].asInt()].batch(request["count"].asLong())
        else -> error("There is no operation $op.")
    }
    println(json.writeValueAsString(answer))
}

private fun prepare(request: JsonNode): Map<String, Any?> {
    val library = libraries.getValue(request["library"].asText())
    val task = Task(request)
    val operation = try {
        if (request["sign"].asBoolean()) library.sign(task) else library.verify(task)
    } catch (reason: Exception) {
        return mapOf("unable" to reason.toString())
    }
    operations += operation
    return try {
        mapOf("given" to operation.once())
    } catch (refusal: Exception) {
        mapOf("refused" to refusal.toString())
    }
}

/** The version that the name of a class's jar ends in. */
private fun version(of: Class<*>): String =
    of.protectionDomain.codeSource.location.path.substringAfterLast('/').removeSuffix(".jar").substringAfterLast('-')
