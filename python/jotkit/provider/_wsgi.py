"""The provider as a WSGI application, for Flask, Django and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from jotkit.provider import _faces

if TYPE_CHECKING:
    from jotkit.provider._faces import Ask, Sent, Site, Target
    from jotkit.provider._provider import Provider

Environ: TypeAlias = dict[str, Any]
WsgiApp: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def application(provider: Provider, site: Site[Ask], app: WsgiApp | None) -> WsgiApp:
    """Makes the application."""

    def serve(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        target = _faces.target(_text(environ, "PATH_INFO").decode("utf-8", "replace"))
        if target is not None:
            reply = _answer(provider, site, target, environ)
        elif app is not None:
            return app(environ, start_response)
        else:
            reply = _faces.plain(404, "Not Found")
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", reply.headers)
        return [reply.body]

    return serve


def _text(environ: Environ, name: str) -> bytes:
    """The bytes of a variable, which WSGI has as if they were Latin-1 (PEP 3333)."""
    value: str = environ.get(name) or ""
    return value.encode("latin-1", "replace")


def _answer(provider: Provider, site: Site[Ask], target: Target, environ: Environ) -> Sent:
    method: str = environ["REQUEST_METHOD"]
    parts = _faces.parts(
        method,
        _text(environ, "QUERY_STRING"),
        _text(environ, "SCRIPT_NAME"),
        content_type=environ.get("CONTENT_TYPE"),
        authorization=environ.get("HTTP_AUTHORIZATION"),
    )
    if target.is_page:
        headers = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        request = _faces.WebRequest(method, target.path, headers, environ)
        parts["user"], parts["session"] = site.user(request), site.session(request)
    body = _body(environ) if method == "POST" else None
    answer = provider.answer(target.endpoint, body, **parts)
    return _faces.sent(answer, site)


def _body(environ: Environ) -> bytes:
    """Reads a body, and no further than a byte more than a provider takes."""
    most = _faces.MAX_BODY_BYTES + 1
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
