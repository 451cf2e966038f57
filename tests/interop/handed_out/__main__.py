#!/usr/bin/env python3
"""Runs the table "I have ... / do this" of docs/keys.md.

Each row has a case in this folder that makes what the row says, and each case has a row. The row's
call is evaluated as it is written there. PyJWT is the other end: it verifies what a private key
signs, and signs what a public key verifies.
"""

import base64
import re
import sys
import tempfile
from pathlib import Path

import devices  # noqa: F401  (importing it adds its cases, as the two below)
import jwt
import programs  # noqa: F401
import services  # noqa: F401
from given import CASES

from jotkit import JotkitError, Key, KeySet, Signer, Verifier

PAGE = Path(__file__).resolve().parents[3] / "docs/keys.md"
CLAIMS = {"sub": "u1", "exp": 4102444800}


def table():
    """The name and the call of each row."""
    section = PAGE.read_text().split("\n## I have ", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
    found = {cells[0]: re.fullmatch(r"`(.+)`", cells[2])[1] for cells in rows}
    assert len(found) == len(rows), "two rows have one name"
    return found


def public_half(peer):
    return peer.public_key() if hasattr(peer, "public_key") else peer


def signed_here(signer, given):
    """A token that jotkit signs and PyJWT verifies."""
    token = signer.sign(CLAIMS)
    assert jwt.decode(token, public_half(given.peer), algorithms=[given.alg]) == CLAIMS
    assert jwt.get_unverified_header(token).get("kid") == given.kid
    return token


def verified_here(verifier, token):
    """A token that jotkit verifies; one with another signature is refused."""
    assert verifier.verify(token)["sub"] == "u1"
    head, _, signature = token.rpartition(".")
    other = ("A" if signature[9] != "A" else "B") + signature[10:]
    try:
        verifier.verify(f"{head}.{signature[:9]}{other}")
    except JotkitError as error:
        assert error.code == "signature_invalid", error.code
    else:
        raise AssertionError("a changed signature is accepted")


def use(made, given):
    """Signs or verifies with what the row's call returned."""
    if isinstance(made, Signer):
        verified_here(Verifier(Key.from_pyca(public_half(given.peer), alg=given.alg)), signed_here(made, given))
    elif isinstance(made, Verifier):
        verified_here(made, given.token)
    elif isinstance(made, Key) and made.private:
        verified_here(Verifier(made), signed_here(Signer(made), given))
    else:
        headers = {"kid": given.kid} if given.kid else None
        verified_here(Verifier(made), jwt.encode(CLAIMS, given.peer, given.alg, headers))


def main():
    rows = table()
    failed = [f"{name}: no case" for name in rows.keys() - CASES.keys()]
    failed += [f"{name}: no row in {PAGE.name}" for name in CASES.keys() - rows.keys()]
    for name in rows.keys() & CASES.keys():
        with tempfile.TemporaryDirectory() as folder:
            try:
                given = CASES[name](Path(folder))
                scope = {"base64": base64, "Key": Key, "KeySet": KeySet, "Signer": Signer, "Verifier": Verifier}
                use(eval(rows[name], scope | given.names), given)
            except Exception as error:  # whatever a row's call or a program raises is its failure
                failed.append(f"{name}: {type(error).__name__}: {error}")
    print(f"{len(rows)} rows of {PAGE.name}, {len(failed)} failed", *sorted(failed), sep="\n  ")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
