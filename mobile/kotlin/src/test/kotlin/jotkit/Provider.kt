package jotkit

import kotlinx.serialization.json.*
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** tests/stand_ins/jwks.py: servers that publish keys, honest or not. */
internal object Providers : AutoCloseable {
    private val server = ProcessBuilder("python3", "../../tests/stand_ins/jwks.py")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val port = Json.parseToJsonElement(server.inputStream.bufferedReader().readLine())
        .jsonObject.getValue("port").jsonPrimitive.int

    init {
        Runtime.getRuntime().addShutdownHook(Thread(::close))
    }

    override fun close() {
        server.outputStream.close()
        server.waitFor()
    }

    fun url(path: String): String = "http://127.0.0.1:$port/$path"
}

/** A provider of that server with keys of its own. */
internal class Provider(private val name: String, vararg kids: String) {
    private val client = HttpClient.newHttpClient()
    private val control = URI(Providers.url("control/$name"))
    private var signers = emptyMap<String, Signer>()

    val issuer: String = Providers.url(name)
    val jwksUrl: String = "$issuer/jwks"

    init {
        publish(*kids)
    }

    /** Replaces the keys by new ones with these ids. */
    fun publish(vararg kids: String) {
        val keys = kids.associateWith { Key.fromJwk(Key.generate(Algorithm.ED25519).toJwk(), KeyOptions().kid(it)) }
        signers = signers + keys.mapValues { Signer(it.value, SignerOptions().issuer(issuer).lifetime(600)) }
        set("""{"keys":[${keys.values.joinToString(",") { it.publicKey().toJwk() }}]}""")
    }

    fun token(kid: String): String = signers.getValue(kid).sign("""{"sub":"u1"}""")

    /** A token whose key id is not published. */
    fun unknown(number: Int): String =
        Signer(Key.generate(Algorithm.ED25519), SignerOptions().kid("unknown-$number").issuer(issuer).lifetime(600)).sign("{}")

    fun set(state: String) {
        send(HttpRequest.newBuilder(control).POST(HttpRequest.BodyPublishers.ofString(state)))
    }

    /** How many requests there were for keys, or for the discovery document. */
    fun requests(kind: String = "jwks"): Int = Json.parseToJsonElement(send(HttpRequest.newBuilder(control)))
        .jsonObject.getValue("requests").jsonObject.getValue(kind).jsonPrimitive.int

    private fun send(request: HttpRequest.Builder): String =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString()).also { check(it.statusCode() == 200) }.body()
}
