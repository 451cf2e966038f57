// Signs a token and verifies it.

package examples

// snippet: verify import
import jotkit.Key
import jotkit.Policy
import jotkit.Verifier
import jotkit.claims
// snippet end
import jotkit.Signer
import jotkit.SignerOptions
import kotlinx.serialization.Serializable

@Serializable
private data class Session(val sub: String)

fun main() {
    val secret = "a secret of at least 32 bytes, kept safe"
    val options = SignerOptions().issuer("https://id.example").audience("api").lifetime(3600)
    val token = Signer(Key.hs256(secret), options).sign(mapOf("sub" to "u1"))
    // snippet: verify
    val policy = Policy().issuer("https://id.example").audience("api")
    val verifier = Verifier(Key.hs256(secret), policy)
    val session = verifier.verify(token).claims<Session>()
    // snippet end
    println(session.sub)
}
