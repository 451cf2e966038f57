#!/usr/bin/env python3
"""Writes keys.json and the seeds in corpus/ from the shared vectors, unless they are up to date.

`.ci/fuzz` runs it. Of the vectors of one file with one answer it takes a few; the mutators find the
rest. What fuzzing found and no vector says is in regressions/.
"""

import base64
import binascii
import collections
import contextlib
import hashlib
import json
import pathlib
import shutil

HERE = pathlib.Path(__file__).parent
VECTORS = HERE.parent / "vectors"
CORPUS = HERE / "corpus"
FILES = sorted([*VECTORS.glob("*.json"), *VECTORS.glob("provider/*.json")])
LARGEST = 6000
ALGORITHMS = (
    "HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87"
).split()
# Those of vs_jsonwebtoken.rs, in its order.
SHARED = ALGORITHMS[:11] + ["EdDSA"]
# The policies of subjects.rs that go with vectors' own.
POLICIES = {"{}": 0, '{"any_audience": true}': 2}
taken = collections.Counter()


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(segment):
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def letter(number):
    return bytes([ord("A") + number])


def seed(target, origin, data, most=2):
    """Keeps a seed, unless its origin has enough of them or it is too large."""
    if len(data) > LARGEST or taken[target, origin] >= most:
        return
    path = CORPUS / target / hashlib.sha1(data, usedforsecurity=False).hexdigest()[:16]
    if not path.exists():
        taken[target, origin] += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def parts(token):
    """Header, payload and the algorithm's place, as far as a token can be read."""
    try:
        header, payload, _ = token.split(".")
        header, payload = decode(header), decode(payload)
        name = json.loads(header).get("alg")
    except (ValueError, AttributeError, TypeError, RecursionError):
        return b"", b"", 0
    return header, payload, ALGORITHMS.index(name) if isinstance(name, str) and name in ALGORITHMS else 0


def from_token(request, origin):
    token = request["token"].encode()
    policy = json.dumps(request.get("policy") or {}, sort_keys=True)
    policy = letter(POLICIES.get(policy, 1))
    _, payload, alg = parts(request["token"])
    kids = "jwks" in (request.get("key") or {})
    seed("verify", origin, letter(len(ALGORITHMS) + 1 if kids else alg) + policy + token)
    seed("peek", origin, token, 1)
    if ALGORITHMS[alg] in SHARED:
        # Times of long ago would be refused by the clock of today.
        seed("vs_jsonwebtoken", origin, letter(SHARED.index(ALGORITHMS[alg])) + policy + token, 1)
    if payload:
        seed("vs_serde_json", origin, payload, 1)


def from_key(key, origin):
    choice = letter(1 + ALGORITHMS.index(key["alg"]) if key.get("alg") in ALGORITHMS else 0)
    if "passphrase" in key:
        choice = bytes([choice[0] | 0x80])
    if "der" in key:
        seed("key_der", origin, choice + bytes.fromhex(key["der"]), 3)
    for number, form in enumerate(("ec_point", "ec_scalar", "ed25519_public", "ed25519_private")):
        if form in key:
            seed("key_bare", origin + form, letter(number) + choice + bytes.fromhex(key[form]), 4)
    if isinstance(key.get("pem"), str):
        pem = key["pem"]
        seed("key_pem", origin, choice + pem.encode(), 3)
        lines = [line for line in pem.splitlines() if line and not line.startswith("-") and ":" not in line]
        try:
            der = base64.b64decode("".join(lines), validate=True)
        except ValueError:
            return
        seed("certificate" if "CERTIFICATE" in pem else "key_der", origin, choice + der, 3)
    for name, target in (("jwk", "key_jwk"), ("jwks", "jwks")):
        if name in key:
            seed(target, origin, choice + json.dumps(key[name], separators=(",", ":")).encode(), 3)


ENDPOINTS = ("authorize", "token", "revoke", "introspect", "apps")
# Rows for the statements that follow the client's, in the order in which flows ask for them.
ROWS = b'\n[["profile","0123456789ab"]]\n[["0123456789ab","ann","profile","0123456789ab","x","y"]]'


def from_provider(request, style, origin):
    if request.get("endpoint") in ENDPOINTS:
        posted = "body" in request
        choice = letter(ENDPOINTS.index(request["endpoint"])) + letter((style == "rfc6749") + 2 * posted - 1)
        parameters = request.get("body") or request.get("query") or ""
        if request.get("content_type") == "application/json":
            choice = choice[:1] + bytes([choice[1] | 4])
        if request.get("authorization", "").startswith("Basic "):
            # What is not Base64 stays a request without the header.
            with contextlib.suppress(binascii.Error):
                parameters = base64.b64decode(request["authorization"][6:] + "==").decode("latin-1")
                choice = choice[:1] + bytes([choice[1] | 8])
        seed("provider", origin + request["endpoint"], choice + parameters.encode() + ROWS, 4)


