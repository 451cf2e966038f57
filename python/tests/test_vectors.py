"""The shared vectors, through the very code of the conformance subject."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import subject
import vectors

VECTORS = vectors.load()


def test_there_are_vectors_for_every_operation():
    assert len(VECTORS) >= 250
    assert {vector["request"]["op"] for vector in VECTORS} >= set(subject.OPERATIONS)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector):
    # By way of text, as a driver would: the objects of one test must not reach another.
    answer = json.loads(json.dumps(subject.answer(vector["request"])))
    assert not vectors.differences(answer, vector), vector["why"]


def test_a_difference_is_found():
    vector = {"answer": {"ok": {"private": True}}, "request": {}}
    assert not vectors.differences({"ok": {"private": True}}, vector)
    assert vectors.differences({"ok": {"private": 1}}, vector)
    assert vectors.differences({"ok": {"private": True, "more": 1}}, vector)
    assert vectors.differences({"error": {"code": "internal"}}, vector)
    refused = {"answer": {"error": {"code": "a", "claim": "b"}}}
    assert vectors.differences({"error": {"code": "a"}}, refused)


def test_the_subject_survives_what_it_cannot_understand():
    lines = ["", "nonsense", "[]", "1", '{"id":"a"}', '{"id":"b","op":"no"}', '{"id":"c","op":[]}']
    lines += ['{"id":"d","op":"verify"}', '{"id":"e","op":"peek","token":"\\ud800"}', "[" * 5000]
    program = Path(subject.__file__)
    run = subprocess.run(
        [sys.executable, str(program)],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(lines)
    assert [answer["id"] for answer in answers] == [None] * 4 + list("abcde") + [None]
    codes = [answer["error"]["code"] for answer in answers]
    assert codes[8] == "token_malformed"
    assert set(codes[:8] + codes[9:]) == {"argument_invalid"}
