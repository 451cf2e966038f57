"""The lines of docs/recipes.md, with real keys and a provider on a real socket."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import jotkit

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("recipes", ROOT / "python/examples/recipes.py")
assert SPEC
recipes = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(recipes)

RSA, EC = jotkit.Key.generate("RS256"), jotkit.Key.generate("ES256")
APPLE = (EC.to_pem(), "TEAM", "KEY")
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class Provider:
    """A provider that publishes the one key."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}/recipes"
        self.key = EC.with_kid("k1")
        keys = json.dumps({"keys": [self.key.public().to_jwk()]}).encode()
        control = f"http://127.0.0.1:{port}/control/recipes"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(control, keys, timeout=30).close()

    def token(self, audience, typ="JWT", **claims):
        claims = {"iss": self.issuer, "aud": audience, "sub": "u1", "jti": "j", **claims}
        return jotkit.Signer(self.key, lifetime=60, typ=typ).sign(claims)


@pytest.fixture(scope="module")
def provider():
    command = [sys.executable, str(ROOT / "tests/stand_ins/jwks.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        yield Provider(json.loads(server.stdout.readline())["port"])
        server.stdin.close()


def claims(key, token, **options):
    policy = {"any_audience": True, "expiry_optional": True, **options}
    return jotkit.Verifier(key.public(), **policy).verify(token)


def refused(call, *given):
    with pytest.raises(jotkit.JotkitError) as error:
        call(*given)
    return error.value.code, error.value.claim


def test_github():
    made = claims(RSA, recipes.github_app(RSA.to_pem(), "Iv1"))
    assert made["iss"] == "Iv1"
    assert made["exp"] - made["iat"] == 600
    assert 55 <= time.time() - made["iat"] <= 90


def test_apple():
    made = claims(EC, recipes.apple_client_secret(*APPLE))
    expected = {"iss": "TEAM", "sub": "com.example.web", "aud": "https://appleid.apple.com"}
    assert expected.items() <= made.items()
    assert made["exp"] - made["iat"] == 86_400
    made = claims(EC, recipes.app_store_connect(*APPLE))
    assert made["aud"] == "appstoreconnect-v1"
    assert made["exp"] - made["iat"] == 900


def test_apns_is_sent_the_same_token_twice():
    first, second = recipes.apns(*APPLE)
    assert first == second
    token = first.removeprefix("bearer ")
    assert claims(EC, token).keys() == {"iss", "iat"}
    assert jotkit.peek(token).header == {"alg": "ES256", "typ": "JWT", "kid": "KEY"}


def test_google():
    email = "robot@project.iam.gserviceaccount.com"
    account = {"private_key": RSA.to_pem(), "private_key_id": "g1", "client_email": email}
    made = claims(RSA.with_kid("g1"), recipes.google_service_account(account))
    assert (made["iss"], made["aud"]) == (email, "https://oauth2.googleapis.com/token")
    assert made["exp"] - made["iat"] == 3600


def test_client_assertion():
    assertion = recipes.client_assertion(EC)
    assert recipes.assertions(EC.public(), assertion) == "my-client"
    assert claims(EC, assertion)["jti"] != claims(EC, recipes.client_assertion(EC))["jti"]


def test_access_token(provider):
    def token(**changes):
        given = {"typ": "at+jwt", "client_id": "app", "scope": "orders:read", **changes}
        return provider.token("https://api.example", **given)

    assert recipes.access_token(provider.issuer, token())["sub"] == "u1"
    verify = recipes.access_token
    assert refused(verify, provider.issuer, token(scope="orders")) == ("scope_refused", "scope")
    assert refused(verify, provider.issuer, token(typ="JWT"))[0] == "type_refused"


def test_id_token(provider):
    half = hashlib.sha256(b"an access token").digest()[:16]
    hashed = base64.urlsafe_b64encode(half).decode().rstrip("=")
    token = provider.token("my-client", nonce="n1", at_hash=hashed)

    def verify(access, nonce):
        return recipes.id_token(provider.issuer, token, access, nonce)

    assert verify("an access token", "n1")["sub"] == "u1"
    assert refused(verify, "an access token", "n2") == ("claim_refused", "nonce")
    assert refused(verify, "another", "n1") == ("claim_refused", "at_hash")


def test_logout_token(provider):
    token = provider.token("my-client", "logout+jwt", sid="s1", events={LOGOUT: {}})
    assert recipes.logout(provider.issuer, token)["sid"] == "s1"
    token = provider.token("my-client", "logout+jwt", sid="s1", events={})
    assert refused(recipes.logout, provider.issuer, token) == ("claim_refused", "events")


def test_firebase(provider):
    verifier = recipes.firebase("shop", jwks_url=f"{provider.issuer}/jwks")
    issuer = "https://securetoken.google.com/"
    good = provider.token("shop", iss=f"{issuer}shop", auth_time=1)
    assert verifier.verify(good)["sub"] == "u1"
    other = provider.token("shop", iss=f"{issuer}other")
    assert refused(verifier.verify, other) == ("issuer_refused", "iss")


def test_kubernetes(provider):
    verifier = recipes.kubernetes(provider.issuer)
    pod = {"sub": "system:serviceaccount:shop:web", "kubernetes.io": {"namespace": "shop"}}
    assert verifier.verify(provider.token("vault", **pod))["sub"] == pod["sub"]
    assert refused(verifier.verify, provider.token("api", **pod)) == ("audience_refused", "aud")
