from jotkit import Verifier

secret = "a secret of at least 32 bytes, kept safe"

# README

claims = Verifier(Key.hs256(secret), issuer="https://id.example", audience="api").verify(token)
assert list(claims) == ["sub", "iss", "aud", "iat", "exp"]
assert claims["exp"] == claims["iat"] + 3600
print("ok sign")
