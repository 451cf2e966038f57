"""The provider: what a service calls, and what it gets back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Protocol, TypeAlias, TypedDict

from jotkit import _jotkit
from jotkit.likecoin import AccessToken
from jotkit.provider._flow import Runner

if TYPE_CHECKING:
    from datetime import timedelta

    from typing_extensions import Unpack

    from jotkit._jotkit import ClientKeywords, ProviderDemands, ProviderKeywords
    from jotkit._types import AsgiApp
    from jotkit.provider._faces import Ask, AsyncAsk
    from jotkit.provider._wsgi import WsgiApp

Value: TypeAlias = str | int | None
Rows: TypeAlias = Iterable[Sequence[Value]]
Endpoint: TypeAlias = Literal["authorize", "token", "revoke", "introspect", "apps"]


class Store(Protocol):
    """A database: runs a statement in autocommit and returns all of its rows.

    Parameters are numbered ``$1``, ``$2`` and on, in the order of ``params``.
    """

    def run(self, sql: str, params: Sequence[Value], /) -> Rows | Awaitable[Rows]:
        """Runs a statement; it may be an ``async def``."""
        ...


class User(TypedDict, total=False):
    """What a host knows about a user."""

    display_name: str | None
    avatar: str | None
    email: str | None


FoundUser: TypeAlias = Mapping[str, Any] | User | None
Users: TypeAlias = Callable[[str], FoundUser] | Callable[[str], Awaitable[FoundUser]]
OnEvent: TypeAlias = Callable[[dict[str, Any]], object]
Ids: TypeAlias = list[str]


class RequestParts(TypedDict, total=False):
    """The parts of a request that ``Provider.answer`` looks at; ``None`` is absent."""

    method: str | None
    """The method. Without it: ``POST`` if there is a body, else ``GET``."""
    query: str | None
    """The query string, without its question mark."""
    content_type: str | None
    """The value of the header ``Content-Type``."""
    authorization: str | None
    """The value of the header ``Authorization``."""
    user: str | None
    """The id of the user who is logged in."""
    session: str | None
    """What tells the browser's session from others, such as the value of its cookie. Without it no
    form is accepted."""
    mount: str | None
    """Where the provider's paths begin, such as ``/auth``, if not at the root."""


@dataclass(frozen=True)
class Reply:
    """An HTTP reply, to be sent as it is."""

    status: int
    headers: dict[str, str] = field(repr=False)
    """With names in lower case."""
    body: str = field(repr=False)
    page: dict[str, Any] | None = field(default=None, repr=False)
    """What a page shows, for a host that draws its own: ``page`` (the word of a refusal),
    ``consent`` or ``apps``."""


@dataclass(frozen=True)
class Login:
    """Instead of a reply: have the user log in and come back."""

    return_to: str = field(repr=False)
    """Where to: path and query of this request, on this server."""


@dataclass(frozen=True)
class App:
    """A client that a user has allowed something."""

    client_id: str
    name: str
    """What the client is called."""
    scope: list[str]
    """What it is allowed."""
    since: int
    """Since when, in seconds since 1970."""
    used: int | None = None
    """When it last got a token, if it did, in seconds since 1970."""


