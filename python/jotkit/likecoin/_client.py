"""The OAuth client that talks to LikeCoin: logins, and sessions that hold one user's tokens.

The core decides what to send and what a reply means. A session here sends, waits and notifies.

Both kinds of client run the same coroutines. Those of a blocking client never wait for an event
loop, so one step runs them to their end.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict, TypeVar

from jotkit import _http, _jotkit
from jotkit._errors import UsageError
from jotkit._exchange import Failure, Request, Response
from jotkit.likecoin import _oauth
from jotkit.likecoin._oauth import TokenResponse

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine, Mapping, Sequence

    from typing_extensions import Unpack

    from jotkit._http import Transport
    from jotkit._jotkit import LikeCoinEndpoint, LikeCoinEndpoints, LikeCoinState
    from jotkit.likecoin._oauth import Authorization, HttpRequest

T = TypeVar("T")
OnRefresh = Callable[[TokenResponse], Any] | None
Resume = Callable[[], dict[str, Any]]

DEFAULT_TIMEOUT = 10.0
"""Seconds."""


class CallOptions(TypedDict, total=False):
    """The keywords of a call."""

    headers: Mapping[str, str] | None
    data: bytes | str | None
    json: object
    timeout: float | None


def _run(blocking: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine of a blocking client."""
    try:
        blocking.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        blocking.close()
    raise RuntimeError("a blocking client has no event loop for an asynchronous on_refresh")


class _Threads:
    """Where threads wait until another one's call had a reply, and may have refreshed."""

    def __init__(self) -> None:
        import threading  # noqa: PLC0415

        self._changed = threading.Condition()

    async def wait(self, resume: Resume, deadline: float) -> dict[str, Any]:
        with self._changed:
            step = resume()
            if "wait" in step and not self._changed.wait(max(0, deadline - time.monotonic())):
                raise Failure("timeout")
            return step

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


