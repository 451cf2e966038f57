"""The examples that need no server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jotkit

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
REQUEST = ("POST", "https://api.example/orders")


def run(name, *arguments, **variables):
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    environment = {**os.environ, **variables, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("softhsm2-util"), reason="SoftHSM is not installed")
def test_a_key_in_a_pkcs11_device(tmp_path):
    key = jotkit.Key.generate("ES256")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "key.pem").write_text(key.to_pem())
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    variables = {"SOFTHSM2_CONF": str(config), "PKCS11_PIN": "1234"}

    def softhsm(*arguments):
        command = ["softhsm2-util", *arguments, "--pin", "1234"]
        environment = {**os.environ, **variables}
        subprocess.run(command, env=environment, check=True, capture_output=True)

    softhsm("--init-token", "--free", "--label", "box", "--so-pin", "5678")
    pem = str(tmp_path / "key.pem")
    softhsm("--import", pem, "--token", "box", "--label", "device", "--id", "01")
    token = run("pkcs11_signer.py", SOFTHSM, "box", "device", **variables).strip()
    verified = jotkit.Verifier(key.public()).verify_full(token)
    assert verified.claims["sub"] == "u1"
    assert verified.header["kid"] == "device"


@pytest.fixture
def dpop(monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import dpop

    return dpop


def test_a_dpop_proof_is_made_and_checked(dpop):
    for alg in dpop.ALGORITHMS:
        key, seen = jotkit.Key.generate(alg), set()
        proof = dpop.make_proof(key, *REQUEST, "at")
        header = jotkit.peek(proof).header
        assert header["typ"] == "dpop+jwt"
        assert "d" not in header["jwk"]
        assert dpop.check_proof(proof, *REQUEST, seen, "at") == key.thumbprint()
        with pytest.raises(ValueError, match="used before"):
            dpop.check_proof(proof, *REQUEST, seen, "at")
    assert run("dpop.py") == "claim_refused htm\n"
    other = dpop.make_proof(key, REQUEST[0], "https://other.example/orders")
    with pytest.raises(jotkit.RefusedToken) as caught:
        dpop.check_proof(other, *REQUEST, set())
    assert (caught.value.code, caught.value.claim) == ("claim_refused", "htu")


def test_a_dpop_proof_of_something_else_is_refused(dpop):
    key = jotkit.Key.generate("ES256")
    own = {"jwk": key.public().to_jwk()}
    claims = {"htm": REQUEST[0], "htu": REQUEST[1], "jti": "1"}

    def code(proof, access_token=None):
        with pytest.raises(jotkit.RefusedToken) as caught:
            dpop.check_proof(proof, *REQUEST, set(), access_token)
        return caught.value.code

    assert code(dpop.make_proof(key, *REQUEST, "at"), "other") == "claim_refused"
    assert code(dpop.make_proof(key, *REQUEST), "at") == "claim_missing"
    plain = jotkit.Signer(key, iat=True)
    assert code(plain.sign(claims, own)) == "type_refused"
    typed = jotkit.Signer(key, typ="dpop+jwt", iat=True)
    assert code(typed.sign(claims | {"iat": 1_700_000_000}, own)) == "token_too_old"
    with pytest.raises(ValueError, match="no jwk"):
        dpop.check_proof(typed.sign(claims), *REQUEST, set())
    secret = jotkit.Key.generate("HS256")
    shared = jotkit.jws.sign(secret, b"{}", {"typ": "dpop+jwt"})
    with pytest.raises(ValueError, match="no jwk"):
        dpop.check_proof(shared, *REQUEST, set())


def test_bytes_are_signed_and_findings_printed():
    lines = run("support.py").splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["exp", "token_expired"],
        ["aud", "audience_refused"],
    ]


def test_the_lines_of_the_five_minutes():
    token, *lines = run("five_minutes.py").splitlines()
    assert token.count(".") == 2
    said = [line for line in lines if not line.startswith("{")]
    assert said == [
        "u1",
        "signature_invalid",
        "The token's signature does not match its content and the key.",
        "api",
        "['admin']",
        "user-1",
        "u1",
        "u1",
    ]


def test_tests_that_freeze_the_clock():
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    file = str(EXAMPLES / "frozen_clocks.py")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, file], env=environment, capture_output=True, text=True, check=False
    )
    assert "3 passed" in done.stdout, done.stdout
