# README

assert claims["sub"] == "u1"
assert [sorted(jwk) for jwk in published["keys"]] == [["alg", "crv", "kid", "kty", "x", "y"]]
print("ok keys")
