"""Measures jotkit and other libraries for Python, as the bench's driver asks.

It answers one JSON object a line; README.md in the folder above describes them.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from threading import Barrier
from typing import TYPE_CHECKING, Any

from libraries import LIBRARIES, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    Operation = Callable[[], Any]


def prepare(task: dict[str, Any], operations: list[Operation]) -> dict[str, Any]:
    """Makes an operation and does it once."""
    library = LIBRARIES[task["library"]]
    try:
        operation = library.sign(task) if task["sign"] else library.verify(task)
    except Exception as error:  # noqa: BLE001
        return {"unable": f"{type(error).__name__}: {error}"}
    operations.append(operation)
    try:
        return {"given": operation()}
    except Exception as error:  # noqa: BLE001
        return {"refused": f"{type(error).__name__}: {error}"}


def timed(operation: Operation, count: int, start: Barrier) -> tuple[int, int]:
    """The nanoseconds that an operation takes so many times, and how many of them fail."""
    refused = 0
    start.wait()
    begin = time.perf_counter_ns()
    for _ in repeat(None, count):
        try:
            operation()
        except Exception:  # noqa: BLE001, PERF203
            refused += 1
    return time.perf_counter_ns() - begin, refused


def run(operation: Operation, count: int, threads: int) -> dict[str, Any]:
    """Has each thread do it so many times; the time is that of a thread, on average."""
    start = Barrier(threads)
    if threads == 1:
        ns, refused = timed(operation, count, start)
        return {"ns": ns, "refused": refused}
    with ThreadPoolExecutor(threads) as pool:
        workers = [pool.submit(timed, operation, count, start) for _ in range(threads)]
        times, refused_each = zip(*(worker.result() for worker in workers), strict=True)
    return {"ns": sum(times) / threads, "refused": sum(refused_each)}


def main() -> None:
    """Answers standard input, line by line."""
    operations: list[Operation] = []
    runtime = f"{platform.python_implementation()} {platform.python_version()}"
    for line in sys.stdin:
        request = json.loads(line)
        match request["op"]:
            case "hello":
                answer = {"runtime": runtime, "versions": VERSIONS}
            case "prepare":
                answer = prepare(request, operations)
            case "run":
                operation = operations[request["case"]]
                answer = run(operation, request["count"], request["threads"])
            case other:
                raise ValueError(other)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
