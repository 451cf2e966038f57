"""A store in a PostgreSQL database: any number of machines. Needs the package ``psycopg``."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from jotkit.provider._flow import PATIENCE, PAUSE
from jotkit.provider._watch import Watch, shut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psycopg
    import psycopg_pool

Value: TypeAlias = str | int | None
Rows: TypeAlias = list[tuple[Any, ...]]

_MOST = 10
"""The connections of a store that was given an address, in each process."""

_PASSING = {
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "23505",  # unique_violation: two made the tables at the same time
    "42P07",  # duplicate_table: the same
    "42710",  # duplicate_object: the same, noticed at the table's row type
    "53300",  # too_many_connections
    "57P01",  # admin_shutdown
    "57P02",  # crash_shutdown
    "57P03",  # cannot_connect_now
    None,  # the server has not said anything: the connection is gone
}


class Postgres:
    """Runs statements in a PostgreSQL database, by psycopg 3.2 or later.

    ``source`` is an address such as ``postgresql://user@host/name``, a ``psycopg_pool.ConnectionPool``
    or an ``AsyncConnectionPool``; with the last only the methods of a provider for asyncio can be
    used. All reads go to the server that takes writes. Settings of a pool's connections are put back
    as they were.

    A statement that another transaction was in the way of, or whose connection was lost, is run
    again for five seconds at most.
    """

    run: Callable[[str, Sequence[Value]], Any]
    """Runs a statement; with an ``AsyncConnectionPool`` it is a coroutine."""

    def __init__(
        self, source: str | psycopg_pool.ConnectionPool[Any] | psycopg_pool.AsyncConnectionPool[Any]
    ) -> None:
        import psycopg  # noqa: PLC0415 - only who has it uses this class

        if not hasattr(psycopg, "RawCursor"):
            raise RuntimeError("psycopg is older than 3.2: update it")
        self._psycopg: Any = psycopg
        self._pool: Any = _Connections(psycopg, source) if isinstance(source, str) else source
        if not callable(getattr(self._pool, "connection", None)):
            kind = type(source).__name__
            raise TypeError(f"source must be an address or a pool of psycopg_pool, not {kind}")
        self._watch = Watch()
        waits = hasattr(type(self._pool), "__aenter__")
        self.run = self._run_async if waits else self._run

    def close(self) -> None:
        """Closes the connections of a store that was given an address; a pool is not touched."""
        if isinstance(self._pool, _Connections):
            self._pool.close()

    def _run(self, sql: str, params: Sequence[Value]) -> Rows:
        latest = time.monotonic() + PATIENCE
        while True:
            try:
                return self._attempt(sql, params, latest)
            except self._psycopg.Error as error:
                if not _is_passing(error, latest):
                    raise
            time.sleep(PAUSE)

    def _attempt(self, sql: str, params: Sequence[Value], latest: float) -> Rows:
        with self._pool.connection(timeout=max(PAUSE, latest - time.monotonic())) as connection:
            before = connection.autocommit
            if not before:
                connection.autocommit = True
            try:
                cursor = self._psycopg.RawCursor(
                    connection, row_factory=self._psycopg.rows.tuple_row
                )
                with self._watch.until(latest, connection.fileno()), cursor:
                    cursor.execute(sql, params or None)
                    return cursor.fetchall() if cursor.pgresult.nfields else []
            finally:
                if not before and not connection.closed:
                    connection.autocommit = False

    async def _run_async(self, sql: str, params: Sequence[Value]) -> Rows:
        import asyncio  # noqa: PLC0415 - only who has an event loop needs it

        latest = time.monotonic() + PATIENCE
        while True:
            try:
                return await self._attempt_async(sql, params, latest)
            except self._psycopg.Error as error:
                if not _is_passing(error, latest):
                    raise
            await asyncio.sleep(PAUSE)

    async def _attempt_async(self, sql: str, params: Sequence[Value], latest: float) -> Rows:
        import asyncio  # noqa: PLC0415

        timeout = max(PAUSE, latest - time.monotonic())
        async with self._pool.connection(timeout=timeout) as connection:
            before = connection.autocommit
            if not before:
                await connection.set_autocommit(True)
            # Not by cancelling: psycopg would ask the server to end the statement, and wait for it.
            left = latest - time.monotonic()
            late = asyncio.get_running_loop().call_later(left, shut, connection.fileno())
            try:
                cursor = self._psycopg.AsyncRawCursor(
                    connection, row_factory=self._psycopg.rows.tuple_row
                )
                async with cursor:
                    await cursor.execute(sql, params or None)
                    return await cursor.fetchall() if cursor.pgresult.nfields else []
            finally:
                late.cancel()
                if not before and not connection.closed:
                    await connection.set_autocommit(False)


def _is_passing(error: psycopg.Error, latest: float) -> bool:
    """Whether the same statement may well succeed now, and there is time for it."""
    return error.sqlstate in _PASSING and time.monotonic() + PAUSE < latest


class _Connections:
    """Connections to one address, made when they are needed and kept for later."""

    def __init__(self, psycopg: Any, address: str) -> None:
        self._psycopg, self._address = psycopg, address
        self._inherited: list[Any] = []
        self._idle: list[Any] = []
        self._forget()

    def _forget(self) -> None:
        """Begins without connections, as the child of a process that had some must."""
        # Closed here, they would end those of the parent.
        self._inherited += self._idle
        self._process = os.getpid()
        self._places = threading.BoundedSemaphore(_MOST)
        self._idle = []

    @contextmanager
    def connection(self, timeout: float) -> Iterator[Any]:
        if self._process != os.getpid():
            self._forget()
        latest = time.monotonic() + timeout
        if not self._places.acquire(timeout=timeout):
            raise TimeoutError("all connections to the database were busy for too long")
        try:
            # Whole seconds; 0 would be no limit, and psycopg makes 2 of 1.
            left = max(1, int(latest - time.monotonic()))
            connection = self._taken() or self._psycopg.connect(
                self._address, autocommit=True, connect_timeout=left
            )
            try:
                yield connection
            finally:
                if connection.closed:
                    # The server has probably gone, and the others with it.
                    self.close()
                else:
                    self._idle.append(connection)
        finally:
            self._places.release()

    def _taken(self) -> Any | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def close(self) -> None:
        while connection := self._taken():
            connection.close()
