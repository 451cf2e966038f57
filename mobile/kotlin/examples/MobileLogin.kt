// An app's login with LikeCoin, as a program for the terminal: where an app would open the consent page in a Custom Tab and
// be given the callback URL in an Intent, this one prints the one address and reads the other.
//
// LIKECOIN_CLIENT_ID and LIKECOIN_CLIENT_SECRET are the client's; LIKECOIN_CONSENT_PAGE and LIKECOIN_API are other addresses
// than the production service's.
//
// LikeCoin's token endpoint wants the client's secret, and what is in an app is no secret: an app for the public lets a
// server of its own do what `exchange` does here.

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
    val api = settings["LIKECOIN_API"] ?: "https://api.like.co"
    val client = LikeCoinClient(
        clientId = settings.getValue("LIKECOIN_CLIENT_ID"),
        clientSecret = settings.getValue("LIKECOIN_CLIENT_SECRET"),
        // The app's own scheme: the system hands such an address to the app.
        redirectUri = "com.example.app:/callback",
        page = settings["LIKECOIN_CONSENT_PAGE"],
        api = api,
    )

    // Step 1: the user goes to the consent page. The app keeps the state until they are back.
    val authorization = client.authorize(listOf("profile", "email"))
    println("Open this page: ${authorization.url}")
    println("Where did it send you?")
    val callbackUrl = readlnOrNull() ?: return

    try {
        // Step 2: the code in that address becomes an access token, if the state is the one that was sent.
        val session = client.exchange(callbackUrl, authorization.state)

        // Step 3: calls with the token. After an hour, the session gets the next one by itself.
        val reply = session.get("$api/users/profile")
        val profile = Json.decodeFromString<Profile>(reply.text())
        println("Hello, ${profile.displayName} (${profile.user}, ${profile.email ?: "no address"})")
    } catch (refused: JotkitException.Flow) {
        // `access_denied` if the user said no.
        println("No login: ${refused.message}")
        exitProcess(1)
    }
}
