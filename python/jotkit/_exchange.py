"""What transports have in common: a request, its reply, and the bounds of both."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

MOST_BYTES = 1 << 20
"""The longest body that is accepted, as in the core."""

PIECE = 1 << 16


@dataclass(frozen=True)
class Request:
    """An HTTP request. Its headers or its body hold a secret."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    most: int = MOST_BYTES
    """The longest body that is accepted in reply."""


@dataclass(frozen=True)
class Response:
    """A server's reply, with a body of limited length: 1 MiB from an API."""

    status: int
    headers: dict[str, str] = field(repr=False)
    """The headers, their names in lower case."""
    body: bytes = field(repr=False)
    reaction: Literal["done", "refresh_and_retry", "reauthorize", "failed"] = "failed"
    """``done``; ``reauthorize`` if the user has to go through the consent page again; or ``failed``
    for a reason that has nothing to do with the token."""

    def text(self) -> str:
        """Returns the body as text. Bytes that are not UTF-8 are replaced."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """Returns the body read as JSON. Raises ``ValueError`` if it is not JSON."""
        import json  # noqa: PLC0415

        return json.loads(self.body)


class Failure(Exception):
    """No usable reply, for one of the core's causes. Holds nothing of the reply."""

    def __init__(self, cause: Literal["timeout", "network", "tls", "too_large"]) -> None:
        super().__init__(cause)
        self.cause = cause


def seconds_left(deadline: float) -> float:
    """The time until the deadline. Raises ``Failure`` if there is none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise Failure("timeout")
    return left


def in_thread(function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """Runs a function in a thread that does not keep the interpreter from ending."""
    import contextvars  # noqa: PLC0415
    import threading  # noqa: PLC0415
    from concurrent.futures import Future  # noqa: PLC0415

    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(function(*arguments))
        except BaseException as error:  # noqa: BLE001 - the future raises it again
            future.set_exception(error)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run,), daemon=True, name="jotkit").start()
    return future


def reply_headers(received: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Collects a reply's headers. Refuses a body that clients would measure differently."""
    headers: dict[str, str] = {}
    for name, value in received:
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    length, transfer = headers.get("content-length"), headers.get("transfer-encoding")
    whole = length is None or (length.isdecimal() and transfer is None)
    if not whole or (transfer or "chunked").lower() != "chunked":
        raise Failure("network")
    # Not decoded: a thousand bytes may become a thousand times as many.
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Failure("too_large")
    return headers


def collected(pieces: Iterable[bytes], most: int, deadline: float) -> bytes:
    """Joins the pieces of a body of limited length."""
    body = bytearray()
    for piece in pieces:
        append(body, piece, most)
        seconds_left(deadline)
    return bytes(body)


def append(body: bytearray, piece: bytes, most: int) -> None:
    body += piece
    if len(body) > most:
        raise Failure("too_large")
