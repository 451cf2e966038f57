"""Measures jotkit and other libraries for Python, as the bench's driver asks.

Takes a work file; reads one JSON object a line and answers each on a line of its own: ``list`` and
``run``. Works that a library cannot do are named on standard error.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cases import Cases
from together import Together

if TYPE_CHECKING:
    from cases import Case


def timed(case: Case, turns: int) -> int:
    """Nanoseconds that a case takes for so many turns."""
    start = time.perf_counter_ns()
    case.loop(turns)
    return time.perf_counter_ns() - start


class Meter:
    """Times cases in batches of a given length; how many turns that is, it finds out once."""

    def __init__(self) -> None:
        self._turn_ns: dict[int, float] = {}
        self._together: dict[int, Together] = {}

    def run(self, number: int, case: Case, millis: float) -> float:
        """Nanoseconds for one operation."""
        wanted = millis * 1e6
        if case.threads is not None:
            if number not in self._together:
                self._together[number] = Together(case.loop, case.threads)
            return self._together[number].run(wanted)
        if number not in self._turn_ns:
            turns = 1
            while (taken := timed(case, turns)) < wanted / 4:
                turns *= 2
            self._turn_ns[number] = taken / turns
        turns = max(1, round(wanted / self._turn_ns[number]))
        return timed(case, turns) / turns


def main() -> None:
    """Answers standard input, line by line."""
    work = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    runtime = f"{platform.python_implementation()} {platform.python_version()}"
    cases: list[Case] = []
    meter = Meter()
    for line in sys.stdin:
        request = json.loads(line)
        answer: dict[str, Any]
        match request["op"]:
            case "list":
                cases = cases or Cases(work).all
                answer = {"runtime": runtime, "cases": [case.described() for case in cases]}
            case "run":
                number = request["case"]
                answer = {"ns": meter.run(number, cases[number], request["millis"])}
            case other:
                raise ValueError(other)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
