"""Starts the examples that are servers, and stops them again."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
PATIENCE = 20.0
"""Seconds."""


def environment(settings: dict[str, str]) -> dict[str, str]:
    """This environment with an example's settings."""
    return {**os.environ, **settings}


class Server:
    """A server that says on which address it listens, and runs until it is stopped."""

    def __init__(self, command: list[str | Path], settings: dict[str, str], cwd: Path) -> None:
        # A file, not a pipe: a server that writes a lot must not wait for this program to read.
        self._output = tempfile.TemporaryFile(mode="w+")
        self._process = subprocess.Popen(
            command,
            env=environment(settings),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        self.address = self._wait()

    def _wait(self) -> str:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = ADDRESS.search(self.output())
            if found:
                return found.group()
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        self.stop()
        raise AssertionError(f"the server did not start: {self.output()}")

    def output(self) -> str:
        """All it has written: so far, or until it was stopped."""
        if self._output.closed:
            return self._last_words
        # Reading by position leaves the place where the server writes alone.
        size = os.fstat(self._output.fileno()).st_size
        return os.pread(self._output.fileno(), size, 0).decode()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._last_words = self.output()
        self._output.close()
