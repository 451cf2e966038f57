"""The provider as a WSGI application, for Flask, Django and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from jotkit import _jotkit
from jotkit._errors import UsageError
from jotkit.provider import _web

if TYPE_CHECKING:
    from jotkit.provider._provider import Provider
    from jotkit.provider._web import Ask, Sent

Environ: TypeAlias = dict[str, Any]
WsgiApp: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Site(NamedTuple):
    """What the host has to say about a browser."""

    user: Ask
    session: Ask
    login: str


def application(provider: Provider, site: Site, app: WsgiApp | None) -> WsgiApp:
    """Makes the application."""

    def serve(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = _text(environ, "PATH_INFO").decode("utf-8", "replace")
        endpoint = _jotkit.provider_endpoint(path)
        if endpoint is not None:
            reply = _answer(provider, site, endpoint, path, environ)
        elif app is not None:
            return app(environ, start_response)
        else:
            reply = _web.plain(404, "Not Found")
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", reply.headers)
        return [reply.body]

    return serve


def _text(environ: Environ, name: str) -> bytes:
    """The bytes of a variable, which WSGI has as if they were Latin-1 (PEP 3333)."""
    value: str = environ.get(name) or ""
    return value.encode("latin-1", "replace")


def _answer(provider: Provider, site: Site, endpoint: Any, path: str, environ: Environ) -> Sent:
    query = _web.escaped(_text(environ, "QUERY_STRING"))
    mount = _web.escaped(_text(environ, "SCRIPT_NAME").rstrip(b"/"))
    method: str = environ["REQUEST_METHOD"]
    who: dict[str, Any] = {}
    if endpoint in _web.PAGES:
        headers = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        request = _web.WebRequest(method, path, headers, environ)
        who = {"user": site.user(request), "session": site.session(request)}
    try:
        reply = provider.answer(
            endpoint,
            _body(environ) if method == "POST" else None,
            method=method,
            query=query,
            content_type=environ.get("CONTENT_TYPE") or None,
            authorization=environ.get("HTTP_AUTHORIZATION"),
            mount=mount,
            **who,
        )
    except UsageError as error:
        return _web.mistake(error)
    if reply is None:
        return _web.to_login(site.login, f"{mount}{path}?{query}".removesuffix("?"))
    return _web.sent(reply)


def _body(environ: Environ) -> bytes:
    """Reads a body, and no further than a byte more than a provider takes."""
    most = _web.MAX_BODY_BYTES + 1
    length: str = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        left = min(int(length[:10]), most)
    else:
        # A server that knows where a body without length ends says so.
        left = most if environ.get("wsgi.input_terminated") else 0
    body = bytearray()
    while left and (piece := environ["wsgi.input"].read(left)):
        body += piece
        left -= len(piece)
    return bytes(body)
