from jotkit import Key, Signer

secret = "a secret of at least 32 bytes, kept safe"
signer = Signer(Key.hs256(secret), issuer="https://id.example", audience="api", lifetime=60)
token = signer.sign({"sub": "u1"})

# README

assert claims["sub"] == "u1"
print("ok verify")
