"""Keys behind a URL: sends the requests that the core asks for, and waits for those of others."""

from __future__ import annotations

import contextlib
import inspect
import json
import secrets
import threading
import time
from typing import TYPE_CHECKING, Any, NoReturn

from jotkit import _jotkit

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from datetime import datetime

    from typing_extensions import Unpack

    from jotkit._jotkit import KeySet, Verifier
    from jotkit._options import RemoteKeysOptions


def _now() -> int:
    return int(time.time() * 1000)


class RemoteKeys:
    """Keys of an identity provider, fetched when they are needed.

    ``RemoteKeys("https://id.example")`` finds the keys' address in the issuer's discovery document,
    ``RemoteKeys(jwks_url="https://id.example/keys")`` needs none, and ``RemoteKeys(issuers=[...])``
    takes the options of several issuers, of which a token's ``iss`` chooses one. Give it to a
    ``Verifier``, and share both between threads.

    The keys are fetched again in the background before they are old, and are used on for a day if
    that fails. ``http`` is a client like ``requests.Session`` or ``httpx.Client`` to send with, such
    as one with a proxy or a certificate authority of your own. ``on_event`` is called with a
    dictionary of what happened: ``event``, ``source``, ``at`` and, where they say something,
    ``cause``, ``retry_at`` and ``skipped``; what it raises is ignored.
    """

    def __init__(
        self,
        *source: str,
        http: Any | None = None,
        on_event: Callable[[dict[str, Any]], object] | None = None,
        **options: Unpack[RemoteKeysOptions],
    ) -> None:
        given: dict[str, Any] = {**options}
        if source:
            if len(source) > 1 or "issuer" in given:
                raise TypeError("give one issuer, or several as issuers=[...]")
            (given["issuer"],) = source
        # The names of types only: a value may be a URL with a password.
        self._core = _jotkit.RemoteCore(
            json.dumps(given, default=lambda value: type(value).__name__)
        )
        if http is not None and inspect.iscoroutinefunction(getattr(type(http), "request", None)):
            raise TypeError("http must be a client that blocks, such as httpx.Client")
        self._http = http
        self._on_event = on_event
        self._changed = threading.Condition()
        self._answers = 0
        self._tasks: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def __reduce__(self) -> NoReturn:
        raise TypeError("RemoteKeys cannot be pickled or copied: share them, or export and seed")

    def __repr__(self) -> str:
        # The addresses, which hold no secret.
        return repr(self._core)

    def status(self, issuer: str | None = None) -> dict[str, Any]:
        """Says how the keys are, for health checks; of several issuers, those of the one named.

        ``state`` is ``fresh``, ``ageing``, ``stale`` (``since`` says from when) or ``empty``. ``kids``
        and ``skipped`` list the keys, ``failures`` counts failed requests in a row, and
        ``last_error`` and ``retry_at`` say more of them. Times are milliseconds since 1970.
        """
        status: dict[str, Any] = json.loads(self._core.status(issuer, _now()))
        return status

    def key_set(self, issuer: str | None = None) -> KeySet | None:
        """Returns the keys in use; ``None`` before the first fetch and when they are too old."""
        return self._core.key_set(issuer, _now())

    def export(self) -> str:
        """Returns the keys as text, for a start without a request: see ``seed``."""
        return self._core.export()

    def seed(self, text: str) -> None:
        """Takes keys that ``export`` wrote. Newer ones that are held stay.

        Raises ``UsageError`` for other text, another source, and keys too old to be used.
        """
        self._core.seed(text, _now())
        self._wake()

    def warm(self, issuer: str | None = None) -> None:
        """Fetches the keys unless they are there; of several issuers, those of the one named or all.

        Raises ``InvalidKey`` with the code ``keys_unavailable`` if they cannot be fetched.
        """
        while True:
            seen = self._answers
            step = json.loads(self._core.warm(issuer, _now()))
            if step["step"] == "fetch":
                self._fetch(step)
            elif step["step"] == "wait":
                self._wait(seen, step["until"])
            else:
                return self._warmed(step)

    async def warm_async(self, issuer: str | None = None) -> None:
        """Does what ``warm`` does, without blocking the event loop."""
        while True:
            seen = self._answers
            step = json.loads(self._core.warm(issuer, _now()))
            if step["step"] == "fetch":
                await self._fetch_async(step)
            elif step["step"] == "wait":
                await self._wait_async(seen, step["until"])
            else:
                return self._warmed(step)

    def _warmed(self, step: dict[str, Any]) -> None:
        if step["step"] == "use_and_fetch":
            self._in_background(step)

    def _fetch(self, fetch: dict[str, Any]) -> None:
        """Sends a request and hands its reply in."""
        from jotkit import _exchange, _http  # noqa: PLC0415 - few programs need it at once

        deadline = time.monotonic() + fetch["timeout_ms"] / 1000
        request = _exchange.Request("GET", fetch["url"], fetch["headers"], most=fetch["max_bytes"])
        cause = "network"
        try:
            reply = _http.send_blocking(self._http, request, deadline)
            headers, jitter = json.dumps(reply.headers), secrets.randbits(32)
            answer = (fetch["lease"], reply.status, headers, reply.body)
            self._core.answer(*answer, _now(), jitter)
            cause = ""
        except _exchange.Failure as failure:
            cause = failure.cause
        finally:
            # Also if the client has a fault that is raised: others need not wait for the lease.
            if cause:
                self._core.failed(fetch["lease"], cause, _now(), secrets.randbits(32))
            self._wake()

    def _in_background(self, fetch: dict[str, Any]) -> None:
        thread = threading.Thread(
            target=self._fetch_quietly, args=(fetch,), daemon=True, name="jotkit-keys"
        )
        try:
            thread.start()
        except RuntimeError:
            # No more threads, or the interpreter is ending. The keys that are held stay good.
            self._core.failed(fetch["lease"], "network", _now(), secrets.randbits(32))
            self._wake()

    def _fetch_quietly(self, fetch: dict[str, Any]) -> None:
        # No caller waits; `status` and an event say what went wrong.
        with contextlib.suppress(Exception):
            self._fetch(fetch)

    async def _fetch_async(self, fetch: dict[str, Any]) -> None:
        import asyncio  # noqa: PLC0415

        from jotkit import _exchange  # noqa: PLC0415

        # In a thread of its own: those of the event loop may all be busy for longer than the
        # deadline. It goes on if this task is cancelled, for the others that wait.
        await asyncio.shield(asyncio.wrap_future(_exchange.in_thread(self._fetch, fetch)))

    def _wait(self, seen: int, until: int) -> None:
        """Waits for an answer, but not beyond the lease that another caller holds."""
        with self._changed:
            left = max(0, until - _now()) / 1000
            self._changed.wait_for(lambda: self._answers != seen, left)

    async def _wait_async(self, seen: int, until: int) -> None:
        import asyncio  # noqa: PLC0415

        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self._changed:
            if self._answers != seen:
                return
            self._tasks.append(entry)
        try:
            await asyncio.wait_for(entry[1].wait(), max(0, until - _now()) / 1000)
        except asyncio.TimeoutError:
            pass
        finally:
            with self._changed:
                if entry in self._tasks:
                    self._tasks.remove(entry)

    def _wake(self) -> None:
        with self._changed:
            self._answers += 1
            self._changed.notify_all()
            tasks, self._tasks = self._tasks, []
        for loop, event in tasks:
            # The loop of a task that has gone may be closed.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)
        self._tell()

    def _tell(self) -> None:
        """Hands events on."""
        if self._on_event is None:
            return
        for event in json.loads(self._core.events()):
            # What it raises is no reason to refuse a token.
            with contextlib.suppress(Exception):
                self._on_event(event)


