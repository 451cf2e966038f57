"""No panic gets out of the compiled module as anything but the error ``internal``."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jotkit import _jotkit

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def found():
    place = os.environ.get("JOTKIT_PANICKING")
    if place is None:
        pytest.fail("run by way of .ci/python test, which builds the module that can panic")
    run = subprocess.run(
        [sys.executable, str(HERE / "panics.py")],
        env={**os.environ, "PYTHONPATH": place},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


def test_every_export_has_a_guard(found):
    assert {name: code for name, code in found["outcomes"].items() if code != "internal"} == {}


def test_no_export_was_forgotten(found):
    stub = ast.parse((HERE.parent / "jotkit/_jotkit.pyi").read_text(encoding="utf-8"))
    named = ast.literal_eval(next(node.value for node in stub.body if isinstance(node, ast.Assign)))
    functions = {name for name in found["outcomes"] if "." not in name and "(" not in name}
    assert functions | set(found["classes"]) | {"ALGORITHMS", "__version__"} == set(named)
    # And as many as the sources declare, but for what only the garbage collector calls.
    sources = "".join(file.read_text() for file in (HERE.parent / "src").glob("*.rs"))
    blocks = re.findall(r"^#\[pymethods\]\nimpl.*?^}", sources, re.MULTILINE | re.DOTALL)
    methods = [
        name for block in blocks for name in re.findall(r"^    fn (\w+)", block, re.MULTILINE)
    ]
    methods = [name for name in methods if name not in {"__traverse__", "__clear__"}]
    assert len(functions) == sources.count("#[pyfunction]")
    assert len(found["outcomes"]) == len(functions) + len(methods)


def test_a_release_cannot_be_made_to_panic():
    assert not hasattr(_jotkit, "arm_panic")
