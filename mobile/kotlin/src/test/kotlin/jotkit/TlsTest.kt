package jotkit

import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import jotkit.Samples.refusal
import jotkit.http.OkHttpTransport
import okhttp3.OkHttpClient
import okhttp3.tls.HandshakeCertificates
import okhttp3.tls.HeldCertificate
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ServerSocket
import java.net.Socket
import java.security.KeyStore
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/** Keys of a server that proves who it is, or cannot; and through a proxy. */
class TlsTest {
    private val authority = HeldCertificate.Builder().certificateAuthority(0).commonName("an authority of one's own").build()
    private val trusting = HandshakeCertificates.Builder().addTrustedCertificate(authority.certificate).build()
    private val key = Key.fromJwk(Key.generate(Algorithm.ED25519).toJwk(), KeyOptions().kid("k1"))
    private val token = Signer(key).sign("""{"exp":4102444800}""")
    private val requests = AtomicInteger()
    private val servers = CopyOnWriteArrayList<HttpsServer>()

    @AfterEach fun stop() = servers.forEach { it.stop(0) }

    /** A server for `localhost` whose certificate is of this authority and for this name. */
    private fun server(issuer: HeldCertificate = authority, name: String = "localhost"): HttpsServer {
        val certificate = HeldCertificate.Builder().signedBy(issuer).addSubjectAlternativeName(name).build()
        val held = HandshakeCertificates.Builder().heldCertificate(certificate).build()
        val body = KeySet(listOf(key)).toPublicJwks().toByteArray()
        return HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            httpsConfigurator = HttpsConfigurator(held.sslContext())
            createContext("/keys") { exchange ->
                requests.incrementAndGet()
                exchange.sendResponseHeaders(200, body.size.toLong())
                exchange.use { it.responseBody.write(body) }
            }
            start()
            servers += this
        }
    }

    private fun url(server: HttpsServer, host: String = "localhost") = "https://$host:${server.address.port}/keys"

    private fun keys(url: String, client: OkHttpClient? = null): RemoteKeys {
        val options = RemoteKeysOptions().jwksUrl(url).timeoutMs(30_000)
        return if (client == null) RemoteKeys(options) else RemoteKeys(options, OkHttpTransport(client))
    }

    /** What a service does that trusts an authority of its own. */
    private fun client() = OkHttpClient.Builder().sslSocketFactory(trusting.sslSocketFactory(), trusting.trustManager)

    private fun assertRefused(keys: RemoteKeys) {
        val failure = refusal { Verifier(keys).verify(token) }
        assertEquals("keys_unavailable" to 503, failure.code to failure.challenge().status)
        assertEquals("tls" to RemoteStatus.State.EMPTY, keys.status().run { lastError to state })
        assertEquals(0, requests.get(), "something was sent")
    }

    @Test fun `a server of an unknown authority is refused`() = assertRefused(keys(url(server())))

    @Test fun `a certificate for another name is refused`() =
        assertRefused(keys(url(server(name = "other.example")), client().build()))

    @Test fun `another authority's certificate is refused`() {
        val other = HeldCertificate.Builder().certificateAuthority(0).build()
        assertRefused(keys(url(server(other)), client().build()))
    }

    @Test fun `an authority of one's own is that of the client`() {
        val keys = keys(url(server()), client().build())
        Verifier(keys).verify(token)
        assertEquals(listOf("k1"), keys.status().kids)
        assertEquals(1, requests.get())
    }

    @Test fun `the example trusts the authority of a store`() {
        val store = KeyStore.getInstance(KeyStore.getDefaultType()).apply {
            load(null)
            setCertificateEntry("authority", authority.certificate)
        }
        Verifier(keys(url(server()), examples.trusting(store))).verify(token)
    }

    @Test fun `a proxy is that of the client, and sees no content`() {
        val server = server(name = "id.example")
        val seen = CopyOnWriteArrayList<String>()
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
            thread(isDaemon = true) {
                listener.accept().use { forward(it, server.address.port, seen) }
            }
            val proxy = Proxy(Proxy.Type.HTTP, InetSocketAddress("127.0.0.1", listener.localPort))
            // No name server knows the host: only the proxy reaches it.
            val keys = keys(url(server, "id.example"), client().proxy(proxy).build())
            Verifier(keys).verify(token)
        }
        assertEquals("CONNECT id.example:${server.address.port} HTTP/1.1", seen.first())
        assertEquals(1, requests.get())
    }

    /** One tunnel (RFC 9110 §9.3.6) to this machine, whatever the host's name. */
    private fun forward(from: Socket, port: Int, seen: MutableList<String>) {
        val input = from.getInputStream()
        val head = StringBuilder()
        while (!head.endsWith("\r\n\r\n")) head.append(input.read().also { check(it >= 0) }.toChar())
        seen += head.lines()
        from.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".toByteArray())
        Socket(InetAddress.getLoopbackAddress(), port).use { to ->
            val back = thread(isDaemon = true) { runCatching { to.getInputStream().copyTo(from.getOutputStream()) } }
            runCatching { input.copyTo(to.getOutputStream()) }
            back.join(10_000)
        }
    }
}
