"""Asks other libraries about the vectors: are the tokens signed as the vectors say, and the addresses encoded as they say?

Needs requirements.txt. What a library does not judge (jotkit's stricter rules) is not compared; signatures, keys, encodings and the scope table are.
"""

import hashlib
import hmac
import json
import pathlib
import sys
import urllib.parse

import jose.jws
import jwt

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "vectors"

# Refusals that come after the signature in the order of checks: the token must carry a good one.
SIGNED = {
    "token_expired",
    "token_not_yet_valid",
    "type_refused",
    "audience_refused",
    "issuer_refused",
    "scope_refused",
    "claim_missing",
    "claim_malformed",
}


def text_key(request):
    """The HS256 key the token's own client has, or None if the payload names no client."""
    if request["op"] == "verify":
        return request["key"]["secret"]
    claims = json.loads(jwt.utils.base64url_decode(request["token"].split(".")[1]))
    if request["op"] == "livelike_verify":
        return request["clients"][claims["iss"]]
    secret = request["clients"][claims["azp"]]
    return hmac.new(request["common_secret"].encode(), secret.encode(), hashlib.sha256).hexdigest()


def signed(token, key):
    """Both libraries on the signature alone; they must agree. None for a secret they take for another kind of key, which LiveLike's is not."""
    if key.startswith(("-----BEGIN", "{")):
        return None
    try:
        jwt.api_jws.PyJWS().decode(token, key.encode(), algorithms=["HS256"])
        first = True
    except jwt.InvalidSignatureError:
        first = False
    try:
        jose.jws.verify(token, key.encode(), "HS256")
        second = True
    except jose.exceptions.JWSError:
        second = False
    assert first == second, token
    return first


def token_checked(request, answer):
    code = answer.get("error", {}).get("code")
    if code in SIGNED or "ok" in answer:
        assert signed(request["token"], text_key(request)) is not False, "should be well signed"
    elif code == "signature_invalid":
        assert not signed(request["token"], text_key(request)), "should be badly signed"
    else:
        return False
    return True


def issued_checked(request, answer):
    if "token" not in answer.get("ok", {}):
        return False
    token, op = answer["ok"]["token"], request["op"]
    key = (
        request["client_secret"]
        if op == "livelike_sign"
        else hmac.new(request["common_secret"].encode(), request["client_secret"].encode(), hashlib.sha256).hexdigest()
    )
    assert signed(token, key) is not False, "should be well signed"
    claims = jwt.decode(token, options={"verify_signature": False})
    if op == "livelike_sign":
        expected = {"iss": request["client_id"], "iat": request["issued_at"], "custom_profile_id": request["custom_profile_id"]}
        if "lifetime" in request:
            expected["exp"] = request["issued_at"] + request["lifetime"]
    else:
        expected = {
            "user": request["user"],
            "scope": request["scope"],
            "azp": request["client_id"],
            "iat": request["now"],
            "exp": request["now"] + 3600,
            "aud": request["host"],
            "iss": request["host"],
            "jti": request["jti"],
        }
    assert claims == expected, claims
    return True


def scope_checked(request, answer):
    """The scope rule as a set of entries a demand is met by, and the held entries written out."""
    if "ok" not in answer:
        return False
    action, colon, path = request["demanded"].partition(":")
    segments = path.split(".") if colon else []
    met_by = {action} | {action + ":" + ".".join(segments[: length + 1]) for length in range(len(segments))}
    held = set()
    for entry in request["held"]:
        if entry == "likebutton":
            held |= {"read:like.button", "write:like.button", "read:civic_liker", "write:iscn"}
        elif ":" in entry or entry in ("read", "write", "profile", "email"):
            held.add(entry)
        else:
            held |= {"read:" + entry, "write:" + entry}
    assert answer["ok"]["allows"] == bool(held & met_by), "the rule says otherwise"
    return True


def form_checked(request, answer):
    if "url" not in answer.get("ok", {}):
        return False
    if request["op"] == "authorize_url":
        base, _, query = answer["ok"]["url"].partition("?")
        assert base == request.get("endpoint", "https://like.co/in/oauth")
        fields = {
            "client_id": request["client_id"],
            "scope": " ".join(request["scope"]),
            "redirect_uri": request["redirect_uri"],
            "state": request["state"],
        }
        expected = "&".join(f"{name}={urllib.parse.quote(value, safe='')}" for name, value in fields.items() if value)
    else:
        query = answer["ok"]["body"]
        fields = {"client_id": request["client_id"], "client_secret": request["client_secret"]}
        if request["op"] == "token_request":
            fields |= {"grant_type": "authorization_code", "code": request["code"], "redirect_uri": request["redirect_uri"]}
        else:
            fields |= {"grant_type": "refresh_token", "refresh_token": request["refresh_token"]}
        expected = urllib.parse.urlencode(fields)
    assert query == expected, f"{query} is not {expected}"
    return True


CHECKS = {
    "verify": token_checked,
    "livelike_verify": token_checked,
    "likecoin_verify": token_checked,
    "livelike_sign": issued_checked,
    "likecoin_sign": issued_checked,
    "scope_allows": scope_checked,
    "authorize_url": form_checked,
    "token_request": form_checked,
    "refresh_request": form_checked,
}


def main():
    compared = wrong = 0
    for path in sorted(path for system in ("livelike", "likecoin", "oauth") for path in FOLDER.glob(f"{system}-*.json")):
        for vector in json.loads(path.read_text())["vectors"]:
            check = CHECKS.get(vector["request"]["op"])
            try:
                compared += bool(check and check(vector["request"], vector["answer"]))
            except Exception as problem:  # a library that stumbles is a finding as well
                wrong += 1
                print(f"{vector['name']}: {type(problem).__name__} {problem}")
    print(f"{compared} vectors compared, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
