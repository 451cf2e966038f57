// swift-tools-version: 6.0

// The package that a version of this repository is, for `.package(url:from:)`. Development has its
// own, mobile/swift/Package.swift, which needs no native library that is installed.

import PackageDescription

#if os(Linux)
    // `.ci/swift install PREFIX` installs the native library and the file that pkg-config reads.
    let library = Target.systemLibrary(
        name: "JotkitC", path: "mobile/swift/Bindings/JotkitC", pkgConfig: "jotkit-mobile")
#else
    // Built by mobile/swift/make-xcframework, which writes address and checksum of a release here.
    let library = Target.binaryTarget(
        name: "JotkitC",
        url: "https://github.com/jotkit/jotkit/releases/download/v0.1.0/JotkitC.xcframework.zip",
        checksum: "0000000000000000000000000000000000000000000000000000000000000000")
#endif

let package = Package(
    name: "jotkit",
    platforms: [.macOS(.v13), .iOS(.v16), .macCatalyst(.v16), .visionOS(.v1)],
    products: [.library(name: "Jotkit", targets: ["Jotkit"])],
    targets: [
        library,
        .target(name: "JotkitFFI", dependencies: ["JotkitC"], path: "mobile/swift/Bindings/JotkitFFI"),
        .target(name: "Jotkit", dependencies: ["JotkitC", "JotkitFFI"], path: "mobile/swift/Sources/Jotkit"),
    ]
)
