import Foundation
import Jotkit
import XCTest

/// Remote keys over HTTPS, against `tests/stand_ins/https.py`, whose authority no system trusts.
final class TLSTests: XCTestCase {
    private struct Server: Decodable {
        let port: Int
        let control: Int
        let authority: String
    }

    private func server() throws -> Server {
        let text = try XCTUnwrap(ProcessInfo.processInfo.environment["JOTKIT_HTTPS"], "run .ci/swift test")
        return try JSONDecoder().decode(Server.self, from: Data(text.utf8))
    }

    /// Publishes a key, and returns where it is.
    private func publish(_ key: ProviderKey) async throws -> String {
        let (server, name) = (try server(), UUID().uuidString)
        let control = "http://127.0.0.1:\(server.control)/control/\(name)"
        let state = Data(#"{"keys":[\#(try key.jwk)]}"#.utf8)
        let request = HTTPRequest(method: "POST", url: control, body: state)
        _ = try await URLSessionTransport().send(request, deadline: .now + .seconds(60))
        return "https://127.0.0.1:\(server.port)/\(name)/jwks"
    }

    private func keys(_ address: String) throws -> RemoteKeys {
        try RemoteKeys(options: RemoteKeysOptions().jwksUrl(address).timeoutMs(.seconds(30)))
    }

    func testACertificateThatIsNotTrusted() async throws {
        let key = try ProviderKey("k1")
        let keys = try keys(try await publish(key))
        let outcome = try await RemoteVerifier(keys: keys).outcome(key.token())
        XCTAssertEqual(outcome, "keys_unavailable")
        #if canImport(FoundationNetworking)
            // Foundation reports all failures of TLS on Linux by an error that others have too.
            XCTAssertEqual(try keys.status().lastError, "network")
        #else
            XCTAssertEqual(try keys.status().lastError, "tls")
        #endif
    }

    func testAClientOfTheHostsOwnDecidesWhomItTrusts() async throws {
        let key = try ProviderKey("k1")
        let (address, authority) = (try await publish(key), try server().authority)
        for (trusted, outcome, lastError) in [
            (authority, Samples.claims, nil), ("/dev/null", "keys_unavailable", "tls"),
        ] {
            let options = RemoteKeysOptions().jwksUrl(address).timeoutMs(.seconds(30))
            let keys = try RemoteKeys(options: options, transport: OpenSSLClient(authority: trusted))
            let got = try await RemoteVerifier(keys: keys).outcome(key.token())
            XCTAssertEqual(got, outcome)
            XCTAssertEqual(try keys.status().lastError, lastError)
        }
    }
}

/// A small HTTPS client over the program `openssl`, which trusts one authority. On Linux
/// `URLSession` asks no delegate about a certificate, so that a host which trusts an authority of
/// its own needs another client.
private struct OpenSSLClient: HTTPTransport {
    let authority: String

    func send(_ request: HTTPRequest, deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
        let url = try XCTUnwrap(URL(string: request.url))
        let reply = try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread { done.resume(with: Result { try exchange(url, request, deadline) }) }
        }
        let head = reply.range(of: Data("\r\n\r\n".utf8))
        guard let head else { throw HTTPFailure.tls }
        let lines = String(decoding: reply[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let status = try XCTUnwrap(Int(lines[0].split(separator: " ")[1]))
        return HTTPResponse(status: status, body: reply[head.upperBound...])
    }

    private func exchange(
        _ url: URL, _ request: HTTPRequest, _ deadline: ContinuousClock.Instant
    ) throws -> Data {
        let (openssl, input, output) = (Process(), Pipe(), Pipe())
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", authority, "-connect",
            "\(url.host ?? ""):\(url.port ?? 443)",
        ]
        (openssl.standardInput, openssl.standardOutput) = (input, output)
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        let left = ContinuousClock.now.duration(to: deadline) / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + left) { if openssl.isRunning { openssl.terminate() } }
        let headers = request.headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        let text = "GET \(url.path) HTTP/1.1\r\nHost: \(url.host ?? "")\r\nConnection: close\r\n\(headers)\r\n"
        // A client that could not connect has ended, and takes nothing.
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        defer { try? input.fileHandleForWriting.close() }
        return try output.fileHandleForReading.readToEnd() ?? Data()
    }
}
