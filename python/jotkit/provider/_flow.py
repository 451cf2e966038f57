"""Runs the core's flows: their statements in a store, their questions about users by a function.

A flow is one coroutine. Where neither the store nor the function is asynchronous it never waits for
an event loop, and one step runs it to its end.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from jotkit._errors import JotkitError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from jotkit._jotkit import ProviderFlow

T = TypeVar("T")

PATIENCE = 5.0
"""For how many seconds a statement is run again, or waits for its turn."""
PAUSE = 0.05
"""The seconds before a statement is run again."""
LIMIT = 10.0
"""How many seconds a function of the host may take, where an event loop waits for it."""

_THREADS = 16
_USER = ("display_name", "avatar", "email")


class Runner:
    """A store, the host's users, and its callback for events."""

    def __init__(
        self,
        store: Any,
        users: Callable[[str], Any],
        on_event: Callable[[dict[str, Any]], object] | None,
    ) -> None:
        if not callable(getattr(store, "run", None)):
            raise TypeError("the store must have a method run(sql, params), as SQLite and Postgres")
        if not callable(users):
            raise TypeError(f"users must be a callable, not {type(users).__name__}")
        if on_event is not None and not callable(on_event):
            raise TypeError(f"on_event must be a callable, not {type(on_event).__name__}")
        self._store, self._users, self._on_event = store, users, on_event
        self._store_waits, self._users_wait = _waits(store.run), _waits(users)
        self._threads: tuple[int, ThreadPoolExecutor] | None = None

    @property
    def blocks(self) -> bool:
        """Whether flows can run without an event loop."""
        return not (self._store_waits or self._users_wait)

    def run(self, flow: ProviderFlow) -> Any:
        """Runs a flow to its end, and returns its result."""
        if not self.blocks:
            raise TypeError(
                "the store or users is asynchronous: call the method whose name ends in _async"
            )
        running = self._go(flow, self._store.run, self._users)
        try:
            running.send(None)
        except StopIteration as end:
            return end.value
        finally:
            running.close()
        raise TypeError("run and users must be async functions if what they return is awaitable")

    async def run_async(self, flow: ProviderFlow) -> Any:
        """Does what ``run`` does, without blocking the event loop."""
        import asyncio  # noqa: PLC0415 - what takes long to import is imported when it is needed

        if not self.blocks:
            query = self._limited(self._store.run, waits=self._store_waits)
            user = self._limited(self._users, waits=self._users_wait)
            return await self._go(flow, query, user)
        try:
            return await asyncio.wait_for(self._in_thread(self.run, flow), LIMIT)
        except asyncio.TimeoutError as error:
            return self._given_up(flow, error)

    def _limited(self, function: Callable[..., Any], *, waits: bool) -> Callable[..., Any]:
        """A function as a coroutine that ends in time."""
        import asyncio  # noqa: PLC0415

        async def call(*arguments: Any) -> Any:
            called = function(*arguments) if waits else self._in_thread(function, *arguments)
            return await asyncio.wait_for(called, LIMIT)

        return call

    def _given_up(self, flow: ProviderFlow, cause: Exception) -> Any:
        """The result of a flow that is not waited for any more.

        A thread that still works on it finds that it has ended.
        """
        while "done" not in (step := _step(flow, cause)):
            # The thread may have ended it just now.
            with contextlib.suppress(UsageError):
                flow.fail()
        self._tell(step["events"], cause)
        return step["done"]

    async def _go(
        self, flow: ProviderFlow, query: Callable[..., Any], user: Callable[[str], Any]
    ) -> Any:
        cause: Exception | None = None
        while True:
            step = _step(flow, cause)
            if "done" in step:
                self._tell(step["events"], cause)
                return step["done"]
            try:
                asked = query(step["sql"], step["params"]) if "sql" in step else user(step["user"])
                answer = await asked if inspect.isawaitable(asked) else asked
                if "sql" in step:
                    flow.rows(json.dumps([list(row) for row in answer]))
                else:
                    flow.user(None if answer is None else json.dumps(_shown(answer)))
            except Exception as error:  # noqa: BLE001 - drivers raise errors of their own
                cause = error
                flow.fail()

    def _tell(self, events: list[dict[str, Any]], cause: Exception | None) -> None:
        if self._on_event is None:
            return
        for event in events:
            if cause is not None and event["name"] == "store_failed":
                # The class alone: a driver's sentence may hold the parameters.
                event["cause"] = f"{type(cause).__module__}.{type(cause).__qualname__}"
            try:
                self._on_event(event)
            except Exception:  # noqa: BLE001, S112 - no reason to refuse a request
                continue

    async def _in_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        """Runs a function in a thread of the provider's own: those of the loop may be busy."""
        import asyncio  # noqa: PLC0415
        import contextvars  # noqa: PLC0415
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        if self._threads is None or self._threads[0] != os.getpid():
            threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="jotkit-provider")
            self._threads = (os.getpid(), threads)
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        call = partial(context.run, function, *arguments)
        return await loop.run_in_executor(self._threads[1], call)


def _step(flow: ProviderFlow, cause: Exception | None) -> dict[str, Any]:
    """The next step. Raises the error of a function that ended, with its cause."""
    try:
        step: dict[str, Any] = json.loads(flow.step())
    except JotkitError as error:
        raise error from cause
    return step


def _waits(function: Any) -> bool:
    """Whether a function is asynchronous, or an object whose call is."""
    call = getattr(function, "__call__", None)  # noqa: B004 - it is its type that is asked for
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _shown(user: Any) -> dict[str, Any]:
    """What the core knows of a user; other members are the host's own."""
    if not isinstance(user, Mapping):
        raise TypeError(f"users must return a mapping or None, not {type(user).__name__}")
    return {name: user[name] for name in _USER if name in user}
