"""Verifiers and signers in other people's tests, and what an import costs."""

from __future__ import annotations

import copy
import subprocess
import sys
from unittest import mock

import pytest
from conftest import NOW

import jotkit


def test_a_method_of_one_object_is_patched(mocker, key, token):
    verifier, signer, other = jotkit.Verifier(key), jotkit.Signer(key), jotkit.Verifier(key)
    mocker.patch.object(verifier, "verify", return_value={"sub": "patched"})
    mocker.patch.object(signer, "sign", side_effect=["t"])
    assert verifier.verify("anything") == {"sub": "patched"}
    verifier.verify.assert_called_once_with("anything")
    assert signer.sign({}) == "t"
    assert other.verify(token, NOW)["sub"] == "u1"
    mocker.stopall()
    assert verifier.verify(token, NOW)["sub"] == "u1"
    assert signer.sign({}).count(".") == 2


def test_the_class_is_patched(key, token):
    with mock.patch.object(jotkit.Verifier, "verify", return_value={"sub": "patched"}):
        assert jotkit.Verifier(key).verify(token) == {"sub": "patched"}
    with mock.patch("jotkit.Verifier", autospec=True) as stand_in:
        stand_in.return_value.verify.return_value = {"sub": "stand-in"}
        assert jotkit.Verifier(key).verify("t") == {"sub": "stand-in"}
    assert jotkit.Verifier(key).verify(token, NOW)["sub"] == "u1"


def test_an_object_with_members_is_still_not_copied(key):
    verifier = jotkit.Verifier(key)
    verifier.mine = 1
    with pytest.raises(TypeError, match="cannot be pickled or copied"):
        copy.copy(verifier)


def run(program):
    command = [sys.executable, "-S", "-c", program]
    found = {"PYTHONPATH": str(jotkit.__path__[0]).removesuffix("jotkit")}
    done = subprocess.run(command, env=found, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("name", ["jotkit", "jotkit.likecoin", "jotkit.livelike"])
def test_an_import_brings_nothing_slow(name):
    # What takes milliseconds; the time itself differs from machine to machine.
    slow = ["asyncio", "dataclasses", "http.client", "inspect", "json", "ssl", "typing"]
    program = f"import sys, {name}; print(*(set({slow}) & set(sys.modules)))"
    assert run(program) == []


def test_modules_come_with_the_package():
    program = (
        "import jotkit; print(jotkit.livelike.Signer, jotkit.likecoin.Client, jotkit.jws.sign)"
    )
    assert "jotkit.livelike.Signer'>" in run(program)[1]
    assert {"livelike", "likecoin", "jws", "RemoteKeys"} <= set(dir(jotkit))
    for module in (jotkit, jotkit.likecoin, jotkit.livelike, jotkit.jws):
        for name in module.__all__:
            assert getattr(module, name) is not None
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = module.nothing
