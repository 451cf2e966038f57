"""The C example: a verdict on a file."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from jotkit import Key, Signer

from places import C_VERIFY

if TYPE_CHECKING:
    from pathlib import Path

POLICY = {"issuer": "https://id.example", "audience": "api"}
CLAIMS = {"iss": "https://id.example", "aud": "api", "sub": "u1", "exp": 4_000_000_000}
KEYS = [Key.generate(name) for name in ("ES256", "ES384", "EdDSA", "ML-DSA-44")]
KEY = KEYS[0]


class Verifier:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.write_key(KEY)
        self.write("policy", json.dumps(POLICY))

    def write_key(self, key: Key) -> None:
        self.write("key", key.public().to_pem())

    def write(self, name: str, text: str) -> None:
        (self._folder / name).write_bytes(text.encode())

    def run(self, *files: str) -> tuple[int, str, str]:
        result = subprocess.run(
            [C_VERIFY, *(files or ("key", "policy", "token"))],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        return result.returncode, result.stdout, result.stderr


@pytest.fixture
def verifier(tmp_path: Path) -> Verifier:
    return Verifier(tmp_path)


def sign(key: Key = KEY, **changes: Any) -> str:
    return Signer(key).sign({**CLAIMS, **changes})


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.alg)
def test_a_good_token_is_printed(verifier: Verifier, key: Key, end: str) -> None:
    verifier.write_key(key)
    verifier.write("token", sign(key, name="用户") + end)
    status, output, errors = verifier.run()
    assert (status, errors) == (0, "")
    assert json.loads(output) == {**CLAIMS, "name": "用户"}


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (sign(exp=1_000_000_000), "token_expired"),
        (sign(aud="another"), "audience_refused"),
        (sign(iss="https://evil.example"), "issuer_refused"),
        (sign()[:-4] + "AAAA", "signature_invalid"),
        (sign(Key.generate("ES256")), "signature_invalid"),
        (sign(KEYS[1]), "algorithm_refused"),
        (sign(Key.generate("HS256")), "algorithm_refused"),
        (" " + sign(), "token_malformed"),
        ("", "token_malformed"),
        ("no token", "token_malformed"),
    ],
)
def test_a_bad_token_is_refused(verifier: Verifier, token: str, code: str) -> None:
    verifier.write("token", token)
    status, output, errors = verifier.run()
    assert (status, output) == (1, "")
    assert errors.startswith(f"{code}: ")


def test_a_bad_key_or_policy_lets_nothing_through(verifier: Verifier) -> None:
    verifier.write("token", sign())
    verifier.write("policy", '{"audience": null}')
    status, output, errors = verifier.run()
    assert (status, output) == (1, "")
    assert errors.startswith("policy_invalid: ")

    verifier.write("policy", json.dumps(POLICY))
    verifier.write("key", "")
    status, output, errors = verifier.run()
    assert (status, output) == (1, "")
    assert errors.startswith("key_invalid: ")


def test_a_missing_file_is_no_verdict(verifier: Verifier) -> None:
    verifier.write("token", sign())
    assert verifier.run("key", "policy", "missing")[:2] == (2, "")
    assert verifier.run("key", "policy")[:2] == (2, "")
