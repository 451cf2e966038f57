"""Sending one HTTP request: no redirects, a timeout, a limit to the reply.

A session is anything with a ``request`` method as ``requests`` or ``httpx`` have it; without one the
standard library sends. A redirect is a reply like any other: following it would carry the client's
secret or the user's token to wherever the reply says.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from jotkit import _jotkit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from http.client import HTTPResponse

MOST_BYTES = 1 << 20
"""The longest reply that is taken. The same as the core's limit for the token endpoint's."""

CHUNK = 1 << 16


@dataclass(frozen=True)
class Request:
    """What is sent. Its headers or its body hold a secret."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    timeout: float


@dataclass(frozen=True)
class Response:
    """What an API answered, of at most 1 MiB."""

    status: int
    headers: dict[str, str] = field(repr=False)
    """The headers, their names in lower case."""
    body: bytes = field(repr=False)
    reaction: Literal["done", "refresh_and_retry", "reauthorize", "failed"] = "failed"
    """``done``; ``reauthorize`` if the user has to go through the consent page again; or ``failed``
    for a reason that has nothing to do with the token."""

    def text(self) -> str:
        """Returns the body as text. Bytes that are no UTF-8 are replaced."""
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        """Returns the body read as JSON. Raises ``ValueError`` if it is none."""
        return json.loads(self.body)


def send(session: Any | None, request: Request) -> Response:
    """Sends a request by way of a session, or of the standard library."""
    if session is None:
        return _send_by_standard_library(request)
    if not _is_httpx_like(session):
        reply = session.request(**_requests_arguments(session, request))
        try:
            body = _collected(reply.iter_content(CHUNK)) if _streams(session) else reply.content
        finally:
            close = getattr(reply, "close", None)
            if close is not None:
                close()
    elif hasattr(session, "stream"):
        with session.stream(**_httpx_arguments(request)) as reply:
            body = _collected(reply.iter_bytes())
    else:
        reply = session.request(**_httpx_arguments(request))
        body = reply.content
    return _response(reply, body)


async def send_async(session: Any | None, request: Request) -> Response:
    """Sends a request by way of an ``httpx``-like asynchronous session, or in a thread."""
    if session is None:
        return await asyncio.to_thread(_send_by_standard_library, request)
    if hasattr(session, "stream"):
        async with session.stream(**_httpx_arguments(request)) as reply:
            body = bytearray()
            async for chunk in reply.aiter_bytes():
                body += chunk
                _check_size(len(body))
    else:
        reply = await session.request(**_httpx_arguments(request))
        body = reply.content
    return _response(reply, body)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _send_by_standard_library(request: Request) -> Response:
    deadline = time.monotonic() + request.timeout
    # The address has been checked: it is https, or http on this machine.
    prepared = urllib.request.Request(  # noqa: S310
        request.url, request.body, request.headers, method=request.method
    )
    reply: HTTPResponse | urllib.error.HTTPError
    try:
        reply = _OPENER.open(prepared, timeout=request.timeout)
    except urllib.error.HTTPError as refusal:
        reply = refusal
    with reply:
        # The socket's timeout is for each read; a reply that drips has to end, too.
        body = bytearray()
        while chunk := reply.read1(CHUNK):
            body += chunk
            _check_size(len(body))
            if time.monotonic() > deadline:
                raise TimeoutError
        return Response(reply.status or 0, _lower_case(reply.headers.items()), bytes(body))


def _is_httpx_like(session: Any) -> bool:
    return "follow_redirects" in inspect.signature(session.request).parameters


def _streams(session: Any) -> bool:
    return "stream" in inspect.signature(session.request).parameters


def _httpx_arguments(request: Request) -> dict[str, Any]:
    return {
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "content": request.body,
        "timeout": request.timeout,
        "follow_redirects": False,
    }


def _requests_arguments(session: Any, request: Request) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "data": request.body,
        "timeout": request.timeout,
        "allow_redirects": False,
    }
    parameters = inspect.signature(session.request).parameters
    if "stream" in parameters:
        arguments["stream"] = True
    if "auth" in parameters:
        # requests would put a password of ~/.netrc in the place of the Authorization header.
        arguments["auth"] = _as_it_is
    return arguments


def _as_it_is(prepared: Any) -> Any:
    return prepared


def _collected(chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        _check_size(len(body))
    return bytes(body)


def _response(reply: Any, body: bytes | bytearray) -> Response:
    _check_size(len(body))
    return Response(reply.status_code, _lower_case(reply.headers.items()), bytes(body))


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise _jotkit.response_too_large()


def _lower_case(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def headers_with(authorization: str, headers: Mapping[str, str] | None) -> dict[str, str]:
    """Adds the token's header to a caller's, in the place of one of that name."""
    kept = {} if headers is None else dict(headers)
    kept = {name: value for name, value in kept.items() if name.lower() != "authorization"}
    return {**kept, "Authorization": authorization}