def go_on(
    verifier: Verifier,
    keys: RemoteKeys,
    turn: tuple[Any, ...],
    seen: int,
    token: str | bytes,
    now: float | datetime | None,
    **options: Any,
) -> Any:
    """Ends what ``Verifier.verify`` began: its first turn did not decide, or left something to do.

    ``seen`` counts the answers before that turn. The options are ``expected`` and ``full``.
    """
    while turn[0] != "decided":
        if turn[0] == "fetch":
            keys._fetch(json.loads(turn[1]))  # noqa: SLF001
        else:
            keys._wait(seen, turn[1])  # noqa: SLF001
        seen = keys._answers  # noqa: SLF001
        turn = verifier._turn(token, now, _now(), **options)  # noqa: SLF001
    return _verdict(keys, turn)


async def verify_async(
    verifier: Verifier,
    keys: RemoteKeys | None,
    token: str | bytes,
    now: float | datetime | None,
    **options: Any,
) -> Any:
    """Does what ``verify`` does. No thread and no other task is needed while the keys are there."""
    if keys is None:
        return verifier.verify(token, now, **options)
    while True:
        seen = keys._answers  # noqa: SLF001
        turn = verifier._turn(token, now, _now(), **options)  # noqa: SLF001
        match turn[0]:
            case "decided":
                return _verdict(keys, turn)
            case "fetch":
                await keys._fetch_async(json.loads(turn[1]))  # noqa: SLF001
            case _:
                await keys._wait_async(seen, turn[1])  # noqa: SLF001


def _verdict(keys: RemoteKeys, turn: tuple[Any, ...]) -> Any:
    """The end of a turn that decided: the claims, or the exception to raise."""
    _, value, failure, fetch = turn
    if fetch is not None:
        keys._in_background(json.loads(fetch))  # noqa: SLF001
    keys._tell()  # noqa: SLF001
    if failure is not None:
        raise failure
    return value
