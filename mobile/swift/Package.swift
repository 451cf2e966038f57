// swift-tools-version: 6.0

import PackageDescription

// Run `.ci/swift build` first: it compiles the native library and writes the sources that uniffi
// generates into mobile/generated, which `Generated` links to. For Apple's platforms
// `make-xcframework` lays the same sources out as a package of their own, around a binary for every
// platform.
let package = Package(
    name: "jotkit",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [
        .library(name: "Jotkit", targets: ["Jotkit"])
    ],
    targets: [
        .target(
            name: "JotkitC",
            path: "Generated/JotkitC",
            linkerSettings: [
                .unsafeFlags(["-L\(Context.packageDirectory)/../generated/lib"]),
                .linkedLibrary("jotkit_mobile"),
            ]
        ),
        .target(name: "JotkitFFI", dependencies: ["JotkitC"], path: "Generated/JotkitFFI"),
        .target(name: "Jotkit", dependencies: ["JotkitC", "JotkitFFI"]),
        .target(name: "SubjectKit", dependencies: ["Jotkit", "JotkitFFI"], path: "Tests/SubjectKit"),
        .executableTarget(name: "mobile-login", dependencies: ["Jotkit"], path: "Examples/MobileLogin"),
        .executableTarget(name: "remote-example", dependencies: ["Jotkit"], path: "Examples/Remote"),
        .executableTarget(name: "start-example", dependencies: ["Jotkit"], path: "Examples/Start"),
        .executableTarget(name: "verify-example", dependencies: ["Jotkit"], path: "Examples/Verify"),
        .executableTarget(name: "jotkit-subject", dependencies: ["SubjectKit"], path: "Tests/Subject"),
        .testTarget(name: "JotkitTests", dependencies: ["Jotkit", "SubjectKit"]),
    ]
)
