"""Makes a DPoP proof (RFC 9449 §4.2) and checks it as a server does (§4.3).

python dpop.py
"""

import base64
from hashlib import sha256

from jotkit import Key, MalformedToken, RefusedToken, Signer, Verifier, peek

ALGORITHMS = ["ES256", "EdDSA"]


def token_hash(access_token: str) -> str:
    """The claim `ath`: the hash of the access token that the proof goes with."""
    digest = sha256(access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def make_proof(key: Key, method: str, url: str, access_token: str | None = None) -> str:
    """A proof for one request; `url` is the request's without query and fragment."""
    claims = {"htm": method, "htu": url}
    if access_token is not None:
        claims["ath"] = token_hash(access_token)
    signer = Signer(key, typ="dpop+jwt", iat=True, jti=True)
    return signer.sign(claims, headers={"jwk": key.public().to_jwk()})


def check_proof(
    proof: str, method: str, url: str, seen: set[str], access_token: str | None = None
) -> str:
    """The thumbprint of the proof's key, which must be `cnf.jkt` of the access token.

    `seen` holds the ids of earlier proofs; a server shares it and forgets ids after a minute.
    """
    # The header brings its own key: that is what the proof is about. It proves who made this
    # request only because the access token names the same key.
    jwk = peek(proof).header.get("jwk")
    if not isinstance(jwk, dict):
        raise ValueError("the proof has no jwk")
    key = Key.from_jwk(jwk)
    if key.private:
        raise ValueError("the proof's jwk is not a public key")
    expected = {"htm": method, "htu": url}
    if access_token is not None:
        expected["ath"] = token_hash(access_token)
    verifier = Verifier(
        key,
        algorithms=ALGORITHMS,
        types=["dpop+jwt"],
        expiry_optional=True,
        max_age=60,
        leeway=5,
        required=["jti"],
        expected=expected,
    )
    claims = verifier.verify(proof)
    if claims["jti"] in seen:
        raise ValueError("the proof was used before")
    seen.add(claims["jti"])
    thumbprint = key.thumbprint()
    assert thumbprint is not None
    return thumbprint


if __name__ == "__main__":
    device_key = Key.generate("ES256")
    order, used = ("POST", "https://api.example/orders"), set()
    made = make_proof(device_key, *order, "an access token")
    assert check_proof(made, *order, used, "an access token") == device_key.thumbprint()
    try:
        check_proof(made, "GET", order[1], used, "an access token")
    except (MalformedToken, RefusedToken) as error:
        print(error.code, error.claim)
