// A LikeCoin login, as a program for the terminal. An app opens the consent page in a Custom Tab
// and gets the callback URL in an Intent; this program prints the one address and reads the other.
//
// LIKECOIN_CLIENT_ID and LIKECOIN_CLIENT_SECRET are the client's; LIKECOIN_CONSENT_PAGE and
// LIKECOIN_API replace the addresses of the production service.
//
// LikeCoin's token endpoint requires the client's secret, and an app cannot keep one. So there are
// two parts: `Server` runs on a server and has the secret, and the rest is the app, which asks it.

package examples

// snippet: likecoin-login import
import jotkit.likecoin.LikeCoinSession
import jotkit.likecoin.OAuth
// snippet end
import jotkit.JotkitException
import jotkit.likecoin.LikeCoinClient
import jotkit.likecoin.Tokens
import kotlin.system.exitProcess
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

@Serializable
private data class Profile(val user: String, val displayName: String, val avatar: String = "", val email: String? = null)

private val settings = System.getenv()

// The app's own scheme: the system opens such an address in the app.
private const val REDIRECT_URI = "com.example.app:/callback"

/** The app's own server. In an app, its functions send HTTP requests to it. */
private class Server {
    // snippet: likecoin-server
    private val client = LikeCoinClient(
        settings.getValue("LIKECOIN_CLIENT_ID"),
        settings.getValue("LIKECOIN_CLIENT_SECRET"),
        REDIRECT_URI,
        api = settings["LIKECOIN_API"],
    )

    fun login(code: String): Tokens = client.exchangeCode(code)

    fun refresh(held: Tokens): Tokens = client.refresh(held.refreshToken!!)
    // snippet end
}

fun main() {
    val clientId = settings.getValue("LIKECOIN_CLIENT_ID")
    val page = settings["LIKECOIN_CONSENT_PAGE"]
    val api = settings["LIKECOIN_API"]
    val server = Server()

    // snippet: likecoin-login
    // Step 1: the user goes to the consent page. The app keeps the state until they come back.
    val scope = listOf("profile", "email")
    val authorization = OAuth.authorizeUrl(clientId, REDIRECT_URI, scope, endpoint = page)
    println("Open this page: ${authorization.url}")
    println("Where did it send you?")
    val callbackUrl = readlnOrNull() ?: return

    try {
        // Step 2: the app's server exchanges the code in that address for tokens, if the state is
        // the one sent.
        val tokens = server.login(OAuth.parseCallback(callbackUrl, authorization.state))

        // Step 3: calls with the token. When it expires, the server gets the next one.
        val session = LikeCoinSession(tokens, api) { held -> server.refresh(held) }
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
