func livelike() throws {
    let (clientID, clientSecret) = ("client-id-1", "livelike-client-secret")

    // README

    try expect(headers["Authorization"] == "Bearer \(token)")
    try expect(profile.customProfileID == "user-1")
    try expect(profile.expiresAt == profile.issuedAt + 86_400)
    print("ok livelike")
}
