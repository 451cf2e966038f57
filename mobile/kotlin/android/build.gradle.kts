// `gradle assembleRelease` makes build/outputs/aar/jotkit-android-release.aar.
//
// It needs the Android SDK with an NDK (ANDROID_HOME, ANDROID_NDK_HOME), rustup and cargo-ndk
// (`cargo install cargo-ndk`). Run `.ci/mobile-library` first: it writes uniffi's Kotlin.

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

    defaultConfig {
        // The first with java.time and CompletableFuture in the platform.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
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
        freeCompilerArgs.add("-Xconsistent-data-class-copy-visibility")
    }
}

dependencies {
    // The archive contains JNA's own native library for Android.
    api("net.java.dev.jna:jna:5.19.1@aar")
    api("com.squareup.okhttp3:okhttp:5.5.1")
    compileOnly("org.jetbrains.kotlinx:kotlinx-serialization-json:1.12.0")
    compileOnly("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.11.0")
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

val generatedSources = tasks.register("generatedSources") {
    doLast {
        check(generated.resolve("kotlin").isDirectory) { "Run .ci/mobile-library first; it writes mobile/generated." }
    }
}

tasks.named("preBuild") { dependsOn(nativeLibraries, generatedSources) }

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "jotkit-android"
            afterEvaluate { from(components["release"]) }
        }
    }
}
