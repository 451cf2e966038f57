fun livelike() {
    val clientId = "client-id-1"
    val clientSecret = "livelike-client-secret"

    // README

    check(headers["Authorization"] == "Bearer $token")
    check(profile.customProfileId == "user-1")
    check(profile.expiresAt == profile.issuedAt + 86_400)
    println("ok livelike")
}
