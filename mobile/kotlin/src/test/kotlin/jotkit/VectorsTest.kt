package jotkit

import jotkit.subject.Json
import jotkit.subject.Subject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.nio.file.Files
import java.nio.file.Path
import kotlin.streams.toList

/** The vectors that all languages share, put to the same code that the conformance driver talks to. */
class VectorsTest {
    private val folder = Path.of("../../tests/vectors")

    private val files: List<Path> = Files.list(folder).use { it.toList() }.filter { "$it".endsWith(".json") }.sorted()

    @TestFactory
    fun `every vector file has its answers`(): List<DynamicTest> = files.map { file ->
        dynamicTest(file.fileName.toString()) {
            val vectors = ((Json.parse(Files.readString(file)) as Json.Object).members["vectors"] as Json.List).items
            assertTrue(vectors.isNotEmpty(), "no vector")
            assertEquals("", vectors.mapNotNull { failure((it as Json.Object).members) }.joinToString("\n"))
        }
    }

    @Test
    fun `there are vectors`() = assertTrue(files.size > 20, "$files")

    @Test
    fun `a request that makes no sense is answered`() {
        for (line in listOf("", "{", "[]", """{"op":"none"}""", """{"op":"verify"}""", """{"op":"peek","token":1}""")) {
            val answer = Json.parse(Subject.answer(line)) as Json.Object
            val error = answer.members["error"] as Json.Object
            assertEquals("argument_invalid", (error.members["code"] as Json.Text).value, line)
        }
    }

    private fun failure(vector: Map<String, Json>): String? {
        val varies = (vector["varies"] as? Json.List)?.items.orEmpty().map { (it as Json.Text).value }
        val expected = comparable(vector.getValue("answer"), varies)
        val got = comparable(Json.parse(Subject.answer(Json.compact(vector.getValue("request")))), varies)
        val name = (vector["name"] as Json.Text).value
        return if (got.says(expected)) null else "$name: expected ${Json.compact(expected)}, got ${Json.compact(got)}"
    }

    /** Without the id, what differs each time, and the kind, which follows from the code. */
    private fun comparable(answer: Json, varies: List<String>): Json {
        val members = (answer as Json.Object).members - "id"
        return Json.Object(
            members.mapValues { (name, value) ->
                val without = if (name == "error") setOf("kind") else varies.toSet()
                Json.Object((value as Json.Object).members - without, "")
            },
            "",
        )
    }
}
