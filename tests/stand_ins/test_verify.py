"""The shortest example of each language, whose lines the README shows: it prints the subject of a token."""

from __future__ import annotations

import os
import subprocess

import pytest

from places import EXAMPLES, ROOT


@pytest.mark.parametrize("language", EXAMPLES)
def test_it_verifies_a_token(language: str) -> None:
    ended = subprocess.run(
        EXAMPLES[language], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "u1\n"), ended.stderr