class _Tasks:
    """The same for the tasks of one event loop."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    async def wait(self, resume: Resume, deadline: float) -> dict[str, Any]:
        import asyncio  # noqa: PLC0415 - few programs need it

        step = resume()
        if "wait" in step:
            changed = asyncio.get_running_loop().create_future()
            self._waiting.append(changed)
            done, _ = await asyncio.wait([changed], timeout=deadline - time.monotonic())
            if not done:
                raise Failure("timeout")
        return step

    def wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for changed in waiting:
            if not changed.done():
                changed.set_result(None)


class _SecretHolder:
    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be pickled or copied: it holds a secret")


class _BaseClient(_SecretHolder):
    _transport: Transport

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        *,
        http: Any | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        **endpoints: Unpack[LikeCoinEndpoints],
    ) -> None:
        # What is left out stays left out: the core has the default addresses.
        rest: dict[str, Any] = {**endpoints}
        self._consent: LikeCoinEndpoint = {}
        if "authorize_endpoint" in rest:
            self._consent["endpoint"] = rest.pop("authorize_endpoint")
        self._identity = {"client_id": client_id, "redirect_uri": redirect_uri}
        self._settings = {**self._identity, "client_secret": client_secret, **rest}
        self._send = partial(_http.send, self._transport, http)
        self._timeout = timeout
        # The core judges the settings now, and not after a user's consent.
        _jotkit.LikeCoinSession(self._settings, {"access_token": "none"})

    def __repr__(self) -> str:
        return f"{type(self).__name__}(client_id={self._identity['client_id']!r})"

    def authorize_url(
        self, scope: Sequence[str] = (), **state: Unpack[LikeCoinState]
    ) -> Authorization:
        """Makes the address of the consent page. ``state`` is random if it is left out."""
        return _oauth.authorize_url(scope=scope, **self._identity, **state, **self._consent)

    async def _exchanged(self, code: str) -> TokenResponse:
        return await self._granted(_oauth.token_request(code=code, **self._settings))

    async def _refreshed(self, refresh_token: str) -> TokenResponse:
        settings = {**self._settings}
        del settings["redirect_uri"]
        request = _oauth.refresh_request(refresh_token=refresh_token, **settings)
        return await self._granted(request, refresh_token)

    async def _granted(self, made: HttpRequest, held: str | None = None) -> TokenResponse:
        request = Request(made.method, made.url, made.headers, made.body.encode())
        try:
            reply = await self._send(request, time.monotonic() + self._timeout)
        except Failure as failure:
            raise _jotkit.no_reply(failure.cause) from None
        return _oauth.parse_token_response(reply.status, reply.body, held)


class _BaseSession(_SecretHolder):
    _room: _Threads | _Tasks

    def __init__(
        self, client: _BaseClient, tokens: TokenResponse, on_refresh: OnRefresh = None
    ) -> None:
        held = {name: value for name, value in asdict(tokens).items() if value is not None}
        self._core = _jotkit.LikeCoinSession(client._settings, held)  # noqa: SLF001
        self._send = client._send  # noqa: SLF001
        self._timeout = client._timeout  # noqa: SLF001
        self._on_refresh = on_refresh

    def __repr__(self) -> str:
        return f"{type(self).__name__}(user={self.tokens.user!r})"

    @property
    def tokens(self) -> TokenResponse:
        """The tokens held now. Keep them to go on later."""
        return TokenResponse(**self._core.tokens())

    async def _called(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        data: bytes | str | None = None,
        json: object = None,
        timeout: float | None = None,
    ) -> Response:
        deadline = time.monotonic() + (self._timeout if timeout is None else timeout)
        kept = dict(headers or {})
        body = _encoded(kept, data, json)
        call, step = self._core.call({"method": method, "url": url, "headers": kept}, body)
        try:
            while "done" not in step:
                if "send" in step:
                    if "store" in step and self._on_refresh is not None:
                        stored = self._on_refresh(TokenResponse(**step["store"]))
                        if isinstance(stored, Awaitable):
                            await stored
                    reply = await self._send(Request(**step["send"]), deadline)
                    step = self._core.reply(call, reply.status, reply.headers, reply.body)
                    self._room.wake()
                else:
                    step = await self._room.wait(partial(self._core.resume, call), deadline)
            return replace(reply, reaction=step["done"]["reaction"])
        except Failure as failure:
            raise self._core.failed(call, failure.cause) from None
        finally:
            # Another call refreshes if this one went away before its end.
            try:
                self._core.cancel(call)
            except UsageError:
                pass  # it has ended
            finally:
                self._room.wake()

    async def _left(self, timeout: float | None) -> None:
        made = self._core.logout()
        request = Request(**{**made, "body": made["body"].encode()})
        deadline = time.monotonic() + (self._timeout if timeout is None else timeout)
        try:
            reply = await self._send(request, deadline)
        except Failure as failure:
            raise _jotkit.no_reply(failure.cause) from None
        self._core.logged_out(reply.status, reply.headers, reply.body)


def _encoded(headers: dict[str, str], data: bytes | str | None, json: object) -> bytes | None:
    if json is not None:
        if data is not None:
            raise TypeError("give either data or json")
        from json import dumps  # noqa: PLC0415

        data = dumps(json, allow_nan=False)
        if not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
    body = data.encode() if isinstance(data, str) else data
    if body is not None and not isinstance(body, bytes):
        # An iterator could not be sent a second time after a refresh.
        raise TypeError(f"data must be str or bytes, not {type(data).__name__}")
    return body


class Client(_BaseClient):
    """An application's OAuth client. Safe to share between threads.

    ``http`` is a client like ``requests.Session`` or ``httpx.Client`` to send with, in place of the
    standard library, which uses no proxy. ``timeout`` is the time in seconds for a whole call, a
    refresh included. ``endpoint`` and ``authorize_endpoint`` are another API and consent page than
    the production service's.

    A client of yours that does not end at the timeout keeps a thread until it does.
    """

    _transport = staticmethod(_http.blocking)

    def login(self, callback_url: str, state: str, *, on_refresh: OnRefresh = None) -> Session:
        """Finishes a login with the address that the user came back to.

        Raises ``FlowError`` as ``parse_callback`` and ``exchange`` do.
        """
        return self.exchange(_jotkit.parse_callback(callback_url, state), on_refresh=on_refresh)

    def exchange(self, code: str, *, on_refresh: OnRefresh = None) -> Session:
        """Exchanges an authorization code for a session. A code can be used once.

        Raises ``FlowError`` as ``parse_token_response`` does, and with the code
        ``server_unavailable`` if no reply came in time.
        """
        return self.session(_run(self._exchanged(code)), on_refresh=on_refresh)

    def refresh(self, refresh_token: str) -> TokenResponse:
        """Gets new tokens for a refresh token. A session does it by itself when its token expires.

        Raises ``FlowError`` as ``exchange`` does.
        """
        return _run(self._refreshed(refresh_token))

    def session(self, tokens: TokenResponse, *, on_refresh: OnRefresh = None) -> Session:
        """Makes a session of the tokens of an earlier login."""
        return Session(self, tokens, on_refresh)


class Session(_BaseSession):
    """One user's tokens, and the API calls made with them. Made by a ``Client``.

    Safe to share between threads. ``on_refresh`` is called with the new tokens after a refresh, to
    keep them.
    """

    def __init__(self, client: Client, tokens: TokenResponse, on_refresh: OnRefresh = None) -> None:
        super().__init__(client, tokens, on_refresh)
        self._room = _Threads()

    def call(self, method: str, url: str, **request: Unpack[CallOptions]) -> Response:
        """Calls the API with the access token, and returns its reply whatever the status.

        ``url`` is a path such as ``/users/profile``, or an absolute address of the API: the token is
        sent nowhere else. The keywords are ``headers``, ``data`` (bytes, or a ``str`` in UTF-8) or
        ``json`` (what ``json.dumps`` takes), and ``timeout`` in place of the client's.

        If the token has expired, it is refreshed and the call made again, once; calls that run at the
        same time share one refresh. Raises ``FlowError`` with the code ``request_refused`` if the
        refresh is refused (send the user through the consent page), ``server_unavailable`` if there
        is no answer in time or the refresh meets a server error (the tokens are still good), and
        ``response_invalid``. Raises ``UsageError`` if the address is not the API's.
        """
        return _run(self._called(method, url, **request))

    def logout(self, *, timeout: float | None = None) -> None:
        """Ends the session's tokens at the server, those of other processes of this login too.

        Needs a server with jotkit's provider: LikeCoin's endpoint for it is not public. The session
        keeps its tokens, and the API refuses them. Raises ``FlowError`` with the code
        ``server_unavailable`` (the tokens may still be good), ``request_refused`` or
        ``response_invalid``.
        """
        _run(self._left(timeout))


class AsyncClient(_BaseClient):
    """``Client`` for ``asyncio``.

    ``http`` is a client like ``httpx.AsyncClient``; without one, the standard library sends in a
    thread.
    """

    _transport = staticmethod(_http.asynchronous)

    async def login(
        self, callback_url: str, state: str, *, on_refresh: OnRefresh = None
    ) -> AsyncSession:
        """Finishes a login, as ``Client.login`` does."""
        code = _jotkit.parse_callback(callback_url, state)
        return await self.exchange(code, on_refresh=on_refresh)

    async def exchange(self, code: str, *, on_refresh: OnRefresh = None) -> AsyncSession:
        """Exchanges an authorization code for a session, as ``Client.exchange`` does."""
        return self.session(await self._exchanged(code), on_refresh=on_refresh)

    async def refresh(self, refresh_token: str) -> TokenResponse:
        """Gets new tokens for a refresh token, as ``Client.refresh`` does."""
        return await self._refreshed(refresh_token)

    def session(self, tokens: TokenResponse, *, on_refresh: OnRefresh = None) -> AsyncSession:
        """Makes a session of the tokens of an earlier login."""
        return AsyncSession(self, tokens, on_refresh)


class AsyncSession(_BaseSession):
    """``Session`` for ``asyncio``, to be used in one event loop. ``on_refresh`` may be a coroutine function."""

    def __init__(
        self, client: AsyncClient, tokens: TokenResponse, on_refresh: OnRefresh = None
    ) -> None:
        super().__init__(client, tokens, on_refresh)
        self._room = _Tasks()

    async def call(self, method: str, url: str, **request: Unpack[CallOptions]) -> Response:
        """Calls the API with the access token, as ``Session.call`` does."""
        return await self._called(method, url, **request)

    async def logout(self, *, timeout: float | None = None) -> None:
        """Ends the session's tokens at the server, as ``Session.logout`` does."""
        await self._left(timeout)
