from jotkit import bearer, likecoin

common_secret, client_id, client_secret = "common secret", "app", "client secret"
issuer = likecoin.Issuer(common_secret, "like.co")
for scope, expected in ("read:like", (200, "u1")), ("profile", (403, "INSUFFICIENT_PERMISSION")):
    token = issuer.sign(client_id=client_id, client_secret=client_secret, user="u1", scope=[scope])
    authorization = bearer.format(token)
    # README
    assert (status, body) == expected, (status, body)

print("ok likecoin-api")
