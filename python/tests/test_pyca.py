"""Keys and certificates of the package ``cryptography``."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone

import pytest
from conftest import SECRET, refusal
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, rsa, x25519
from cryptography.hazmat.primitives.hashes import SHA256

import jotkit
from jotkit import jws

CURVES = {
    "ES256": ec.SECP256R1,
    "ES384": ec.SECP384R1,
    "ES512": ec.SECP521R1,
    "ES256K": ec.SECP256K1,
}


def keys():
    for alg, curve in CURVES.items():
        yield alg, ec.generate_private_key(curve())
    yield "EdDSA", ed25519.Ed25519PrivateKey.generate()
    yield "PS256", rsa.generate_private_key(65537, 2048)
    yield "ML-DSA-44", mldsa.MLDSA44PrivateKey.generate()
    yield "ML-DSA-65", mldsa.MLDSA65PrivateKey.generate()
    yield "ML-DSA-87", mldsa.MLDSA87PrivateKey.generate()


KEYS = list(keys())
NAMED = pytest.mark.parametrize(("alg", "private"), KEYS, ids=[alg for alg, _ in KEYS])


@NAMED
def test_both_halves_are_imported(alg, private):
    named = {"alg": alg} if alg == "PS256" else {}
    own = jotkit.Key.from_pyca(private, kid="k1", **named)
    assert (own.alg, own.kid, own.private) == (alg, "k1", True)
    for take in (jotkit.Key.from_pyca, jotkit.Key.from_pem):
        public = take(private.public_key(), **named)
        assert (public.private, public.thumbprint()) == (False, own.thumbprint())
    token = jotkit.Signer(own, lifetime=60).sign({"sub": "u1"})
    assert jotkit.Verifier(public).verify(token)["sub"] == "u1"


@NAMED
def test_one_is_taken_wherever_a_key_is(alg, private):
    if alg == "PS256":
        assert refusal(jotkit.Signer, private) == "key_invalid"
        return
    token = jotkit.Signer(private, lifetime=60).sign({"sub": "u1"})
    for keys in (private.public_key(), jotkit.KeySet([private.public_key()])):
        assert jotkit.Verifier(keys).verify(token)["sub"] == "u1"
    text = jws.sign(private, b"any")
    assert jws.verify(private.public_key(), text).payload == b"any"


def test_a_certificate_is_its_key():
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a")])
    start = datetime(2020, 1, 1, tzinfo=timezone.utc)
    builder = x509.CertificateBuilder(name, name, private.public_key(), 1)
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=9999))
    certificate = builder.sign(private, SHA256())
    key = jotkit.Key.from_pyca(certificate)
    assert key.thumbprint() == jotkit.Key.from_pyca(private).thumbprint()
    assert not key.private


def test_what_is_no_such_key_is_refused():
    for other in (None, "pem", b"der", 5, object(), SECRET, x25519, jotkit.Key.hs256(SECRET)):
        assert refusal(jotkit.Key.from_pyca, other) is TypeError
    for other in (None, 5, object(), x25519):
        assert refusal(jotkit.Key.from_pem, other) is TypeError
        assert refusal(jotkit.Signer, other) is TypeError
        assert refusal(jotkit.KeySet, [other]) is TypeError
    assert refusal(jotkit.Key.from_pyca, x25519.X25519PrivateKey.generate()) == "key_unsuitable"
    assert (
        refusal(jotkit.Key.from_pyca, rsa.generate_private_key(65537, 1024), alg="RS256")
        == "key_weak"
    )
    assert refusal(jotkit.Key.from_pyca, KEYS[0][1], kid=None) == "argument_invalid"


def test_the_package_is_imported_only_for_its_keys():
    program = """
import sys, jotkit
key = jotkit.Key.from_pem(jotkit.Key.generate("ES256").to_pem())
jotkit.Verifier(key), jotkit.Signer(key), jotkit.KeySet([key])
assert not any(name.startswith("cryptography") for name in sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
