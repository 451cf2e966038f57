package jotkit.internal

import com.sun.jna.Native
import java.io.File
import java.nio.file.Files
import java.nio.file.StandardCopyOption

/** The native library, which both JNI and JNA call. */
internal object Library {
    private const val NAME = "jotkit_mobile"

    /** Loads it for JNI, and tells the generated code where it is: both must load the same file. */
    fun load() {
        if (System.getProperty("java.vm.name") == "Dalvik") return System.loadLibrary(NAME)
        val file = loaded(copy()) ?: unpacked().also { System.load(it.absolutePath) }
        System.setProperty("uniffi.component.$NAME.libraryOverride", file.absolutePath)
    }

    /** The file once it is loaded; `null` if the folder for it may not hold programs. */
    private fun loaded(file: File?): File? = try {
        file?.also { System.load(it.absolutePath) }
    } catch (_: UnsatisfiedLinkError) {
        null
    }

    /**
     * A copy of what the jar has for this system, or the file itself in a folder of classes. JNA
     * makes one too, but takes longer than all else until the first verdict to start.
     */
    private fun copy(): File? {
        val library = System.mapLibraryName(NAME)
        val resource = Library::class.java.getResource("/${folder()}/$library") ?: return null
        if (resource.protocol == "file") return File(resource.toURI())
        val file = Files.createTempFile("jotkit", library)
        file.toFile().deleteOnExit()
        resource.openStream().use { Files.copy(it, file, StandardCopyOption.REPLACE_EXISTING) }
        return file.toFile()
    }

    /** The folder, as JNA names it. */
    private fun folder(): String {
        val system = System.getProperty("os.name").lowercase()
        val processor = System.getProperty("os.arch").lowercase()
        val os = when {
            system.startsWith("mac") -> "darwin"
            system.startsWith("windows") -> "win32"
            else -> system
        }
        return when (processor) {
            "amd64", "x86_64" -> "$os-x86-64"
            "arm64" -> "$os-aarch64"
            else -> "$os-$processor"
        }
    }

    /** JNA's copy. It fails with what is missing, and where JNA looked for it. */
    private fun unpacked(): File {
        val file = Native.extractFromResourcePath(NAME, Library::class.java.classLoader)
        // JNA deletes the copy that it unpacks once it is loaded, but JNI needs it too.
        if (file.name != System.mapLibraryName(NAME)) file.deleteOnExit()
        return file
    }
}
