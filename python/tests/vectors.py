"""The shared vectors, and how an answer is compared with the expected one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "vectors"


def load() -> list[dict[str, Any]]:
    """All vectors of all files, in the order of their names."""
    files = sorted(FOLDER.glob("*.json"))
    return [vector for file in files for vector in json.loads(file.read_text())["vectors"]]


def differences(answer: dict[str, Any], vector: dict[str, Any]) -> list[str]:
    """What an answer says that the vector does not, and the other way round."""
    expected = vector["answer"]
    if "error" in expected:
        wanted = {"code": expected["error"]["code"], "claim": expected["error"].get("claim")}
        given = answer.get("error", {})
        given = {"code": given.get("code"), "claim": given.get("claim")}
        return [] if given == wanted else [f"{given} instead of {wanted}"]
    if "ok" not in answer:
        return [f"{answer} instead of ok"]
    given = dict(answer["ok"])
    found = [f"no {name}" for name in vector.get("varies", []) if given.pop(name, None) is None]
    for name in given.keys() | expected["ok"].keys():
        wanted, got = expected["ok"].get(name), given.get(name)
        # Python holds True and 1 for equal; JSON does not.
        if wanted != got or json.dumps(wanted).count("true") != json.dumps(got).count("true"):
            found.append(f"{name}: {got!r} instead of {wanted!r}")
    return found
