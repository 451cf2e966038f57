"""The shared vectors, through the very code of the conformance subject."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import subject

FOLDER = Path(__file__).resolve().parents[2] / "tests/vectors"
FILES = sorted([*FOLDER.glob("*.json"), *FOLDER.glob("provider/*.json")])
VECTORS = [vector for file in FILES for vector in json.loads(file.read_text())["vectors"]]


def differences(answer, vector):
    """What an answer says that the vector does not, and the other way round."""
    expected, given = vector["answer"], json.loads(json.dumps(answer))
    given.get("error", {}).pop("kind", None)
    for name in vector.get("varies", []):
        if given.get("ok", {}).pop(name, None) is None:
            return [f"no {name}"]
    # As text, since Python holds True and 1 for equal, and JSON does not.
    texts = [json.dumps(side, sort_keys=True) for side in (expected, given)]
    return [] if texts[0] == texts[1] else [f"{texts[1]} instead of {texts[0]}"]


def test_there_are_vectors_for_every_operation():
    assert len(VECTORS) >= 250
    assert {vector["request"]["op"] for vector in VECTORS} >= set(subject.OPERATIONS)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector):
    assert not differences(subject.answer(vector["request"]), vector), vector["why"]


def test_a_difference_is_found():
    vector = {"answer": {"ok": {"private": True}}, "request": {}}
    assert not differences({"ok": {"private": True}}, vector)
    assert differences({"ok": {"private": 1}}, vector)
    assert differences({"ok": {"private": True, "more": 1}}, vector)
    assert differences({"error": {"code": "internal"}}, vector)
    refused = {"answer": {"error": {"code": "a", "claim": "b"}}}
    assert differences({"error": {"code": "a"}}, refused)


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
