// What an app does with the library. The tests run it as it is, and after R8 has shrunk it.

package apps

import jotkit.Algorithm
import jotkit.JotkitException
import jotkit.Jws
import jotkit.Key
import jotkit.KeySet
import jotkit.Policy
import jotkit.RemoteKeys
import jotkit.RemoteKeysOptions
import jotkit.Signer
import jotkit.SignerOptions
import jotkit.Verifier
import jotkit.http.HttpResponse
import jotkit.http.OkHttpTransport
import jotkit.http.Transport
import jotkit.likecoin.LikeCoinSession
import jotkit.likecoin.OAuth
import jotkit.likecoin.Tokens
import java.time.Duration

/** Returns a word for each thing that works. */
fun program(): List<String> = listOf(
    "signed" to ::signed,
    "resolved" to ::resolved,
    "remote" to ::remote,
    "refreshed" to ::refreshed,
    "refused" to ::refused,
    "external" to ::external,
).map { (name, part) -> name.also { check(part()) { "not $name" } } }

private val secret = Key.hs256("a secret of at least 32 bytes, kept safe")

private fun signed(): Boolean {
    val token = Signer(secret, SignerOptions().lifetime(Duration.ofMinutes(1))).sign(mapOf("sub" to "u1"))
    return "u1" in Verifier(secret, Policy().required("sub")).verify(token).payload
}

// A call from native code into Kotlin.
private fun resolved(): Boolean {
    val token = Signer(secret.withKid("k1")).sign("""{"exp":4102444800}""")
    return "exp" in Verifier { hint -> secret.takeIf { hint.kid == "k1" } }.verify(token).payload
}

private fun remote(): Boolean {
    OkHttpTransport()
    val key = Key.generate(Algorithm.ES256)
    val published = KeySet(listOf(key)).toPublicJwks().toByteArray()
    val transport = Transport { _, _ -> HttpResponse(200, body = published) }
    val keys = RemoteKeys(RemoteKeysOptions().jwksUrl("https://id.example/keys"), transport) { event -> check(event.name.isNotEmpty()) }
    Verifier(keys).verify(Signer(key).sign("""{"exp":4102444800}"""))
    return keys.status().kids.isEmpty()
}

private fun refreshed(): Boolean {
    check(OAuth.authorizeUrl("app", "com.example.app:/callback").url.startsWith("https://"))
    val api = Transport { request, _ ->
        val fresh = request.headers["authorization"] == "Bearer fresh"
        HttpResponse(if (fresh) 200 else 401, body = (if (fresh) "hello" else "TOKEN_EXPIRED").toByteArray())
    }
    return LikeCoinSession(Tokens("old", "held"), transport = api) { Tokens("fresh") }.get("/me").text() == "hello"
}

private fun refused(): Boolean = try {
    Verifier(secret).verify("a.b")
    false
} catch (failure: JotkitException.Malformed) {
    failure.challenge("api").status == 401
}

private fun external(): Boolean {
    val signer = Signer.external(Algorithm.HS256, SignerOptions()) { input ->
        javax.crypto.Mac.getInstance("HmacSHA256").run {
            init(javax.crypto.spec.SecretKeySpec("a secret of at least 32 bytes, kept safe".toByteArray(), "HmacSHA256"))
            doFinal(input)
        }
    }
    Verifier(secret).verify(signer.sign("""{"exp":4102444800}"""))
    return Jws.verify(secret, Jws.sign(secret, byteArrayOf(1))).payload.single().toInt() == 1
}

fun main() = println(program().joinToString(" "))
