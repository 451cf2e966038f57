"""Ends statements that a blocking driver would wait for without end."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK = 0.5
"""The seconds between two looks at what is overdue."""
_IDLE = 20
"""After so many looks at nothing the thread ends."""


class Watch:
    """Shuts the connection of a statement that has not ended in time, so that the driver notices.

    One thread looks now and then; a statement costs two entries in a dictionary.
    """

    _due: dict[object, tuple[float, int]]
    _thread: threading.Thread | None

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._room = threading.Lock()
        self._due = {}
        self._thread = None

    @contextlib.contextmanager
    def until(self, latest: float, descriptor: int) -> Iterator[None]:
        """Watches the connection with this file descriptor until the block ends."""
        if self._process != os.getpid():
            # A child has neither the thread nor the statements of its parent.
            self._begin()
        key = object()
        with self._room:
            self._due[key] = (latest, descriptor)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._look, daemon=True, name="jotkit-provider-watch"
                )
                self._thread.start()
        try:
            yield
        finally:
            with self._room:
                self._due.pop(key, None)

    def _look(self) -> None:
        idle = 0
        while True:
            time.sleep(_LOOK)
            # Under the lock: what ends in time takes its entry away before it is closed.
            with self._room:
                now = time.monotonic()
                for key, (latest, descriptor) in [*self._due.items()]:
                    if now > latest:
                        del self._due[key]
                        shut(descriptor)
                idle = 0 if self._due else idle + 1
                if idle > _IDLE:
                    self._thread = None
                    return


def shut(descriptor: int) -> None:
    """Shuts a connection, so that who waits for it notices."""
    # It may have gone by itself.
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
        connection.shutdown(socket.SHUT_RDWR)
