// The Android library: the Kotlin sources beside this folder, with the native library for each of Android's processors.
// Needs the Android SDK with an NDK, rustup and cargo-ndk; see build.gradle.kts.

pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = "jotkit-android"
