private fun answer(commonSecret: String, clientId: String, clientSecret: String, authorization: String): Pair<Int, String> {
    // README
    return status to body
}

fun likecoinApi() {
    val issuer = LikeCoinIssuer("common secret", "like.co")
    for ((scope, expected) in listOf("read:like" to (200 to "u1"), "profile" to (403 to "INSUFFICIENT_PERMISSION"))) {
        val token = issuer.sign(Grant("app", "client secret", "u1", listOf(scope)))
        check(answer("common secret", "app", "client secret", Bearer.header(token)) == expected)
    }
    println("ok likecoin-api")
}
