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
    expected, given = vector["answer"], json.loads(json.dumps(answer))
    given.get("error", {}).pop("kind", None)
    for name in vector.get("varies", []):
        if given.get("ok", {}).pop(name, None) is None:
            return [f"no {name}"]
    # As text, since Python holds True and 1 for equal, and JSON does not.
    texts = [json.dumps(side, sort_keys=True) for side in (expected, given)]
    return [] if texts[0] == texts[1] else [f"{texts[1]} instead of {texts[0]}"]
