client_id, client_secret = "client-id-1", "livelike-client-secret"

# README

assert headers == {"Authorization": f"Bearer {token}"}
assert (profile.client_id, profile.custom_profile_id) == (client_id, "user-1")
assert profile.expires_at == profile.issued_at + 86_400
print("ok livelike")