class Provider:
    """An authorization server, safe to share between threads and between tasks.

    ``store`` is ``SQLite(path)``, ``Postgres(...)`` or any object with ``run(sql, params)``, which may
    be an ``async def``. ``users`` finds a user by id: a mapping with ``display_name``, ``avatar`` and
    ``email``, which may be empty, or ``None`` if there is none of that id any more; it may be an
    ``async def``, too. An exception of either is answered with status 503.

    The keywords are the options of a provider: ``key``, ``common_secret`` and ``host`` are required.
    ``on_event`` is called with a dictionary of what happened: ``name``, ``time`` and, where they are
    known, ``client``, ``user``, ``reason`` and ``cause``; no secret is among them, and what it raises
    is ignored. ``clock`` is called for the time; by default it is ``time.time``.

    Each method has a form for asyncio whose name ends in ``_async``. It is the only one where the
    store or ``users`` is asynchronous; one of them that blocks runs in threads of the provider's own.
    What takes ten seconds is not waited for, and answered with 503.

    Raises ``UsageError`` for options that are missing or out of range, and ``InvalidKey`` for a key of
    fewer than 32 bytes and a blank common secret. Methods raise ``FlowError`` with the code
    ``server_unavailable`` if the database fails; the driver's exception is its cause.
    """

    def __init__(
        self,
        store: Store,
        *,
        users: Users,
        on_event: OnEvent | None = None,
        **options: Unpack[ProviderKeywords],
    ) -> None:
        self._core = _jotkit.ProviderCore(**options)
        self._runner = Runner(store, users, on_event)
        self.clients = Clients(self._core, self._runner)
        """The clients, and how they are registered."""

    def __repr__(self) -> str:
        return repr(self._core)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Provider cannot be pickled or copied: it holds a secret")

    def setup(self) -> None:
        """Makes the tables. Raises ``UsageError`` if they belong to a newer version of jotkit."""
        self._runner.run(self._core.setup())

    async def setup_async(self) -> None:
        """Does what ``setup`` does."""
        await self._runner.run_async(self._core.setup())

    def answer(
        self, endpoint: Endpoint, body: bytes | None = None, **request: Unpack[RequestParts]
    ) -> Reply | Login:
        """Answers a request, for a framework that ``asgi`` and ``wsgi`` do not serve.

        Read no more of a body than ``MAX_BODY_BYTES`` and one byte. Raises ``UsageError`` for parts
        that are not text, an id that is longer than 2048 bytes, blank or has control characters,
        and a ``mount`` that is not a path of this server.
        """
        return _reply(self._runner.run(self._begun(endpoint, body, request)))

    async def answer_async(
        self, endpoint: Endpoint, body: bytes | None = None, **request: Unpack[RequestParts]
    ) -> Reply | Login:
        """Does what ``answer`` does."""
        return _reply(await self._runner.run_async(self._begun(endpoint, body, request)))

    def _begun(
        self, endpoint: str, body: bytes | None, request: RequestParts
    ) -> _jotkit.ProviderFlow:
        parts = {name: value for name, value in request.items() if value is not None}
        return self._core.answer({"endpoint": endpoint, **parts}, body)

    def verify(self, token: str | bytes, **demands: Unpack[ProviderDemands]) -> AccessToken:
        """Verifies an access token as an API does, and that it has not been revoked.

        ``all`` are scopes that it must all cover, ``any`` scopes of which one suffices. Raises what
        ``likecoin.Verifier.verify`` raises, ``RefusedToken`` with the code ``token_revoked``, and
        ``InvalidKey`` with the code ``keys_unavailable`` if the database fails:
        ``likecoin.refusal`` and ``error.challenge`` have the reply; 503 is the latter's.
        """
        return AccessToken(**self._runner.run(self._core.verify(token, **demands)))

    async def verify_async(
        self, token: str | bytes, **demands: Unpack[ProviderDemands]
    ) -> AccessToken:
        """Does what ``verify`` does."""
        flow = self._core.verify(token, **demands)
        return AccessToken(**await self._runner.run_async(flow))

    def apps(self, user: str) -> list[App]:
        """Lists what a user has allowed, for a page of the host's own."""
        return _apps(self._runner.run(self._core.apps(user)))

    async def apps_async(self, user: str) -> list[App]:
        """Does what ``apps`` does."""
        return _apps(await self._runner.run_async(self._core.apps(user)))

    def withdraw(self, user: str, client_id: str) -> bool:
        """Ends what a user allowed a client, and all tokens that came of it.

        Returns whether there was anything. When an account is deleted, call it for each of ``apps``.
        """
        return bool(self._runner.run(self._core.withdraw(user, client_id)))

    async def withdraw_async(self, user: str, client_id: str) -> bool:
        """Does what ``withdraw`` does."""
        return bool(await self._runner.run_async(self._core.withdraw(user, client_id)))

    def sweep(self) -> None:
        """Deletes codes that expired a day ago and grants that ended two days ago.

        A provider does so itself now and then.
        """
        self._runner.run(self._core.sweep())

    async def sweep_async(self) -> None:
        """Does what ``sweep`` does."""
        await self._runner.run_async(self._core.sweep())

    @staticmethod
    def statements() -> list[tuple[str, str]]:
        """Every statement with its name, the schema's first; several are called ``schema``."""
        return _jotkit.provider_statements()

    def asgi(
        self,
        *,
        user: AsyncAsk,
        session: AsyncAsk,
        login: str,
        app: AsgiApp | None = None,
    ) -> AsgiApp:
        """Makes an ASGI application of the provider's pages and endpoints, to be mounted.

        ``user`` and ``session`` are given a ``WebRequest`` and return the id of the user who is
        logged in and what tells the browser's session from others, or ``None``; without a session
        no form is accepted. They may be asynchronous, must not block, and have ten seconds. ``login``
        is the address of the page on which users log in: they are sent there with the parameter
        ``return_to``, a path of this server to come back to.

        What the two functions raise goes to the server, and so does ``UsageError`` for an id that
        ``answer`` does not take.

        Other paths go to ``app``, or are answered with 404.
        """
        from jotkit.provider import _asgi, _faces  # noqa: PLC0415 - it imports asyncio

        return _asgi.application(self, _faces.Site(user, session, login), app)

    def wsgi(
        self,
        *,
        user: Ask,
        session: Ask,
        login: str,
        app: WsgiApp | None = None,
    ) -> WsgiApp:
        """Makes a WSGI application of the provider's pages and endpoints, as ``asgi`` does.

        The server has to limit the time that a request's body takes.
        """
        if not self._runner.blocks:
            raise TypeError("the store or users is asynchronous: use asgi")
        from jotkit.provider import _faces, _wsgi  # noqa: PLC0415

        return _wsgi.application(self, _faces.Site(user, session, login), app)


