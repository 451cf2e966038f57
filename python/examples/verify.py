"""Signs a token, verifies it, and prints whose it is.

python verify.py
"""

# snippet: verify import
from jotkit import ExpiredToken, JotkitError, Key, Signer, Verifier
# snippet end

secret = "a secret of at least 32 bytes, kept safe"

# snippet: sign
signer = Signer(Key.hs256(secret), issuer="https://id.example", audience="api", lifetime=3600)
token = signer.sign({"sub": "u1"})
# snippet end

# snippet: verify
verifier = Verifier(Key.hs256(secret), issuer="https://id.example", audience="api")
claims = verifier.verify(token)  # a dict
# snippet end

# snippet: errors
try:
    verifier.verify(token + "x")
except ExpiredToken:
    answer = "log in again"
except JotkitError as error:  # the base class of all
    answer = f"refused: {error.code}"
# snippet end

# snippet: keys
key = Key.generate("ES256").with_kid("2026-01")
pem, jwk = key.to_pem(), key.public().to_jwk()
same = Key.from_pem(pem, kid="2026-01")
public = Key.from_jwk(jwk)  # a dict or JSON text; Key.from_secret, Key.from_der, KeySet.from_jwks
# snippet end

assert (answer, same.kid, public.private) == ("refused: signature_invalid", "2026-01", False)
print(claims["sub"])
