"""What the faces for ASGI and WSGI share: requests as the provider and the host's functions see them.

Replies, too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar
from urllib.parse import quote

from jotkit import _jotkit
from jotkit.provider._provider import Login, Reply

if TYPE_CHECKING:
    from jotkit.provider._provider import RequestParts

MAX_BODY_BYTES = _jotkit.provider_body_limit()
"""The greatest length of a body that a provider reads. A host reads one byte more and no further."""

# What a request may have in its query string as it is (RFC 3986 §2, and some that browsers leave
# alone); other bytes are escaped, which changes nothing about what they mean.
_QUERY = "!#$%&'()*+,/:;<=>?@[\\]^`{|}~\""
# What a path may have as it is (RFC 3986 §3.3), which servers hand on without its escapes.
_PATH = "!$&'()*+,/:;=@~"


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
A = TypeVar("A")


@dataclass(frozen=True)
class Site(Generic[A]):
    """What the host has to say about a browser: ``A`` is ``Ask`` or ``AsyncAsk``."""

    user: A
    session: A
    login: str


class Target(NamedTuple):
    """One of the provider's endpoints, at the path that was asked for."""

    path: str
    endpoint: Any
    is_page: bool
    """Whether it needs to know who is logged in."""


class Sent(NamedTuple):
    """A reply on its way out."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def target(path: str) -> Target | None:
    """What a path leads to, unless it is not the provider's."""
    found = _jotkit.provider_endpoint(path)
    return None if found is None else Target(path, *found)


def parts(
    method: str,
    query: bytes,
    mount: bytes,
    *,
    content_type: str | None,
    authorization: str | None,
) -> RequestParts:
    """A request as the provider sees it. Several headers of one name are joined with commas."""
    return {
        "method": method,
        "query": quote(query, safe=_QUERY),
        "mount": quote(mount.rstrip(b"/"), safe=_PATH),
        "content_type": content_type,
        "authorization": authorization,
    }


def sent(answer: Reply | Login, site: Site[Any]) -> Sent:
    """A reply as bytes, or one that sends the browser to the host's own page."""
    if isinstance(answer, Login):
        return _to_login(site.login, answer.return_to)
    body = answer.body.encode()
    headers = [*answer.headers.items(), ("content-length", str(len(body)))]
    return Sent(answer.status, headers, body)


def plain(status: int, text: str) -> Sent:
    """A reply of a face's own."""
    body = text.encode()
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "no-store"),
        ("content-length", str(len(body))),
    ]
    return Sent(status, headers, body)


def _to_login(login: str, return_to: str) -> Sent:
    joint = "&" if "?" in login else "?"
    location = f"{login}{joint}return_to={quote(return_to, safe='')}"
    headers = [("location", location), ("cache-control", "no-store"), ("content-length", "0")]
    return Sent(303, headers, b"")
