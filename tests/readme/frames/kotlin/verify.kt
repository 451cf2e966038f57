import kotlin.time.Duration.Companion.minutes
import kotlinx.serialization.Serializable

@Serializable
data class Session(val sub: String)

fun verify() {
    val secret = "a secret of at least 32 bytes, kept safe"
    val options = SignerOptions(issuer = "https://id.example", audience = listOf("api"), lifetime = 1.minutes)
    val token = Signer(Key.hs256(secret), options).sign(mapOf("sub" to "u1"))

    // README

    check(claims == Session("u1"))
    println("ok verify")
}
