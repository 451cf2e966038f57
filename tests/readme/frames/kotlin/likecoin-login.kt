import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

@Serializable
data class Profile(val user: String, val displayName: String, val avatar: String)

/** Sends to the stand-in what is meant for api.like.co. */
private val standIn = Transport { request ->
    check(request.url.startsWith("https://api.like.co/"))
    val url = request.url.replaceFirst("https://api.like.co", setting("API"))
    UrlConnectionTransport().send(HttpRequest(request.method, url, request.headers, request.body))
}

private fun visit(url: String): String =
    UrlConnectionTransport().send(HttpRequest("POST", setting("VISITOR"), body = url.toByteArray())).text()

fun likecoinLogin() {
    val clientId = setting("CLIENT_ID")
    val clientSecret = setting("CLIENT_SECRET")
    val redirectUri = setting("REDIRECT_URI")

    // The client as it is, but for where it sends.
    @Suppress("FunctionName")
    fun LikeCoinClient(id: String, secret: String, uri: String) =
        jotkit.likecoin.LikeCoinClient(id, secret, uri, transport = standIn)

    // README

    check(reply.status == 200)
    check(profile.displayName == "William Chong")
    println("ok likecoin-login")
}
