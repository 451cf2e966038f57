// `gradle assembleRelease` makes build/outputs/aar/jotkit-android-release.aar.
//
// It needs the Android SDK with an NDK (ANDROID_HOME, ANDROID_NDK_HOME), rustup and cargo-ndk
// (`cargo install cargo-ndk`). Run `.ci/mobile-library` first: it writes uniffi's Kotlin.

import java.nio.ByteBuffer
import java.nio.ByteOrder

plugins {
    id("com.android.library") version "8.13.0"
    id("org.jetbrains.kotlin.android") version "2.4.10"
    id("maven-publish")
}

val tree: File = rootDir.resolve("../../..").canonicalFile
val generated: File = tree.resolve("mobile/generated")
val libraries: Provider<Directory> = layout.buildDirectory.dir("jniLibs")

group = "io.github.jotkit"
version = "0.1.0"

android {
    namespace = "io.github.jotkit"
    compileSdk = 36
    ndkVersion = "28.2.13676358"

    defaultConfig {
        // The first with java.time and CompletableFuture in the platform.
        minSdk = 26
        consumerProguardFiles("../src/main/resources/META-INF/proguard/jotkit.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }

    sourceSets["main"].apply {
        kotlin.srcDirs("../src/main/kotlin", generated.resolve("kotlin"))
        jniLibs.srcDir(libraries)
    }

    publishing {
        singleVariant("release") { withSourcesJar() }
    }
}

kotlin {
    compilerOptions {
        jvmTarget = org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_11
        // As in pom.xml: who uses the library needs no newer Kotlin.
        languageVersion = org.jetbrains.kotlin.gradle.dsl.KotlinVersion.KOTLIN_2_1
        apiVersion = org.jetbrains.kotlin.gradle.dsl.KotlinVersion.KOTLIN_2_1
        freeCompilerArgs.addAll(
            "-Xconsistent-data-class-copy-visibility",
            "-Xstring-concat=inline",
            "-Xlambdas=class",
            "-Xsam-conversions=class",
        )
    }
}

dependencies {
    implementation("org.jetbrains.kotlin:kotlin-stdlib:2.1.21")
    // The archive contains JNA's own native library for Android.
    api("net.java.dev.jna:jna:5.19.1@aar")
    api("com.squareup.okhttp3:okhttp:5.5.1")
    compileOnly("org.jetbrains.kotlinx:kotlinx-serialization-json:1.8.1")
    compileOnly("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
}

/** Compiles the native library for the processors that Android runs on. */
val nativeLibraries = tasks.register<Exec>("nativeLibraries") {
    workingDir = tree
    val processors = listOf("arm64-v8a", "armeabi-v7a", "x86_64", "x86")
    commandLine(
        listOf("cargo", "ndk") + processors.flatMap { listOf("--target", it) } +
            listOf("--platform", "26", "--output-dir", libraries.get().asFile.path) +
            listOf("build", "--release", "--locked", "-p", "jotkit-mobile"),
    )
    inputs.files(fileTree(tree.resolve("core/src")), fileTree(tree.resolve("mobile/src")), tree.resolve("Cargo.lock"))
    outputs.dir(libraries)
}

/** Fails unless each loaded segment (`PT_LOAD`) of the 64-bit libraries is aligned to 16 KiB. */
val pageSizes = tasks.register("pageSizes") {
    dependsOn(nativeLibraries)
    doLast {
        val found = fileTree(libraries).filter { it.extension == "so" }
        check(!found.isEmpty) { "There are no native libraries." }
        for (library in found) {
            val elf = ByteBuffer.wrap(library.readBytes()).order(ByteOrder.LITTLE_ENDIAN)
            if (elf[4].toInt() != 2) continue
            val headers = List(elf.getShort(0x38).toInt()) { elf.getLong(0x20).toInt() + it * elf.getShort(0x36) }
            val loaded = headers.filter { elf.getInt(it) == 1 }
            check(loaded.all { elf.getLong(it + 0x30) % 0x4000 == 0L }) { "$library does not fit pages of 16 KiB." }
        }
    }
}

val generatedSources = tasks.register("generatedSources") {
    doLast {
        check(generated.resolve("kotlin").isDirectory) { "Run .ci/mobile-library first; it writes mobile/generated." }
    }
}

tasks.named("preBuild") { dependsOn(pageSizes, generatedSources) }

// It has the classes of the library for the JVM, so that a program has one of the two: Gradle says
// so if both are asked for.
configurations.matching { it.name.startsWith("releaseVariant") }.configureEach {
    outgoing.capability("io.github.jotkit:jotkit-android:$version")
    outgoing.capability("io.github.jotkit:jotkit:$version")
}

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "jotkit-android"
            afterEvaluate { from(components["release"]) }
        }
    }
}
