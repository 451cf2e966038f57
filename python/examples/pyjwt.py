"""PyJWT's calls with jotkit behind them, and the same in jotkit's own: run `python pyjwt.py`."""

import time


def one_line():
    # snippet: one-line
    from jotkit import pyjwt as jwt

    # snippet end
    secret = "a secret of at least 32 bytes, kept safe"
    now = int(time.time())
    # snippet: one-line
    token = jwt.encode({"sub": "u1", "exp": now + 3600}, secret, algorithm="HS256")
    claims = jwt.decode(token, secret, algorithms=["HS256"])
    # snippet end
    assert claims["sub"] == "u1"
    return jwt, token, secret


def in_place():
    # snippet: install
    import jotkit.pyjwt

    jotkit.pyjwt.install()  # first of all, before anything imports jwt

    import jwt
    # snippet end

    assert jwt is jotkit.pyjwt


def own_calls(pem, public_pem):
    # snippet: own
    from jotkit import Key, RefusedToken, Signer, Verifier

    signer = Signer(Key.from_pem(pem, alg="RS256"), issuer="https://id.example", lifetime=3600)
    token = signer.sign({"sub": "u1", "aud": "api"})

    # Once, where the program starts: the keys are parsed and the policy is checked here.
    verifier = Verifier(
        Key.from_pem(public_pem, alg="RS256"), issuer="https://id.example", audience="api"
    )
    try:
        claims = verifier.verify(token)
    except RefusedToken as error:
        print(error.code)
    # snippet end
    return claims


def main():
    from jotkit import Key

    jwt, token, secret = one_line()
    in_place()
    try:
        jwt.decode(token, secret, algorithms=["HS256"], audience="api")
    except jwt.MissingRequiredClaimError as error:
        assert error.claim == "aud"
    key = Key.generate("RS256")
    assert own_calls(key.to_pem(), key.public().to_pem())["sub"] == "u1"
    print("ok")


main()
