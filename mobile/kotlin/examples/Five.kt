// The first five minutes, in Kotlin.

package examples

// snippet: five import
import jotkit.Key
import jotkit.Policy
import jotkit.Signer
import jotkit.SignerOptions
import jotkit.Verifier
import jotkit.claims
import kotlinx.serialization.Serializable
import java.util.UUID
import kotlin.time.Duration.Companion.hours
// snippet end
import jotkit.Code
import jotkit.JotkitException

// snippet: five
@Serializable
data class User(val sub: String, val jti: String)

fun main() {
    val key = Key.hs256("a secret of at least 32 bytes, kept safe")

    val options = SignerOptions().issuer("https://id.example").audience("api").lifetime(1.hours)
    val token = Signer(key, options).sign(mapOf("sub" to "u1", "jti" to UUID.randomUUID()))

    val policy = Policy().issuer("https://id.example").audience("api")
    val user = Verifier(key, policy).verify(token).claims<User>()
    println("Hello, ${user.sub}")
}
// snippet end

/** What a server answers: the status and the header `WWW-Authenticate`. */
fun answer(verifier: Verifier, token: String): Pair<Int, String?> {
    // snippet: failure
    try {
        verifier.verify(token)
    } catch (failure: JotkitException) {
        if (failure.reason == Code.TOKEN_EXPIRED) println("The token has expired.")
        val challenge = failure.challenge("api") // for the answer to an HTTP request
        return challenge.status to challenge.wwwAuthenticate // such as 401
    }
    // snippet end
    return 200 to null
}
