// Verifies tokens whose keys are behind a URL.

package examples

// snippet: remote import
import jotkit.Policy
import jotkit.RemoteKeys
import jotkit.Verifier
// snippet end
import jotkit.JotkitException
import jotkit.RemoteKeysOptions
import jotkit.SuspendingVerifier
import jotkit.http.OkHttpTransport
import okhttp3.OkHttpClient
import java.net.InetSocketAddress
import java.net.Proxy
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager

/** What a service does when it starts. */
fun service(): Verifier {
    // snippet: remote
    val keys = RemoteKeys("https://id.example")
    val verifier = Verifier(keys, Policy().issuer("https://id.example").audience("api"))
    // snippet end
    return verifier
}

/** The same for coroutines, with keys at an address of their own. */
fun suspending(onFailure: (String) -> Unit): SuspendingVerifier {
    // snippet: suspending
    val options = RemoteKeysOptions().jwksUrl("https://id.example/keys").timeoutMs(2_000)
    val keys = RemoteKeys(options) { event -> if (event.name == "failed") onFailure("${event.source}: ${event.cause}") }
    val verifier = SuspendingVerifier(keys) // its functions suspend
    // snippet end
    return verifier
}

/** An authority of one's own, in a store that `keytool` made. */
fun trusting(store: KeyStore): OkHttpClient {
    // snippet: authority
    val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
    factory.init(store) // a KeyStore with the authority's certificate
    val trust = factory.trustManagers.filterIsInstance<X509TrustManager>().single()
    val context = SSLContext.getInstance("TLS").apply { init(null, arrayOf(trust), null) }
    val client = OkHttpClient.Builder().sslSocketFactory(context.socketFactory, trust).build()
    val keys = RemoteKeys("https://id.internal", transport = OkHttpTransport(client))
    // snippet end
    return client.also { keys.status() }
}

/** An OkHttp client with a proxy. */
fun proxied(): RemoteKeys {
    // snippet: transport
    val proxy = Proxy(Proxy.Type.HTTP, InetSocketAddress("proxy.internal", 3128))
    val client = OkHttpClient.Builder().proxy(proxy).build()
    val keys = RemoteKeys("https://id.example", transport = OkHttpTransport(client))
    // snippet end
    return keys
}

/** Keeps keys for the next start. */
fun restart(keys: RemoteKeys, snapshot: Path) {
    // snippet: snapshot
    if (Files.exists(snapshot)) {
        try {
            keys.seed(Files.readString(snapshot))
        } catch (_: JotkitException.Usage) {
            // It is too old, or of another issuer.
        }
    }
    keys.warm() // no request if the seeded keys are fresh
    Files.writeString(snapshot, keys.export())
    // snippet end
}
