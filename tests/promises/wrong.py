"""Tries wrong providers: statements that are changed in the program, and what notices.

`wrong.py TARGET` takes the server and the subject from TARGET (such as target/checked) and ends
with status 1 if a wrong statement passes all tests. SQLite only. Run by `.ci/provider wrong`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from servers import ROOT

PROMISES = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PROMISES += ["-k", "sqlite-rust-rust"]
# What is written, and what is put in its place.
WRONG = {
    "a code is redeemed again": (
        "(redeemed < $1 OR (redeemed = $1 AND live = $4))",
        "(redeemed <= $1 OR ($4 = $4))",
    ),
    "an earlier code is redeemed after a later one": (
        "AND (redeemed < $1 OR (redeemed = $1 AND live = $4))",
        "AND (redeemed <> $1 OR live = $4)",
    ),
    "an exchange that ran twice is refused": (
        "(redeemed < $1 OR (redeemed = $1 AND live = $4))",
        "(redeemed < $1 AND $4 = $4)",
    ),
    "a redemption keeps the family": (
        "family = $3, live = $4, previous = NULL, salt = NULL,\n        rotated",
        "family=ifnull(family,$3),live=$4,previous=NULL,salt=NULL,rotated",
    ),
    "each refresh replaces the token": (
        "live = CASE WHEN live = $1 OR rotated <= $2 THEN $3 ELSE live END",
        "live = CASE WHEN $1 <> $2 THEN $3 END",
    ),
    "a refresh within the grace takes another salt": (
        "salt = CASE WHEN live = $1 OR rotated <= $2 THEN $4 ELSE salt END",
        "salt = $4",
    ),
    "a token is good although it was replaced twice": (
        "AND (live = $1 OR previous = $1)",
        "AND ($1 = $1)",
    ),
    "the one before is refused": ("AND (live = $1 OR previous = $1)", "AND (live = $1)"),
    "the grace begins again at each use": (
        "rotated = CASE WHEN live = $1 OR rotated <= $2 THEN $5 ELSE rotated END",
        "rotated = $5",
    ),
    "a revocation leaves access tokens": (
        "tag = $1, scope = NULL, family = NULL, live = NULL, previous = NULL, salt = NULL\n    WHERE client_id = $2",
        "tag=ifnull(tag,$1),scope=NULL,family=NULL,live=NULL,previous=NULL WHERE client_id = $2",
    ),
    "a revocation leaves the refresh token": (
        "tag = $1, scope = NULL, family = NULL, live = NULL, previous = NULL, salt = NULL\n    WHERE client_id = $2",
        "tag = $1 WHERE client_id = $2",
    ),
    "a revocation ends another user's tokens": (
        "WHERE client_id = $2 AND user_id = $3 AND (family = $4 OR tag = $4)",
        "WHERE client_id = $2 AND ($3 = $3) AND ($4 = $4)",
    ),
    "a withdrawal leaves codes": (
        "codes = codes + 1, redeemed = codes + 1,",
        "codes = codes + 1,",
    ),
    "a withdrawal leaves access tokens": (
        "tag = $1, ended = $2, consent = '', codes = codes + 1,",
        "tag=ifnull(tag,$1),ended=$2,consent='',codes=codes+1,",
    ),
    "a withdrawal leaves the consent": ("ended = $2, consent = '',", "ended = $2,"),
    "consent is remembered whatever it is": ("AND consent = $3\n", "AND $3 = $3\n"),
    "a second consent replaces the first": (
        "ELSE jotkit_grants.consent || ' ' || excluded.consent END",
        "ELSE excluded.consent END",
    ),
    "a grant that was given again is swept": ("ended = NULL,", " "),
    "codes are not swept": ("WHERE expires < $1 LIMIT 500", "WHERE expires < -$1 LIMIT 5"),
}


def patched(program: Path, old: str, new: str) -> bytes:
    """The program with another statement of the same length."""
    text = program.read_bytes()
    assert len(new) <= len(old), f"no room for {new}"
    assert old.encode() in text, f"{program.name} has no {old}"
    return text.replace(old.encode(), new.ljust(len(old)).encode())


def vectors(subject: Path) -> int:
    """How many of the scripts a subject gets wrong."""
    wrong = 0
    for file in sorted((ROOT / "tests/vectors/provider").glob("*.json")):
        book = json.loads(file.read_text())["vectors"]
        lines = "".join(json.dumps({"id": "1", **vector["request"]}) + "\n" for vector in book)
        run = subprocess.run(
            [subject], input=lines, capture_output=True, text=True, timeout=120, check=False
        )
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        for vector, answer in zip(book, answers, strict=False):
            expected = vector["answer"].get("ok")
            wrong += expected is not None and answer.get("ok") != expected
        wrong += len(book) - len(answers)
    return wrong


def main(target: Path) -> int:
    passed = 0
    for name, (old, new) in WRONG.items():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "checked"
            place.mkdir()
            for program in ("subject", "jotkit-example-provider"):
                copy = place / program
                copy.write_bytes(patched(target / program, old, new))
                copy.chmod(0o755)
            scripts = vectors(place / "subject")
            run = subprocess.run(
                PROMISES,
                env={**os.environ, "CARGO_TARGET_DIR": folder},
                cwd=ROOT / "tests/promises",
                capture_output=True,
                text=True,
                timeout=900,
                check=False,
            )
            failed = re.findall(r"FAILED \S+::test_(\w+)", run.stdout)
        passed += not scripts and not failed
        print(f"{name}: {scripts} scripts, {', '.join(failed) or 'no promise'}", flush=True)
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
