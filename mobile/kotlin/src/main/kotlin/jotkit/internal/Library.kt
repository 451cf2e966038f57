package jotkit.internal

import java.io.File
import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import java.nio.file.attribute.PosixFilePermissions

/** The native library, which both JNI and JNA call. */
internal object Library {
    private const val NAME = "jotkit_mobile"

    /** Loads it for JNI, and tells the generated code where it is: both must load the same file. */
    fun load() {
        if (System.getProperty("java.vm.name") == "Dalvik") return System.loadLibrary(NAME)
        val file = copied() ?: unpacked().also { Natives.load(it) }
        System.setProperty("uniffi.component.$NAME.libraryOverride", file.absolutePath)
    }

    /** The loaded copy; `null` if the folder cannot be written or may not hold programs. */
    private fun copied(): File? = try {
        copy()?.also { System.load(it.absolutePath) }
    } catch (_: IOException) {
        null
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
        val file = fresh(library)
        file.toFile().deleteOnExit()
        resource.openStream().use { from -> Files.newOutputStream(file).use { from.copyTo(it) } }
        return file.toFile()
    }

    /**
     * A new file that only this user can read and write. Its name has the time in it and no random
     * number, of which the first takes long; a file that is there already is never taken.
     */
    private fun fresh(library: String): Path {
        val folder = Paths.get(System.getProperty("java.io.tmpdir"))
        val rights = if ("posix" in folder.fileSystem.supportedFileAttributeViews()) {
            arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        } else {
            arrayOf()
        }
        while (true) {
            try {
                return Files.createFile(folder.resolve("jotkit-${System.nanoTime()}-$library"), *rights)
            } catch (_: FileAlreadyExistsException) {
                continue
            }
        }
    }

    /** The folder, as JNA names it; that of a library for musl ends in `-musl`. */
    private fun folder(): String {
        val system = System.getProperty("os.name").lowercase()
        val processor = System.getProperty("os.arch").lowercase()
        val os = when {
            system.startsWith("mac") -> "darwin"
            system.startsWith("windows") -> "win32"
            else -> system
        }
        val name = when (processor) {
            "amd64", "x86_64" -> "x86-64"
            "arm64" -> "aarch64"
            else -> processor
        }
        return "$os-$name${Natives.suffix()}"
    }

    /** JNA's copy. It fails with what is missing, and where JNA looked for it. */
    private fun unpacked(): File {
        val file = Natives.unpack(NAME, Library::class.java.classLoader)
        // JNA deletes the copy that it unpacks once it is loaded, but JNI needs it too.
        if (file.name != System.mapLibraryName(NAME)) file.deleteOnExit()
        return file
    }
}
