"""Writes library_tokens.json: one token from each library for each algorithm it has. Run once; the result is committed."""

import json
import pathlib
import subprocess

import jwt
from joserfc import jwk as joserfc_jwk
from joserfc import jwt as joserfc_jwt
from jose import jwt as python_jose

from book import LATER, NOW
from testkeys import ALGORITHMS, MLDSA, SECRETS, pem, private_key, public_key

HERE = pathlib.Path(__file__).parent
CLAIMS = {"iss": "https://id.example", "sub": "u1", "aud": "api", "exp": LATER, "iat": NOW, "name": "Z\u00fcrich \u4e16\u754c"}
COMMON = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]
PSS = ["PS256", "PS384", "PS512"]


def key_text(alg):
    return SECRETS.get(alg) or pem(public_key(alg)[1])


def joserfc_token(alg):
    if alg in SECRETS:
        key = joserfc_jwk.OctKey.import_key(SECRETS[alg])
    else:
        key = joserfc_jwk.import_key(private_key(alg)["jwk"])
    return joserfc_jwt.encode({"alg": alg, "kid": "test"}, CLAIMS, key, algorithms=[alg])


tokens = []
for alg in COMMON + PSS + ["ES256K", "EdDSA"]:
    tokens.append({"library": "PyJWT", "alg": alg, "token": jwt.encode(CLAIMS, key_text(alg), alg)})
for alg in COMMON:
    tokens.append({"library": "python-jose", "alg": alg, "token": python_jose.encode(CLAIMS, key_text(alg), alg)})
for alg in COMMON + PSS + ["ES256K", "EdDSA", "Ed25519"]:
    tokens.append({"library": "joserfc", "alg": alg, "token": joserfc_token(alg)})
keys = {alg: {"secret": SECRETS[alg]} if alg in SECRETS else {"pem": key_text(alg)} for alg in ALGORITHMS if alg not in MLDSA}
node = subprocess.run(["node", "from_libraries.mjs"], cwd=HERE, input=json.dumps({"claims": CLAIMS, "keys": keys}), capture_output=True, text=True, check=True)
tokens += json.loads(node.stdout)
(HERE / "library_tokens.json").write_text("[\n" + ",\n".join(json.dumps(entry) for entry in tokens) + "\n]\n")
