import jotkit.Code
import jotkit.Jotkit
import jotkit.JotkitException
import jotkit.Key
import jotkit.KeySet
import jotkit.Policy
import jotkit.RemoteKeys
import jotkit.RemoteKeysOptions
import jotkit.Signer
import jotkit.SignerOptions
import jotkit.SuspendingVerifier
import jotkit.Verifier
import jotkit.claims
import jotkit.http.HttpResponse
import jotkit.http.OkHttpTransport
import jotkit.http.Transport
import jotkit.signClaims
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.Serializable
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import java.util.Date
import java.util.UUID
import kotlin.time.Duration.Companion.minutes

/** What a program of the oldest Kotlin writes. That it compiles is half of the test. */
class OldestKotlinTest {
    @Serializable
    data class Session(val sub: String)

    private val key = Key.hs256("a secret of at least 32 bytes, kept safe")

    @Test fun `the standard library is the oldest`() = assertEquals(KotlinVersion(2, 1, 0), KotlinVersion.CURRENT)

    @Test fun `a token is signed and verified`() {
        val options = SignerOptions().issuer("https://id.example").audience("api").lifetime(1.minutes)
        val token = Signer(key, options).signClaims(Session("u1"))
        val verifier = Verifier(key, Policy().issuer("https://id.example").audience("api"))
        assertEquals(Session("u1"), verifier.verify(token).claims<Session>())
        val failure = assertThrows(JotkitException.Malformed::class.java) { verifier.verify(token).claims<List<String>>() }
        assertEquals(Code.CLAIM_MALFORMED, failure.reason)
        val id = UUID.randomUUID()
        val other = Signer(key).sign(mapOf("jti" to id, "exp" to Date(4102444800000)))
        assertEquals("""{"jti":"$id","exp":4102444800}""", Jotkit.peek(other).payload)
        // A type that this standard library does not have is looked for by its name.
        assertThrows(IllegalArgumentException::class.java) { Signer(key).sign(mapOf("x" to Any())) }
    }

    @Test fun `keys behind a URL`() {
        val signing = Key.generate(jotkit.Algorithm.ES256)
        val published = KeySet(listOf(signing)).toPublicJwks().toByteArray()
        val transport = Transport { _, _ -> HttpResponse(200, body = published) }
        val keys = RemoteKeys(RemoteKeysOptions().jwksUrl("https://id.example/keys"), transport)
        val token = Signer(signing).sign("""{"exp":4102444800}""")
        runBlocking { SuspendingVerifier(keys).verify(token) }
        OkHttpTransport(OkHttpClient())
    }
}
