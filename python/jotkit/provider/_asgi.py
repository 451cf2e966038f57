"""The provider as an ASGI application, for FastAPI, Starlette and others."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

from jotkit import _jotkit
from jotkit._errors import UsageError
from jotkit.provider import _web

if TYPE_CHECKING:
    from jotkit._types import AsgiApp, Message, Receive, Send
    from jotkit.provider._provider import Provider
    from jotkit.provider._web import AsyncAsk, Sent, WebRequest

BODY_SECONDS = 10.0
"""For how long a body is waited for."""


class Site(NamedTuple):
    """What the host has to say about a browser."""

    user: AsyncAsk
    session: AsyncAsk
    login: str


class _Gone(Exception):
    """The client went away."""


def application(provider: Provider, site: Site, app: AsgiApp | None) -> AsgiApp:
    """Makes the application."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        path = _route(scope) if scope["type"] == "http" else ""
        endpoint = _jotkit.provider_endpoint(path)
        if endpoint is not None:
            try:
                reply = await _answer(provider, site, endpoint, path, scope, receive)
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
    provider: Provider, site: Site, endpoint: Any, path: str, scope: Message, receive: Receive
) -> Sent:
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    query = _web.escaped(scope.get("query_string", b""))
    mount = _web.escaped(scope.get("root_path", "").rstrip("/").encode("utf-8", "replace"))
    method: str = scope["method"]
    body = None
    if method == "POST":
        try:
            body = await asyncio.wait_for(_body(receive), BODY_SECONDS)
        except asyncio.TimeoutError:
            return _web.plain(408, "The request's body did not come in time.")
    who: dict[str, Any] = {}
    if endpoint in _web.PAGES:
        joined = {
            name: ("; " if name == "cookie" else ", ").join(values)
            for name, values in headers.items()
        }
        request = _web.WebRequest(method, path, joined, scope)
        who = {"user": await _asked(site.user, request)}
        who["session"] = await _asked(site.session, request)
    try:
        reply = await provider.answer_async(
            endpoint,
            body,
            method=method,
            query=query,
            content_type=_web.content_type(headers.get("content-type", [])),
            # Several are not Basic's base64.
            authorization=", ".join(headers.get("authorization", [])),
            mount=mount,
            **who,
        )
    except UsageError as error:
        return _web.mistake(error)
    if reply is None:
        return _web.to_login(site.login, f"{mount}{path}?{query}".removesuffix("?"))
    return _web.sent(reply)


async def _asked(function: AsyncAsk, request: WebRequest) -> str | None:
    answer = function(request)
    if inspect.isawaitable(answer):
        answer = await answer
    return answer


async def _body(receive: Receive) -> bytes:
    """Reads a body, and no further than a byte more than a provider takes."""
    body = bytearray()
    while len(body) <= _web.MAX_BODY_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body[: _web.MAX_BODY_BYTES + 1])


async def _send(send: Send, reply: Sent) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


async def _decline(scope: Message, receive: Receive, send: Send) -> None:
    """Answers what is not the provider's, where there is no other application."""
    match scope["type"]:
        case "http":
            await _send(send, _web.plain(404, "Not Found"))
        case "websocket":
            await send({"type": "websocket.close", "code": 1000})
        case "lifespan":
            while True:
                event: str = (await receive())["type"]
                await send({"type": f"{event}.complete"})
                if event == "lifespan.shutdown":
                    break
