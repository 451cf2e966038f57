// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "jotkit-bench",
    platforms: [.macOS(.v13)],
    // SwiftPM names both packages after their folders, so this one is not in `swift` itself.
    dependencies: [.package(path: "../../../../mobile/swift")],
    targets: [
        .executableTarget(name: "bench", dependencies: [.product(name: "Jotkit", package: "swift")])
    ]
)
