package jotkit

import com.sun.jna.Callback
import com.sun.jna.Structure
import kotlinx.serialization.json.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.lang.reflect.Modifier
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.isRegularFile
import kotlin.io.path.name
import kotlin.io.path.readBytes

/** What the jar has besides classes. */
class PackageTest {
    private val classes = Path.of("target/classes")

    private fun resource(name: String): String =
        checkNotNull(javaClass.classLoader.getResource(name)) { "no $name" }.readText()

    private fun files(): List<Path> = Files.walk(classes).use { all -> all.filter { it.isRegularFile() }.toList() }

    @Test fun `native libraries fit pages of 16 KiB`() {
        val libraries = files().filter { it.extension == "so" }
        assertTrue(libraries.isNotEmpty())
        for (library in libraries) assertTrue(alignments(library).all { it >= 0x4000 && it % 0x4000 == 0L }, "$library")
    }

    /** The alignments of a library's loaded segments (ELF-64, `PT_LOAD`). */
    private fun alignments(library: Path): List<Long> {
        val elf = ByteBuffer.wrap(library.readBytes()).order(ByteOrder.LITTLE_ENDIAN)
        assertEquals(0x464c457f, elf.getInt(0), "it is not ELF")
        assertEquals(2, elf[4].toInt(), "it is not of 64 bits")
        val (start, size, count) = listOf(elf.getLong(0x20).toInt(), elf.getShort(0x36).toInt(), elf.getShort(0x38).toInt())
        val loaded = (0 until count).map { start + it * size }.filter { elf.getInt(it) == 1 }
        assertTrue(loaded.isNotEmpty())
        return loaded.map { elf.getLong(it + 0x30) }
    }

    @Test fun `rules for R8 and ProGuard name classes that are there`() {
        val rules = resource("META-INF/proguard/jotkit.pro")
        assertEquals(rules, Files.readString(Path.of("src/main/resources/META-INF/proguard/jotkit.pro")))
        for (name in Regex("""-keep class (\S+?)(\.\*\*)? \{""").findAll(rules)) {
            val place = "${name.groupValues[1].replace('.', '/')}${if (name.groupValues[2].isEmpty()) ".class" else ""}"
            assertNotNull(javaClass.classLoader.getResource(place), place)
        }
    }

    @Test fun `the metadata for native images name all that JNA looks up`() {
        val metadata = Json.parseToJsonElement(resource("META-INF/native-image/io.github.jotkit/jotkit/reachability-metadata.json"))
        val listed = metadata.jsonObject.getValue("reflection").jsonArray.map { it.jsonObject }
            .associateBy { it.getValue("type").jsonPrimitive.content }
        val needed = files().filter { it.extension == "class" && it.parent.endsWith("jotkit/ffi") }
            .map { Class.forName("jotkit.ffi.${it.name.removeSuffix(".class")}", false, javaClass.classLoader) }
            .filter { type ->
                Structure::class.java.isAssignableFrom(type) ||
                    Callback::class.java.isAssignableFrom(type) ||
                    type.declaredMethods.any { Modifier.isNative(it.modifiers) }
            }
        assertTrue(needed.size > 20, "$needed")
        assertEquals(emptyList<String>(), needed.map { it.name }.filter { it !in listed }, "add them to the metadata")
        for (name in listed.keys) Class.forName(name, false, javaClass.classLoader)
        val globs = metadata.jsonObject.getValue("resources").jsonArray.map { it.jsonObject.getValue("glob").jsonPrimitive.content }
        val library = classes.relativize(files().first { it.extension == "so" }).toString()
        val system = FileSystems.getDefault()
        assertTrue(globs.any { system.getPathMatcher("glob:$it").matches(Path.of(library)) }, library)
    }
}
