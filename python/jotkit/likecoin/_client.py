"""The OAuth client that talks to LikeCoin: one user's login, tokens and calls.

What is done about a reply is the core's decision; here it is carried out, once for all calls that run
at the same time.
"""

from __future__ import annotations

import asyncio
import inspect
import json as _json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from jotkit import _jotkit, bearer
from jotkit.likecoin import _http, _oauth

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from typing_extensions import Unpack

    from jotkit._jotkit import LikeCoinEndpoint, LikeCoinEndpoints, LikeCoinState
    from jotkit.likecoin._http import Request, Response
    from jotkit.likecoin._oauth import Authorization, HttpRequest, TokenResponse

DEFAULT_TIMEOUT = 10.0
"""Seconds."""


class _Base:
    def __init__(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        *,
        tokens: TokenResponse | None = None,
        session: Any | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        on_tokens: Callable[[TokenResponse], Any] | None = None,
        **endpoints: Unpack[LikeCoinEndpoints],
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._tokens = tokens
        self._session = session
        self._timeout = timeout
        self._on_tokens = on_tokens
        # What is left out stays left out: the default addresses are the core's.
        self._consent: LikeCoinEndpoint = {}
        self._api: LikeCoinEndpoint = {}
        if "authorize_endpoint" in endpoints:
            self._consent["endpoint"] = endpoints["authorize_endpoint"]
        if "endpoint" in endpoints:
            self._api["endpoint"] = endpoints["endpoint"]
        unknown = endpoints.keys() - {"authorize_endpoint", "endpoint"}
        if unknown:
            raise TypeError(f"unexpected keyword argument: {unknown.pop()}")
        # How often a refresh has failed, and the last failure: calls that waited for it share it.
        self._failures = 0
        self._failure: Exception | None = None
        self._make_lock()

    def _make_lock(self) -> None:
        """Makes the lock of the subclass's own kind, which one refresh at a time goes through."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}(client_id={self._client_id!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client, which holds secrets, is not pickled or copied")

    @property
    def tokens(self) -> TokenResponse | None:
        """The tokens held now; ``None`` before a login. Keep them to go on later."""
        return self._tokens

    def authorize_url(
        self, scope: Sequence[str] = (), **state: Unpack[LikeCoinState]
    ) -> Authorization:
        """Makes the address of the consent page. ``state`` is a random one if it is left out."""
        return _oauth.authorize_url(
            client_id=self._client_id,
            scope=scope,
            redirect_uri=self._redirect_uri,
            **state,
            **self._consent,
        )

    def _exchange_request(self, code: str) -> Request:
        request = _oauth.token_request(
            client_id=self._client_id,
            client_secret=self._client_secret,
            redirect_uri=self._redirect_uri,
            code=code,
            **self._api,
        )
        return self._to_send(request)

    def _refresh_request(self, refresh_token: str) -> Request:
        request = _oauth.refresh_request(
            client_id=self._client_id,
            client_secret=self._client_secret,
            refresh_token=refresh_token,
            **self._api,
        )
        return self._to_send(request)

    def _to_send(self, request: HttpRequest) -> Request:
        body = request.body.encode()
        return _http.Request(request.method, request.url, request.headers, body, self._timeout)

    def _call_request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        data: bytes | str | None,
        json: object,
        timeout: float | None,
    ) -> Request:
        kept = dict(headers or {})
        if json is not None:
            if data is not None:
                raise TypeError("give either data or json")
            data = _json.dumps(json, allow_nan=False)
            kept.setdefault("Content-Type", "application/json")
        body = data.encode() if isinstance(data, str) else data
        if body is not None and not isinstance(body, bytes):
            # An iterator could not be sent a second time after a refresh.
            raise TypeError(f"data must be str or bytes, not {type(data).__name__}")
        timeout = self._timeout if timeout is None else timeout
        return _http.Request(method, self._call_url(url), kept, body, timeout)

    def _call_url(self, url: str) -> str:
        return _jotkit.call_url(url, self._api.get("endpoint"))

    @staticmethod
    def _with_token(request: Request, tokens: TokenResponse) -> Request:
        authorization = bearer.format(tokens.access_token)
        return replace(request, headers=_http.headers_with(authorization, request.headers))

    @staticmethod
    def _judged(reply: Response, *, last: bool) -> Response:
        reaction = _jotkit.reaction(reply.status, reply.body, after_refresh=last)
        return replace(reply, reaction=reaction)

    def _held(self) -> TokenResponse:
        if self._tokens is None:
            raise _jotkit.no_tokens()
        return self._tokens

    def _settled(self, used: TokenResponse, failures: int) -> TokenResponse | None:
        """What came of a refresh by somebody else while this one waited for the lock, if anything."""
        if self._tokens is not used:
            return self._held()
        if self._failures != failures and self._failure is not None:
            raise self._failure
        return None

    def _failed(self, failure: Exception) -> None:
        self._failures += 1
        self._failure = failure


def _refresh_token(tokens: TokenResponse) -> str:
    if tokens.refresh_token is None:
        raise _jotkit.no_tokens()
    return tokens.refresh_token


class Client(_Base):
    """An OAuth client with one user's tokens. Safe to share between threads.

    ``tokens`` are those of an earlier login. ``session`` is a ``requests``- or ``httpx``-like client
    to send with, in place of the standard library. ``timeout`` is in seconds. ``on_tokens`` is called
    with the tokens of every login and refresh, to keep them. ``endpoint`` and ``authorize_endpoint``
    are another API and consent page than the production service's.

    What the transport raises when it cannot reach the server comes out as it is.
    """

    def _make_lock(self) -> None:
        self._lock = threading.Lock()

    def login(self, callback_url: str, state: str) -> TokenResponse:
        """Finishes a login with the address that the user came back to.

        Raises ``FlowError`` as ``parse_callback`` and ``parse_token_response`` do.
        """
        return self.exchange(_oauth.parse_callback(callback_url, state))

    def exchange(self, code: str) -> TokenResponse:
        """Exchanges an authorization code for tokens, and holds them. A code can be used once."""
        reply = _http.send(self._session, self._exchange_request(code))
        with self._lock:
            self._tokens = _oauth.parse_token_response(reply.status, reply.body)
            tokens = self._tokens
        self._announce(tokens)
        return tokens

    def refresh(self) -> TokenResponse:
        """Gets new tokens by way of the held refresh token."""
        return self._refreshed(self._held(), self._failures)

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | str | None = None,
        json: object = None,
        timeout: float | None = None,
    ) -> Response:
        """Calls the API with the held access token, and returns its answer whatever the status.

        ``url`` is a path such as ``/users/profile``, or an address of the API's own: a token is sent
        nowhere else.

        A token whose time is over is refreshed and the call made again, once; calls that run at the
        same time share one refresh. Raises ``FlowError`` if the refresh is refused, and
        ``UsageError`` if no tokens are held or the address is not the API's.
        """
        request = self._call_request(method, url, headers, data, json, timeout)
        tokens, failures = self._held(), self._failures
        reply = _http.send(self._session, self._with_token(request, tokens))
        reply = self._judged(reply, last=tokens.refresh_token is None)
        if reply.reaction != "refresh_and_retry":
            return reply
        tokens = self._refreshed(tokens, failures)
        reply = _http.send(self._session, self._with_token(request, tokens))
        return self._judged(reply, last=True)

    def _refreshed(self, used: TokenResponse, failures: int) -> TokenResponse:
        refresh_token = _refresh_token(used)
        with self._lock:
            settled = self._settled(used, failures)
            if settled is not None:
                return settled
            try:
                reply = _http.send(self._session, self._refresh_request(refresh_token))
                tokens = _oauth.parse_token_response(reply.status, reply.body, refresh_token)
            except Exception as failure:
                self._failed(failure)
                raise
            self._tokens = tokens
        self._announce(tokens)
        return tokens

    def _announce(self, tokens: TokenResponse) -> None:
        if self._on_tokens is not None:
            self._on_tokens(tokens)


class AsyncClient(_Base):
    """The same for ``asyncio``.

    ``session`` is an ``httpx``-like asynchronous client; without one, the standard library sends in a
    thread. ``on_tokens`` may be a coroutine function.
    """

    def _make_lock(self) -> None:
        self._lock = asyncio.Lock()

    async def login(self, callback_url: str, state: str) -> TokenResponse:
        """Finishes a login, as ``Client.login`` does."""
        return await self.exchange(_oauth.parse_callback(callback_url, state))

    async def exchange(self, code: str) -> TokenResponse:
        """Exchanges an authorization code for tokens, and holds them. A code can be used once."""
        reply = await _http.send_async(self._session, self._exchange_request(code))
        async with self._lock:
            self._tokens = _oauth.parse_token_response(reply.status, reply.body)
            tokens = self._tokens
        await self._announce(tokens)
        return tokens

    async def refresh(self) -> TokenResponse:
        """Gets new tokens by way of the held refresh token."""
        return await self._refreshed(self._held(), self._failures)

    async def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | str | None = None,
        json: object = None,
        timeout: float | None = None,
    ) -> Response:
        """Calls an API with the held access token, as ``Client.call`` does."""
        request = self._call_request(method, url, headers, data, json, timeout)
        tokens, failures = self._held(), self._failures
        reply = await _http.send_async(self._session, self._with_token(request, tokens))
        reply = self._judged(reply, last=tokens.refresh_token is None)
        if reply.reaction != "refresh_and_retry":
            return reply
        tokens = await self._refreshed(tokens, failures)
        reply = await _http.send_async(self._session, self._with_token(request, tokens))
        return self._judged(reply, last=True)

    async def _refreshed(self, used: TokenResponse, failures: int) -> TokenResponse:
        refresh_token = _refresh_token(used)
        async with self._lock:
            settled = self._settled(used, failures)
            if settled is not None:
                return settled
            try:
                reply = await _http.send_async(self._session, self._refresh_request(refresh_token))
                tokens = _oauth.parse_token_response(reply.status, reply.body, refresh_token)
            except Exception as failure:
                self._failed(failure)
                raise
            self._tokens = tokens
        await self._announce(tokens)
        return tokens

    async def _announce(self, tokens: TokenResponse) -> None:
        if self._on_tokens is not None:
            answer: Awaitable[Any] | Any = self._on_tokens(tokens)
            if inspect.isawaitable(answer):
                await answer
