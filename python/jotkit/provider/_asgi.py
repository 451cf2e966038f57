"""The provider as an ASGI application, for FastAPI, Starlette and others."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING

from jotkit.provider import _faces
from jotkit.provider._flow import LIMIT

if TYPE_CHECKING:
    from jotkit._types import AsgiApp, Message, Receive, Send
    from jotkit.provider._faces import AsyncAsk, Sent, Site, Target, WebRequest
    from jotkit.provider._provider import Provider

BODY_SECONDS = 10.0
"""For how long a body is waited for."""


class _Gone(Exception):
    """The client went away."""


def application(provider: Provider, site: Site[AsyncAsk], app: AsgiApp | None) -> AsgiApp:
    """Makes the application."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        target = _faces.target(_route(scope)) if scope["type"] == "http" else None
        if target is not None:
            try:
                reply = await _answer(provider, site, target, scope, receive)
            except _Gone:
                return
            await _send(send, reply)
        elif app is not None:
            await app(scope, receive, send)
        else:
            await _decline(scope, receive, send)

    return serve


def _route(scope: Message) -> str:
    """The path below the mount; servers and routers leave the mount's own part in it."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    below = path.removeprefix(root)
    path = below if below.startswith("/") else path
    # Some servers leave lone surrogates in it.
    return path.encode("utf-8", "replace").decode()


async def _answer(
    provider: Provider, site: Site[AsyncAsk], target: Target, scope: Message, receive: Receive
) -> Sent:
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    joined = {
        name: ("; " if name == "cookie" else ", ").join(values) for name, values in headers.items()
    }
    method: str = scope["method"]
    body = None
    if method == "POST":
        try:
            body = await asyncio.wait_for(_body(receive), BODY_SECONDS)
        except asyncio.TimeoutError:
            return _faces.plain(408, "REQUEST_TIMEOUT")
    parts = _faces.parts(
        method,
        scope.get("query_string", b""),
        scope.get("root_path", "").encode("utf-8", "replace"),
        content_type=joined.get("content-type"),
        authorization=joined.get("authorization"),
    )
    if target.is_page:
        request = _faces.WebRequest(method, target.path, joined, scope)
        parts["user"] = await _asked(site.user, request)
        parts["session"] = await _asked(site.session, request)
    answer = await provider.answer_async(target.endpoint, body, **parts)
    return _faces.sent(answer, site)


async def _asked(function: AsyncAsk, request: WebRequest) -> str | None:
    answer = function(request)
    if inspect.isawaitable(answer):
        return await asyncio.wait_for(answer, LIMIT)
    return answer


async def _body(receive: Receive) -> bytes:
    """Reads a body, and no further than a byte more than a provider takes."""
    body = bytearray()
    while len(body) <= _faces.MAX_BODY_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body[: _faces.MAX_BODY_BYTES + 1])


async def _send(send: Send, reply: Sent) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


async def _decline(scope: Message, receive: Receive, send: Send) -> None:
    """Answers what is not the provider's, where there is no other application."""
    match scope["type"]:
        case "http":
            await _send(send, _faces.plain(404, "Not Found"))
        case "websocket":
            await send({"type": "websocket.close", "code": 1000})
        case "lifespan":
            while True:
                event: str = (await receive())["type"]
                await send({"type": f"{event}.complete"})
                if event == "lifespan.shutdown":
                    break
