import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server on a real socket that answers each request as a test tells it to, one thread for each
/// connection.
final class TestServer: @unchecked Sendable {
    struct Request: Sendable {
        let path: String
        let authorization: String?
        let body: String
    }

    struct Answer: Sendable {
        var status: Int
        var body = ""
        var headers: [String: String] = [:]
    }

    let address: String
    private let listener: Int32
    private let handler: @Sendable (Request) -> Answer

    init(_ handler: @escaping @Sendable (Request) -> Answer) throws {
        self.handler = handler
        #if canImport(Glibc)
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var here = sockaddr_in()
        here.sin_family = sa_family_t(AF_INET)
        here.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &here) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        address = "http://127.0.0.1:\(UInt16(bigEndian: here.sin_port))"
        Thread.detachNewThread { [self] in accept() }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while true {
            #if canImport(Glibc)
                let connection = Glibc.accept(listener, nil, nil)
            #else
                let connection = Darwin.accept(listener, nil, nil)
            #endif
            guard connection >= 0 else { return }
            Thread.detachNewThread { [self] in serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var received = ""
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &part, part.count, 0)
            guard count > 0 else { return }
            received += String(decoding: part[..<count], as: UTF8.self)
            guard let end = received.range(of: "\r\n\r\n") else { continue }
            let lines = received[..<end.lowerBound].components(separatedBy: "\r\n")
            func header(_ name: String) -> String? {
                lines.first { $0.lowercased().hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 2)) }
            }
            let body = String(received[end.upperBound...])
            guard body.utf8.count >= Int(header("content-length") ?? "0") ?? 0 else { continue }
            let path = lines[0].components(separatedBy: " ")[1]
            send(handler(Request(path: path, authorization: header("authorization"), body: body)), connection)
            return
        }
    }

    private func send(_ answer: Answer, _ connection: Int32) {
        var head = "HTTP/1.1 \(answer.status) X\r\nConnection: close\r\nContent-Length: \(answer.body.utf8.count)\r\n"
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        let bytes = Array((head + "\r\n" + answer.body).utf8)
        var sent = 0
        while sent < bytes.count {
            #if canImport(Glibc)
                let count = Glibc.send(connection, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
            #else
                let count = Darwin.send(connection, Array(bytes[sent...]), bytes.count - sent, 0)
            #endif
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// A count that threads share.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    var value: Int { lock.withLock { count } }

    @discardableResult
    func next() -> Int {
        lock.withLock {
            count += 1
            return count
        }
    }
}
