"""What several tests use."""

from __future__ import annotations

import pytest

import jotkit

SECRET = "a secret of at least 32 bytes, kept safe"
NOW = 1_700_000_000


@pytest.fixture
def key():
    return jotkit.Key.hs256(SECRET)


@pytest.fixture
def token(key):
    return jotkit.Signer(key, lifetime=3600).sign({"sub": "u1"}, now=NOW)
