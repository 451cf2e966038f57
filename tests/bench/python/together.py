"""What several threads do at the same time.

Operations in a fixed time are counted, not the time of so many operations, so that a thread that starts
late or ends late does not leave the others' cores idle in what is counted.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Together:
    """A loop in so many threads. One thread is measured just as two are."""

    def __init__(self, loop: Callable[[int], Any], threads: int) -> None:
        self._loop = loop
        self._threads = threads
        self._step = 0
        """How many turns are done between two looks at the clock."""

    def run(self, length: float) -> float:
        """Nanoseconds by the turns of all threads, which work together for so long."""
        self._step = self._step or self._found_step(length)
        lock = threading.Lock()
        missing = self._threads
        opened = 0
        rates: list[float] = []

        def work() -> None:
            nonlocal missing, opened
            # It is at work before the others are ready, and the clock runs when the last one is.
            self._loop(self._step)
            with lock:
                missing -= 1
                if missing == 0:
                    opened = time.perf_counter_ns()
            while not opened:
                self._loop(self._step)
            start = time.perf_counter_ns()
            done = 0
            while True:
                self._loop(self._step)
                done += self._step
                end = time.perf_counter_ns()
                if end - opened >= length:
                    break
            rates.append(done / (end - start))

        threads = [threading.Thread(target=work) for _ in range(self._threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return 1 / sum(rates)

    def _found_step(self, length: float) -> int:
        """A hundredth of the time or less, so that the end is met well."""
        turns = 1
        while True:
            start = time.perf_counter_ns()
            self._loop(turns)
            if time.perf_counter_ns() - start >= length / 200:
                return turns
            turns *= 2
