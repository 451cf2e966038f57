// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "readme",
    platforms: [.macOS(.v13)],
    dependencies: [
        // README .package
    ],
    targets: [
        .executableTarget(
            name: "readme",
            dependencies: [
                // README .product
            ])
    ]
)
