"""The cases of ``tests/field`` that are about sentences and about Python's own face."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

import jotkit

FIELD = Path(__file__).resolve().parents[2] / "tests/field"


def case(name):
    return json.loads((FIELD / f"{name}.json").read_text())


PEM_SENTENCES = {
    "backslash n": "line ends are escaped",
    "backslash r backslash n": "line ends are escaped",
    "in double quotes": "in quotes; remove them",
    "base64 of the whole file": "in base64; decode it first",
    "Keycloak realm public_key": "import it as DER",
    "file name": "file name, not a key; read the file",
    "service account JSON": "`private_key` member",
}
# Labels that are wrong about sound DER: what the DER holds is imported.
LABELS = {
    "SubjectPublicKeyInfo under RSA PUBLIC KEY": {"alg": "RS256"},
    "PKCS#8 under EC PRIVATE KEY": {},
}


def test_a_pem_that_a_setting_mangled_says_what_to_do():
    about = case("02-pem-from-environment")
    good = jotkit.Key.from_pem(about["key"], alg=about["alg"])
    pems = {one["id"]: one["pem"] for one in about["cases"]}
    assert set(pems) == set(PEM_SENTENCES) | set(LABELS)
    for name, sentence in PEM_SENTENCES.items():
        for pem in (pems[name], pems[name].encode()):
            with pytest.raises(jotkit.InvalidKey) as caught:
                jotkit.Key.from_pem(pem, alg=about["alg"])
            assert sentence in str(caught.value), (name, str(caught.value))
    public, private = [jotkit.Key.from_pem(pems[name], **LABELS[name]) for name in LABELS]
    assert public.thumbprint() == good.thumbprint()
    assert (private.alg, private.private) == ("ES256", True)


def test_keys_of_ssh_keygen():
    about = case("03-openssh-keys")
    private = jotkit.Key.from_pem(about["private ed25519"])
    wrapped = jotkit.Key.from_pem(about["private ed25519, wrapped at 64"])
    public = jotkit.Key.from_pem(about["public ed25519"])
    assert private.private
    assert not public.private
    assert private.thumbprint() == wrapped.thumbprint() == public.thumbprint()
    assert jotkit.Key.from_pem(about["public rsa"], alg="RS256").kty == "RSA"
    with pytest.raises(jotkit.InvalidKey, match="import it as PEM"):
        jotkit.Key.from_secret(about["public ed25519"], alg="HS256")


def test_keys_without_a_file_format():
    about = case("05-bare-keys")
    whole, seed, point, coordinates = [
        base64.b64decode(value) for name, value in about.items() if "base64" in name
    ]
    private = jotkit.Key.from_ed25519_private(whole)
    assert (private.alg, private.private) == ("EdDSA", True)
    public = jotkit.Key.from_ed25519_public(whole[32:], kid="k1")
    assert (public.kid, public.private) == ("k1", False)
    for same in (
        jotkit.Key.from_ed25519_private(seed),
        jotkit.Key.from_jwk(about["OKP JWK with d only"]),
        public,
    ):
        assert same.thumbprint() == private.thumbprint()
    one = jotkit.Key.from_ec_point(point, alg="ES256")
    assert jotkit.Key.from_ec_point(coordinates, alg="ES256").thumbprint() == one.thumbprint()
    with pytest.raises(jotkit.UsageError, match="Name the algorithm of a bare key"):
        jotkit.Key.from_ec_point(point)
    with pytest.raises(TypeError, match="point must be bytes, not str"):
        jotkit.Key.from_ec_point(point.hex(), alg="ES256")


def test_padded_tokens_of_a_load_balancer():
    about = case("11-alb-padded-token")
    key, now = jotkit.Key.from_pem(about["pem"]), about["now"]
    lax = jotkit.Verifier(key, allow_padding=True)
    for token in about["tokens"]:
        assert lax.verify(token, now)["sub"].startswith("u")
        assert jotkit.peek(token, allow_padding=True).header["client"] == "4fmvht22"
        for refuse in (lambda text: jotkit.Verifier(key).verify(text, now), jotkit.peek):
            with pytest.raises(jotkit.MalformedToken):
                refuse(token)
    for token in about["must stay refused"]:
        with pytest.raises(jotkit.JotkitError) as caught:
            lax.verify(token, now)
        assert caught.value.code in {"token_malformed", "signature_invalid"}


TOKEN_SENTENCES = {
    "Auth0 access token without audience, NextAuth session cookie: JWE": ["JWE", "signed"],
    "opaque access token": ["opaque"],
    "whole header value": ["bearer"],
    "in quotes": ["quotes"],
    "line end of a file or echo": ["white space"],
}


def test_what_is_no_token_says_what_it_is():
    about = case("14-not-a-jws")
    verifier = jotkit.Verifier(jotkit.Key.hs256(about["secret"]), any_audience=True)
    for one in about["cases"]:
        with pytest.raises(jotkit.JotkitError) as caught:
            verifier.verify(one["token"], about["now"])
        words = TOKEN_SENTENCES.get(one["id"])
        code = "token_malformed" if words else "algorithm_refused"
        assert caught.value.code == code, one["id"]
        for word in words or ():
            assert word in str(caught.value), (one["id"], str(caught.value))


def test_secrets_in_rotation():
    about = case("17-secret-rotation")
    keys, token = jotkit.KeySet.from_jwks(about["jwks"]), about["token of the old secret"]
    with pytest.raises(jotkit.InvalidKey, match="try_each") as caught:
        jotkit.Verifier(keys, **about["policy"]).verify(token, about["now"])
    assert caught.value.code == "key_ambiguous"
    verifier = jotkit.Verifier(keys, **about["policy"], try_each=True)
    assert verifier.verify(token, about["now"])["sub"] == "u1"


def test_one_audience_is_one_string(key):
    options = case("18b-single-audience")["options"]
    token = jotkit.Signer(key, **options).sign({})
    assert jotkit.peek(token).payload == json.dumps(
        {"aud": options["audience"]}, separators=(",", ":")
    )
