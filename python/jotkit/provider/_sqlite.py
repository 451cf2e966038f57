"""A store in an SQLite file: one machine, one process or a few."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jotkit.provider._flow import PATIENCE, PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BUSY = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED
_IDLE = 8


class SQLite:
    """Runs statements in an SQLite database, which is made if it is not there.

    What is written is on the disk before a reply goes out (``synchronous=FULL``), and readers do not
    wait for writers (``journal_mode=WAL``). Threads and processes share a file. ``":memory:"`` is a
    database for tests that ends with this object.

    Needs SQLite 3.35 or later.
    """

    _writer: sqlite3.Connection | None
    _idle: list[sqlite3.Connection]

    def __init__(self, path: str | os.PathLike[str]) -> None:
        if sqlite3.sqlite_version_info < (3, 35):
            raise RuntimeError("SQLite is older than 3.35: update the library that Python uses")
        self._path = os.fspath(path)
        self._alone = self._path == ":memory:"
        self._inherited: list[Any] = []
        self._forget()

    def __repr__(self) -> str:
        return f"SQLite({self._path!r})"

    def run(self, sql: str, params: Sequence[str | int | None]) -> list[tuple[Any, ...]]:
        """Runs a statement, again for five seconds at most while the database is busy."""
        latest = time.monotonic() + PATIENCE
        while True:
            try:
                return self._attempt(sql, params, latest)
            except sqlite3.Error as error:
                if not _is_busy(error) or time.monotonic() + PAUSE > latest:
                    raise
            time.sleep(PAUSE)

    def close(self) -> None:
        """Closes the file; the next statement opens it again.

        Raises ``TimeoutError`` if somebody still writes after five seconds.
        """
        self._part_from_parent()
        with self._room:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
        # The thread that has the turn uses the connection: closed meanwhile, it would crash.
        with self._turn_before(time.monotonic() + PATIENCE):
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.close()

    def _part_from_parent(self) -> None:
        """Begins without connections in a child process: closed there, they harm the parent's."""
        if self._process != os.getpid():
            self._inherited += [self._writer, *self._idle]
            self._forget()

    def _forget(self) -> None:
        self._process = os.getpid()
        self._room = threading.Lock()
        self._turn = threading.Lock()
        self._writer = None
        self._idle = []

    def _attempt(
        self, sql: str, params: Sequence[str | int | None], latest: float
    ) -> list[tuple[Any, ...]]:
        self._part_from_parent()
        # Those who write take turns here, in which they wait less than in SQLite.
        reads = sql.startswith("SELECT") and not self._alone
        with self._reading() if reads else self._writing(latest) as connection:
            named = {str(number): value for number, value in enumerate(params, 1)}
            return connection.execute(sql, named).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._room:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._opened()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._room:
            if len(self._idle) < _IDLE:
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def _writing(self, latest: float) -> Iterator[sqlite3.Connection]:
        with self._turn_before(latest):
            try:
                if self._writer is None:
                    self._writer = self._opened()
                yield self._writer
            except sqlite3.Error as error:
                # A file that came to harm is opened again.
                if self._writer is not None and not self._alone and not _is_busy(error):
                    self._writer.close()
                    self._writer = None
                raise

    @contextmanager
    def _turn_before(self, latest: float) -> Iterator[None]:
        if not self._turn.acquire(timeout=max(0.0, latest - time.monotonic())):
            raise TimeoutError("the database was busy for too long")
        try:
            yield
        finally:
            self._turn.release()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            # First: with it the others wait while another process does the same.
            connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
            connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            connection.close()
            raise
        return connection


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection was in the way."""
    code = getattr(error, "sqlite_errorcode", None)  # Python 3.11
    if code is None:
        return isinstance(error, sqlite3.OperationalError) and "is locked" in str(error)
    return (code & 0xFF) in _BUSY
