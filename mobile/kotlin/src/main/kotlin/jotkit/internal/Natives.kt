package jotkit.internal

import com.sun.jna.Native
import com.sun.jna.Platform
import java.io.File
import java.io.IOException

/** Finds the native library in the jar, which has a folder for each system and processor. */
internal object Natives {
    /** What a jar may have. */
    private val LIBRARIES = listOf(
        "linux-x86-64/libjotkit_mobile.so",
        "linux-aarch64/libjotkit_mobile.so",
        "linux-x86-64-musl/libjotkit_mobile.so",
        "linux-aarch64-musl/libjotkit_mobile.so",
        "darwin-x86-64/libjotkit_mobile.dylib",
        "darwin-aarch64/libjotkit_mobile.dylib",
        "win32-x86-64/jotkit_mobile.dll",
    )

    /** The library as a file. Programs for musl have another than those for glibc. */
    fun unpack(library: String, loader: ClassLoader?): File {
        val path = if (suffix().isEmpty()) library else "/${name()}/${System.mapLibraryName(library)}"
        try {
            return Native.extractFromResourcePath(path, loader)
        } catch (cause: IOException) {
            throw unfit("jotkit has no native library for ${name()}. ${advice()}", cause)
        }
    }

    /** What the folder's name in the jar ends in: `-musl` if this program is one for musl. */
    fun suffix(): String = if (System.getProperty("os.name") == "Linux" && usesMusl(File("/proc/self/exe"))) "-musl" else ""

    /** Loads the file, or says why it does not fit this system. */
    fun load(file: File) {
        try {
            System.load(file.absolutePath)
        } catch (cause: UnsatisfiedLinkError) {
            val glibc = Regex("version [`']GLIBC_([0-9.]+)").find(cause.message.orEmpty())?.groupValues?.get(1)
            val old = "needs glibc $glibc or later, and this system's is older"
            val reason = if (glibc == null) "does not fit this system" else old
            throw unfit("jotkit's native library for ${name()} $reason. ${advice()}", cause)
        }
    }

    /** What this jar has, and what to do on another system. */
    fun advice(has: (String) -> Boolean = { Natives::class.java.getResource("/$it") != null }): String {
        val folders = LIBRARIES.filter(has).map { it.substringBefore('/') }
        val there = if (folders.isEmpty()) "The jar has none" else "The jar has one for ${folders.joinToString()}"
        return "$there; elsewhere, build one in a clone of the repository with `.ci/kotlin install`, which takes Rust."
    }

    /** Whether a program names the loader of musl. */
    fun usesMusl(program: File): Boolean = try {
        val start = program.inputStream().use { it.readNBytes(4096) }
        "/ld-musl-" in String(start, Charsets.ISO_8859_1)
    } catch (_: IOException) {
        false
    }

    private fun name() = Platform.RESOURCE_PREFIX + suffix()

    private fun unfit(sentence: String, cause: Throwable) = UnsatisfiedLinkError(sentence).apply { initCause(cause) }
}
