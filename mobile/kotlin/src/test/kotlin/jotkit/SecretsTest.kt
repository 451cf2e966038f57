package jotkit

import jotkit.likecoin.*
import jotkit.livelike.LiveLikeSigner
import kotlinx.serialization.json.Json
import kotlinx.serialization.serializerOrNull
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.NotSerializableException
import java.io.ObjectOutputStream
import kotlin.reflect.typeOf

/** No secret is printed, and no object that has one is serialized by accident. */
class SecretsTest {
    private val key = Key.fromSecret(Samples.SECRET, KeyOptions().alg(Algorithm.HS256).kid("k1"))
    private val client = LikeCoinClient("client-1", "telltale", "https://app.example/cb")

    @Test fun `what is printed is this and no more`() {
        val printed = mapOf(
            LiveLikeSigner("client-1", "telltale") to "LiveLikeSigner(clientId=client-1)",
            LikeCoinIssuer("telltale", "like.co") to "LikeCoinIssuer(host=like.co)",
            Grant("client-1", "telltale", "user-1", listOf("profile")) to
                "Grant(clientId=client-1, user=user-1, scope=[profile])",
            client to "LikeCoinClient(clientId=client-1)",
            client.authorize(state = "telltale") to "Authorization(hidden)",
            Tokens("telltale", "telltale") to "Tokens(user=null, expiresAt=null)",
            client.session(Tokens("telltale", "telltale")) to "LikeCoinSession(user=null)",
            HttpRequest("POST", "https://a.example/b?c=telltale", mapOf("x" to "telltale"), "telltale".toByteArray()) to
                "HttpRequest(POST https://a.example/b)",
            OAuth.refreshRequest("client-1", "telltale", "telltale") to
                "HttpRequest(POST https://api.like.co/oauth/access_token)",
            HttpResponse(200, mapOf("x" to "telltale"), "telltale".toByteArray()) to "HttpResponse(200, 8 bytes)",
            Verifier(key).verify(Samples.sign("""{"exp":4102444800,"sub":"telltale"}""")) to
                """Verified(header={"alg":"HS256","typ":"JWT"})""",
            peek(Samples.sign("""{"sub":"telltale"}""")) to """Unverified(header={"alg":"HS256","typ":"JWT"})""",
            Jws.verify(key, Jws.sign(key, "telltale".toByteArray())) to """VerifiedBytes(header={"alg":"HS256","kid":"k1"})""",
            KeyOptions("""{"passphrase":"telltale"}""") to "KeyOptions(JSON text)",
            Policy("{}") to "Policy({})",
            KeyOptions().passphrase("telltale").kid("k1") to """KeyOptions({"kid":"k1"})""",
        )
        for ((value, expected) in printed) assertEquals(expected, "$value")
        // The core's own descriptions.
        for (value in listOf(key, KeySet(listOf(key)), Signer(key), Verifier(key), Verifier(KeySet(listOf(key))))) {
            assertFalse(Samples.SECRET.split(' ').last() in "$value", "${value.javaClass}")
        }
    }

    @Test fun `nothing that holds a secret can be serialized`() {
        val holders = listOf(key, KeySet(listOf(key)), Signer(key), Verifier(key), client, Tokens("a", "b"))
        val stream = ObjectOutputStream(ByteArrayOutputStream())
        for (holder in holders) assertThrows(NotSerializableException::class.java) { stream.writeObject(holder) }
        val types = listOf(typeOf<Key>(), typeOf<KeySet>(), typeOf<Signer>(), typeOf<Verifier>(), typeOf<Tokens>())
        for (type in types) assertNull(Json.serializersModule.serializerOrNull(type), "$type")
    }

    @Test fun `no failure quotes what it was given, not even in its stack trace`() {
        val other = Signer(Key.hs256("another secret of at least 32 bytes")).sign("""{"sub":"telltale"}""")
        val attempts = listOf<() -> Unit>(
            { Verifier(key).verify(other) },
            { Verifier(key).verify("telltale.telltale.telltale") },
            { Verifier { throw JotkitException.of(jotkit.ffi.unreadableReport()) }.verify(other) },
            { peek("telltale") },
            { Key.hs256("telltale") },
            { Key.fromPem("-----BEGIN PRIVATE KEY-----\ntelltale\n-----END PRIVATE KEY-----") },
            { Key.fromJwk("""{"kty":"oct","k":"telltale!"}""") },
            { Key.fromDer("telltale".toByteArray()) },
            { KeySet.fromJwks("telltale") },
            { KeySet.fromPems(listOf("telltale"), KeyOptions().kid("telltale")) },
            { Key.fromEcScalar("telltale".toByteArray(), KeyOptions().alg(Algorithm.ES256)) },
            { Key.fromEd25519Private("telltale".toByteArray()) },
            { Key.of(javax.crypto.spec.SecretKeySpec("telltale".toByteArray(), "telltale"), KeyOptions().alg(Algorithm.HS256)) },
            { Key.fromPem(Key.generate(Algorithm.ES256).toPem(), KeyOptions().passphrase("telltale")) },
            { Signer.external(Algorithm.ES256, SignerOptions()) { "telltale".toByteArray() }.sign("{}") },
            { Signer(key).assemble("telltale", ByteArray(32)) },
            { Jws.verify(key, "telltale.telltale.telltale") },
            { Verifier(key).verify(Samples.sign("""{"exp":4102444800}"""), mapOf("telltale2" to listOf("telltale"))) },
            { Signer(key).sign("""{"exp":"telltale"}""") },
            { Signer(key).signWith("{}", """{"crit":["telltale"]}""") },
            { OAuth.parseCallback("https://app.example/cb?code=telltale&state=telltale", "another") },
            { OAuth.parseTokenResponse(200, """{"access_token":1,"x":"telltale"}""".toByteArray()) },
            { Bearer.token("telltale telltale") },
        )
        attempts.forEachIndexed { index, attempt ->
            val printed = Samples.refusal(attempt).stackTraceToString()
            assertFalse("telltale" in printed, "$index: $printed")
        }
    }
}
