package jotkit

import jotkit.internal.Natives
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** What is said where no native library fits. */
class NativesTest {
    @TempDir lateinit var folder: File

    private val build = "build one in a clone of the repository with `.ci/kotlin install`, which takes Rust."

    private fun file(content: String) = File.createTempFile("program", "", folder).apply { writeText(content) }

    @Test
    fun `a program for musl is not taken for one for glibc`() {
        assertTrue(Natives.usesMusl(file("\u007fELF .. /lib/ld-musl-x86_64.so.1")))
        assertFalse(Natives.usesMusl(file("\u007fELF .. /lib64/ld-linux-x86-64.so.2")))
        assertFalse(Natives.usesMusl(File(folder, "none")))
    }

    @Test
    fun `a platform without a library gets the list of what there is`() {
        val none = assertThrows(UnsatisfiedLinkError::class.java) { Natives.unpack("jotkit_nowhere", javaClass.classLoader) }
        assertTrue(none.message.orEmpty().startsWith("jotkit has no native library for "), none.message)
        assertTrue(none.message.orEmpty().endsWith(Natives.advice()), none.message)
        val there = File("../generated/jna").list().orEmpty().sorted().joinToString()
        assertEquals("The jar has one for $there; elsewhere, $build", Natives.advice())
    }

    @Test
    fun `only what the jar has is named`() {
        assertEquals("The jar has none; elsewhere, $build", Natives.advice { false })
        val musl = Natives.advice { "linux-x86-64" in it || "win32" in it }
        assertEquals("The jar has one for linux-x86-64, linux-x86-64-musl, win32-x86-64; elsewhere, $build", musl)
    }

    @Test
    fun `a library that does not fit is named`() {
        val unfit = assertThrows(UnsatisfiedLinkError::class.java) { Natives.load(file("no library")) }
        assertTrue(" does not fit this system. The jar has one for " in unfit.message.orEmpty(), unfit.message)
        assertEquals(UnsatisfiedLinkError::class.java, unfit.cause?.javaClass)
    }
}