def from_vector(request, origin):
    op = request.get("op")
    if isinstance(request.get("key"), dict):
        form = next((name for name in ("pem", "jwk", "jwks") if name in request["key"]), "")
        kty = request["key"].get("jwk") or {}
        kty = kty.get("kty", "") if isinstance(kty, dict) else ""
        from_key(request["key"], f"{origin} {form} {kty}")
    if op in ("verify", "peek", "explain"):
        from_token(request, origin)
        if request.get("policy") is not None:
            seed("policy", origin + json.dumps(sorted(request["policy"])), json.dumps(request["policy"]).encode(), 1)
    elif op in ("likecoin_verify", "livelike_verify", "likecoin_read"):
        demands = 1 if "all" in request else 2 if "any" in request else 0
        seed("platforms", origin, letter(demands) + request["token"].encode(), 4)
    elif op == "sign":
        alg = request["key"].get("alg") or (request["key"].get("jwk") or {}).get("alg")
        alg = ALGORITHMS.index(alg) if alg in ALGORITHMS else 0
        header = (request.get("header_json") or "").replace("\n", " ")
        seed("sign", origin, letter(alg) + header.encode() + b"\n" + request["claims_json"].encode(), 4)
    elif op == "parse_callback":
        seed("callback", origin, f"{request['state']}\n{request['url']}".encode(), 3)
    elif op == "parse_token_response":
        body = request["body"].encode()
        seed("token_response", origin, letter(1 if "refresh_token" in request else 0) + body, 3)
    elif op == "scope_allows":
        seed("scopes", origin, f"{request['demanded']}\n{' '.join(request['held'])}".encode(), 3)
    elif op == "authorization_token" and "header" in request:
        seed("bearer", origin, request["header"].encode(), 4)
    elif op in ("likecoin_sign", "authorize_url", "token_request", "refresh_request"):
        names = {
            "likecoin_sign": ("client_id", "client_secret", "user", "scope", "jti"),
            "authorize_url": ("client_id", "scope", "redirect_uri", "state", "endpoint"),
            "token_request": ("client_id", "client_secret", "redirect_uri", "code", "endpoint"),
            "refresh_request": ("client_id", "client_secret", "refresh_token", "endpoint"),
        }[op]
        seed("policy", origin, json.dumps({name: request[name] for name in names if name in request}).encode(), 3)
    elif op == "provider":
        for step in request["steps"]:
            from_provider(step.get("request") or {}, request["options"].get("style"), origin)
    elif op == "remote_keys":
        seed("remote_keys", origin, from_script(request["steps"]), 10)


def from_script(steps):
    """The shape of a script: what happens and, about, how much time passes; see remote_keys.rs."""
    data, before = b"", None
    for step in steps:
        passed = step["at"] - before if before is not None else 0
        before = step["at"]
        what = next((number for name, number in (("ask", 0), ("export", 6), ("seed", 7)) if name in step), None)
        if "answer" in step:
            # All four keys, or a 503.
            what = 3 + 8 * 15 if step["answer"].get("status") == 200 else 5 + 8 * 4
        if what is not None:
            place = next((place for place in range(16) if passed >> (place * 3 // 2) < 16), 15)
            data += bytes([what, place * 16 + min(max(passed, 0) >> (place * 3 // 2), 15)])
    return data


def keys():
    """A private key for each algorithm, the one that most vectors use."""
    found, uses = {}, collections.Counter()
    for path in FILES:
        for vector in json.loads(path.read_text())["vectors"]:
            key = vector["request"].get("key")
            if not isinstance(key, dict) or "error" in vector["answer"]:
                continue
            if "secret" in key and key.get("alg", "").startswith("HS") and not key.get("allow_short"):
                name, jwk = key["alg"], {"kty": "oct", "k": encode(key["secret"].encode())}
            elif isinstance(key.get("jwk"), dict) and {"d", "priv"} & key["jwk"].keys():
                jwk = {name: value for name, value in key["jwk"].items() if name not in ("alg", "kid", "use", "key_ops")}
                name = jwk.get("crv") or (key["jwk"]["alg"] if jwk["kty"] == "AKP" else jwk["kty"])
            else:
                continue
            text = json.dumps(jwk)
            uses[name, text] += 1
            found[name] = max(found.get(name, text), text, key=lambda text: uses[name, text])
    return {name: json.loads(text) for name, text in sorted(found.items())}


def sources():
    """A digest of all that decides about the seeds."""
    digest = hashlib.sha256()
    for path in [pathlib.Path(__file__), *FILES]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main():
    stamp = CORPUS / ".sources"
    if stamp.exists() and stamp.read_text() == sources():
        return
    known = keys()
    (HERE / "keys.json").write_text(json.dumps(known, indent=1) + "\n")
    shutil.rmtree(CORPUS, ignore_errors=True)
    for path in FILES:
        for vector in json.loads(path.read_text())["vectors"]:
            answer = vector["answer"].get("error", {"code": "ok"})
            from_vector(vector["request"], f"{path.stem} {answer['code']} {answer.get('claim', '')}")
    stamp.write_text(sources())


if __name__ == "__main__":
    main()
