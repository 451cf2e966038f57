"""Tests of a program that uses jotkit: the clock, and a verifier that accepts anything.

pip install pytest freezegun
pytest frozen_clocks.py
"""

# snippet: clocks
from unittest import mock

import freezegun
import pytest

import jotkit

key = jotkit.Key.generate("HS256")
signer, verifier = jotkit.Signer(key, lifetime=60), jotkit.Verifier(key)


def test_a_token_ends() -> None:
    with freezegun.freeze_time("2026-01-01 12:00:00") as clock:
        token = signer.sign({"sub": "u1"})
        assert verifier.verify(token)["sub"] == "u1"
        clock.tick(60)
        with pytest.raises(jotkit.ExpiredToken):
            verifier.verify(token)


def test_a_clock_of_ones_own() -> None:
    past = jotkit.Signer(key, lifetime=60, clock=lambda: 1_700_000_000)
    with pytest.raises(jotkit.ExpiredToken):
        verifier.verify(past.sign({"sub": "u1"}))


def test_without_any_token() -> None:
    with mock.patch.object(verifier, "verify", return_value={"sub": "u1"}):
        assert verifier.verify("anything")["sub"] == "u1"


# snippet end