class Clients:
    """The clients of a provider: ``provider.clients``."""

    def __init__(self, core: _jotkit.ProviderCore, runner: Runner) -> None:
        self._core, self._runner = core, runner

    def put(self, client_id: str, **client: Unpack[ClientKeywords]) -> None:
        """Registers a client, or registers it again with everything that it is given here.

        ``secret`` is required for a new client. One that the client has already stays with its
        others, another one replaces them all; ``new_secret`` adds one. Raises ``UsageError`` and
        ``InvalidKey``.
        """
        self._runner.run(self._put(client_id, client))

    async def put_async(self, client_id: str, **client: Unpack[ClientKeywords]) -> None:
        """Does what ``put`` does."""
        await self._runner.run_async(self._put(client_id, client))

    def _put(self, client_id: str, client: ClientKeywords) -> _jotkit.ProviderFlow:
        options: dict[str, Any] = {"client_id": client_id, **client}
        if "secret" in options:
            options["client_secret"] = options.pop("secret")
        return self._core.put_client(**options)

    def new_secret(
        self, client_id: str, secret: str | None = None, *, keep: int | timedelta
    ) -> str:
        """Gives a client another secret, a random one if none is given, and returns it.

        Those it had authenticate it for ``keep`` seconds more, and tokens that were issued with them
        are good for an hour after that. Raises ``InvalidKey`` with the code ``client_unknown`` or
        ``key_weak``.
        """
        return str(self._runner.run(self._core.new_secret(client_id, secret, keep)))

    async def new_secret_async(
        self, client_id: str, secret: str | None = None, *, keep: int | timedelta
    ) -> str:
        """Does what ``new_secret`` does."""
        flow = self._core.new_secret(client_id, secret, keep)
        return str(await self._runner.run_async(flow))

    def list(self) -> Ids:
        """Lists the ids of all clients."""
        return [str(name) for name in self._runner.run(self._core.clients())]

    async def list_async(self) -> Ids:
        """Does what ``list`` does."""
        return [str(name) for name in await self._runner.run_async(self._core.clients())]


def _reply(done: dict[str, Any]) -> Reply | Login:
    return Login(done["return_to"]) if "login" in done else Reply(**done)


def _apps(done: list[dict[str, Any]]) -> list[App]:
    return [App(**app) for app in done]
