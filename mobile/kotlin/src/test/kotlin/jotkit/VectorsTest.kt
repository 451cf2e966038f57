package jotkit

import jotkit.subject.Subject
import kotlinx.serialization.json.*
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.nio.file.Files
import java.nio.file.Path
import kotlin.streams.toList

/** The vectors of all languages, answered by the code that the conformance driver talks to. */
class VectorsTest {
    private val folder = Path.of("../../tests/vectors")

    private val files: List<Path> = Files.list(folder).use { it.toList() }.filter { "$it".endsWith(".json") }.sorted()

    @TestFactory fun `every vector file has its answers`(): List<DynamicTest> = files.map { file ->
        dynamicTest(file.fileName.toString()) {
            val vectors = Json.parseToJsonElement(Files.readString(file)).jsonObject.getValue("vectors").jsonArray
            assertTrue(vectors.isNotEmpty(), "no vector")
            assertEquals("", vectors.mapNotNull { failure(it.jsonObject) }.joinToString("\n"))
        }
    }

    @Test fun `there are vectors`() = assertTrue(files.size > 20, "$files")

    private fun failure(vector: JsonObject): String? {
        val varies = vector["varies"]?.jsonArray.orEmpty().map { it.jsonPrimitive.content }
        val expected = comparable(vector.getValue("answer"), varies)
        val got = comparable(Json.parseToJsonElement(Subject.answer("${vector.getValue("request")}")), varies)
        return if (same(got, expected)) null else "${vector["name"]}: expected $expected, got $got"
    }

    /**
     * Without the id, the members that differ each time, and the kind, which follows from the code.
     */
    private fun comparable(answer: JsonElement, varies: List<String>): JsonElement = JsonObject(
        (answer.jsonObject - "id").mapValues { (name, value) ->
            JsonObject(value.jsonObject - if (name == "error") setOf("kind") else varies.toSet())
        },
    )

    /** Whether both are equal; numbers are compared by value. */
    private fun same(left: JsonElement?, right: JsonElement?): Boolean = when {
        left is JsonObject && right is JsonObject -> left.keys == right.keys && left.all { same(it.value, right[it.key]) }
        left is JsonArray && right is JsonArray -> left.size == right.size && left.indices.all { same(left[it], right[it]) }
        left is JsonPrimitive && right is JsonPrimitive -> left == right || number(left)?.let { it == number(right) } == true
        else -> left == right
    }

    private fun number(value: JsonPrimitive): Double? = if (value.isString) null else value.content.toDoubleOrNull()
}
