"""Sends one HTTP request and reads its reply, within one deadline.

Without an HTTP client of the caller's, ``http.client`` sends over a socket whose every operation ends
at the deadline and which takes a limited number of bytes. So a server that sends its status line,
its headers or its chunks slowly or without end is given up in time.

Redirects are never followed: they would carry the client secret or the user's token to wherever the
reply says. No proxy is used, and no content encoding is accepted.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from concurrent.futures import Future

# What takes long to import is imported when a request is sent.

MOST_BYTES = 1 << 20
"""The longest body that is accepted, as in the core."""

PIECE = 1 << 16

FRAMING = {"accept-encoding", "connection", "content-length", "host", "transfer-encoding"}
"""The headers that belong to the transport."""


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


Transport = Callable[[Any, Request, float], Awaitable[Response]]


async def send(
    transport: Transport, http: Any | None, request: Request, deadline: float
) -> Response:
    """Sends a request by one of the two transports below."""
    given = request.headers.items()
    headers = {name: value for name, value in given if name.lower() not in FRAMING}
    headers["Accept-Encoding"] = "identity"
    try:
        return await transport(http, replace(request, headers=headers), deadline)
    except Exception as error:  # noqa: BLE001 - clients raise errors of their own
        failure = _failure(error, deadline)
    # Raised here, so that the transport's error is not its context: it may hold bytes of the reply.
    raise failure


def send_blocking(http: Any | None, request: Request, deadline: float) -> Response:
    """Sends a request by the transport that blocks, without an event loop."""
    sending = send(blocking, http, request, deadline)
    try:
        sending.send(None)
    except StopIteration as end:
        reply: Response = end.value
        return reply
    raise RuntimeError("a transport that blocks waits for nothing else")


async def blocking(http: Any | None, request: Request, deadline: float) -> Response:
    """Blocks: by the caller's HTTP client, or by ``http.client`` without one."""
    if http is None:
        from jotkit import _socket  # noqa: PLC0415

        return _socket.exchange(request, deadline)
    # The caller's client may not keep to a deadline, so it works in a thread that can be left.
    reply: Response = in_thread(_by_client, http, request, deadline).result(seconds_left(deadline))
    return reply


async def asynchronous(http: Any | None, request: Request, deadline: float) -> Response:
    """By the caller's asynchronous client, or by ``http.client`` in a thread."""
    import asyncio  # noqa: PLC0415

    seconds = seconds_left(deadline)
    exchange: Any
    if http is None:
        from jotkit import _socket  # noqa: PLC0415

        exchange = asyncio.wrap_future(in_thread(_socket.exchange, request, deadline))
    else:
        exchange = _by_async_client(http, request, deadline)
    reply: Response = await asyncio.wait_for(exchange, seconds)
    return reply


def _failure(error: Exception, deadline: float) -> Exception:
    """Replaces an error of a transport. One that shows a mistake in the client is kept."""
    if isinstance(error, Failure):
        return Failure(error.cause)
    if _is_of_tls(error):
        return Failure("tls")
    known = isinstance(error, (OSError, ValueError)) or type(error).__module__ != "builtins"
    if not known:
        return error
    return Failure("timeout" if time.monotonic() >= deadline else "network")


def _is_of_tls(error: BaseException | None) -> bool:
    """Whether an error, or what caused a client's own error, is a certificate that was refused."""
    ssl = sys.modules.get("ssl")
    for _ in range(5):
        if ssl is None or error is None or isinstance(error, ssl.SSLCertVerificationError):
            break
        error = error.__cause__ or error.__context__
    return ssl is not None and isinstance(error, ssl.SSLCertVerificationError)


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


def _by_client(client: Any, request: Request, deadline: float) -> Response:
    """Sends by a client like ``httpx.Client`` or ``requests.Session``."""
    import contextlib  # noqa: PLC0415

    if callable(getattr(client, "stream", None)):
        opened = client.stream(**_httpx_arguments(request, deadline))
    else:
        reply = client.request(
            request.method,
            request.url,
            headers=request.headers,
            data=request.body,
            timeout=seconds_left(deadline),
            allow_redirects=False,
            stream=True,
            # requests would replace the Authorization header by a password of ~/.netrc.
            auth=lambda prepared: prepared,
        )
        opened = contextlib.closing(reply)
    with opened as reply:
        received = reply_headers(reply.headers.items())
        httpx_like = hasattr(reply, "iter_bytes")
        pieces = reply.iter_bytes() if httpx_like else reply.iter_content(PIECE)
        return Response(reply.status_code, received, collected(pieces, request.most, deadline))


async def _by_async_client(client: Any, request: Request, deadline: float) -> Response:
    """Sends by a client like ``httpx.AsyncClient``."""
    async with client.stream(**_httpx_arguments(request, deadline)) as reply:
        received = reply_headers(reply.headers.items())
        body = bytearray()
        async for piece in reply.aiter_bytes():
            _append(body, piece, request.most)
        return Response(reply.status_code, received, bytes(body))


def _httpx_arguments(request: Request, deadline: float) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "content": request.body,
        "timeout": seconds_left(deadline),
        "follow_redirects": False,
    }


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
        _append(body, piece, most)
        seconds_left(deadline)
    return bytes(body)


def _append(body: bytearray, piece: bytes, most: int) -> None:
    body += piece
    if len(body) > most:
        raise Failure("too_large")
