// A LikeCoin login, as a program for the terminal. An app opens the consent page in a Custom Tab
// and gets the callback URL in an Intent; this program prints the one address and reads the other.
//
// LIKECOIN_CLIENT_ID and LIKECOIN_CLIENT_SECRET are the client's; LIKECOIN_CONSENT_PAGE and
// LIKECOIN_API replace the addresses of the production service.
//
// LikeCoin's token endpoint requires the client's secret, and an app cannot keep one: in a public
// app, a server does what `exchange` does here.

package examples

import jotkit.JotkitException
import jotkit.likecoin.LikeCoinClient
import kotlin.system.exitProcess
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

@Serializable
private data class Profile(val user: String, val displayName: String, val avatar: String = "", val email: String? = null)

fun main() {
    val settings = System.getenv()
    val client = LikeCoinClient(
        clientId = settings.getValue("LIKECOIN_CLIENT_ID"),
        clientSecret = settings.getValue("LIKECOIN_CLIENT_SECRET"),
        // The app's own scheme: the system opens such an address in the app.
        redirectUri = "com.example.app:/callback",
        page = settings["LIKECOIN_CONSENT_PAGE"],
        api = settings["LIKECOIN_API"],
    )

    // snippet: likecoin-login
    // Step 1: the user goes to the consent page. The app keeps the state until they come back.
    val authorization = client.authorize(listOf("profile", "email"))
    println("Open this page: ${authorization.url}")
    println("Where did it send you?")
    val callbackUrl = readlnOrNull() ?: return

    try {
        // Step 2: the code in that address is exchanged for tokens, if the state is the one sent.
        val session = client.exchange(callbackUrl, authorization.state)

        // Step 3: calls with the token. The session gets the next one when it expires.
        val reply = session.get("/users/profile")
        val profile = Json.decodeFromString<Profile>(reply.text())
        println("Hello, ${profile.displayName} (${profile.user}, ${profile.email ?: "no address"})")
    } catch (refused: JotkitException.Flow) {
        // `access_denied` if the user said no.
        println("No login: ${refused.message}")
        exitProcess(1)
    }
    // snippet end
}
