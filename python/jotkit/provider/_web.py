"""What the faces for ASGI and WSGI share: the request as the host's functions see it, and replies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import quote

from jotkit import _jotkit

if TYPE_CHECKING:
    from jotkit._errors import JotkitError
    from jotkit.provider._provider import Reply

MAX_BODY_BYTES = _jotkit.provider_body_limit()
"""The greatest length of a body that a provider reads. A host reads one byte more and no further."""

PAGES = {"authorize", "apps"}
"""The endpoints that browsers visit."""

# What a request may have in its path or query string as it is (RFC 3986 §2, and some that browsers
# leave alone); other bytes are escaped, which changes nothing about what they mean.
_PLAIN = "!#$%&'()*+,/:;<=>?@[\\]^`{|}~\""


class WebRequest:
    """A request, as far as the host's functions need it to say who is logged in."""

    def __init__(
        self, method: str, path: str, headers: Mapping[str, str], scope: MutableMapping[str, Any]
    ) -> None:
        self.method, self.path = method, path
        self.headers = headers
        """By name in lower case."""
        self.scope = scope
        """The scope of ASGI, or the ``environ`` of WSGI."""

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies as they were sent; of two of one name the first."""
        cookies: dict[str, str] = {}
        for part in self.headers.get("cookie", "").split(";"):
            name, equals, value = part.strip().partition("=")
            if equals:
                cookies.setdefault(name, value)
        return cookies

    @property
    def session(self) -> Any:
        """The session of a middleware such as Starlette's ``SessionMiddleware``."""
        return self.scope["session"]


Ask: TypeAlias = Callable[[WebRequest], str | None]
AsyncAsk: TypeAlias = Ask | Callable[[WebRequest], Awaitable[str | None]]


class Sent(NamedTuple):
    """A reply on its way out."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def escaped(raw: bytes) -> str:
    """A path or query string in ASCII."""
    return quote(raw, safe=_PLAIN)


def content_type(values: list[str]) -> str | None:
    """The header's value. Several are joined into one that is refused, whatever they are."""
    if len(values) > 1:
        return ", " + ", ".join(values)
    return values[0] if values else None


def sent(reply: Reply) -> Sent:
    """A reply as bytes."""
    body = reply.body.encode()
    return Sent(reply.status, [*reply.headers.items(), ("content-length", str(len(body)))], body)


def plain(status: int, text: str) -> Sent:
    """A reply of a face's own."""
    body = text.encode()
    headers = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body)))]
    return Sent(status, headers, body)


def to_login(login: str, address: str) -> Sent:
    """Sends the browser to the host's own page, and tells it where to come back to."""
    joint = "&" if "?" in login else "?"
    location = f"{login}{joint}return_to={quote(address, safe='')}"
    headers = [("location", location), ("cache-control", "no-store"), ("content-length", "0")]
    return Sent(303, headers, b"")


def mistake(error: JotkitError) -> Sent:
    """The reply where the host's own functions returned something that cannot be a user's id."""
    import logging  # noqa: PLC0415 - seldom needed

    logging.getLogger("jotkit.provider").error("%s (%s)", error, error.code)
    return plain(500, error.code)
