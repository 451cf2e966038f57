"""The OAuth client over real sockets, with every kind of HTTP client it can send with."""

from __future__ import annotations

import asyncio
import threading
import urllib.error
from concurrent.futures import ThreadPoolExecutor

import httpx
import likecoin_server
import pytest
import requests

import jotkit
from jotkit import likecoin

REDIRECT = "https://app.example/callback"


@pytest.fixture
def server():
    with likecoin_server.running() as server:
        yield server


class Plain:
    """The least that a session can be."""

    def request(self, method, url, headers, data, timeout, allow_redirects):
        return requests.request(
            method,
            url,
            headers=headers,
            data=data,
            timeout=timeout,
            allow_redirects=allow_redirects,
        )


class InALoop:
    """Drives an ``AsyncClient`` like a ``Client``."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        attribute = getattr(self._client, name)
        if not asyncio.iscoroutinefunction(attribute):
            return attribute
        return lambda *args, **kwargs: asyncio.run(attribute(*args, **kwargs))


class AsyncPlain:
    async def request(self, method, url, headers, content, timeout, follow_redirects):
        async with httpx.AsyncClient() as session:
            return await session.request(
                method,
                url,
                headers=headers,
                content=content,
                timeout=timeout,
                follow_redirects=follow_redirects,
            )


class AsyncHttpx:
    """``httpx.AsyncClient`` keeps to one event loop; this makes one for each request."""

    def stream(self, *args, **kwargs):
        session = httpx.AsyncClient()

        class Both:
            async def __aenter__(self):
                self.reply = session.stream(*args, **kwargs)
                return await self.reply.__aenter__()

            async def __aexit__(self, *error):
                await self.reply.__aexit__(*error)
                await session.aclose()

        return Both()


@pytest.fixture
def make(server):
    opened = []

    def client(kind, **settings):
        settings = {"endpoint": server.url, "timeout": 5, **settings}
        arguments = (*likecoin_server.CLIENT, REDIRECT)
        sessions = {"requests": requests.Session, "httpx": httpx.Client, "plain": Plain}
        if kind == "standard":
            return likecoin.Client(*arguments, **settings)
        if kind in sessions:
            session = sessions[kind]()
            opened.append(session)
            return likecoin.Client(*arguments, session=session, **settings)
        sessions = {"async": lambda: None, "async httpx": AsyncHttpx, "async plain": AsyncPlain}
        return InALoop(likecoin.AsyncClient(*arguments, session=sessions[kind](), **settings))

    yield client
    for session in opened:
        if hasattr(session, "close"):
            session.close()


@pytest.fixture(
    params=["standard", "requests", "httpx", "plain", "async", "async httpx", "async plain"]
)
def kind(request):
    return request.param


@pytest.fixture
def client(kind, make):
    client = make(kind)
    client.exchange("code-1")
    return client


def test_a_whole_login(kind, make, server):
    kept = []
    client = make(kind, on_tokens=kept.append)
    url, state = client.authorize_url(["read:like.info"])
    assert url.startswith("https://like.co/in/oauth?client_id=client-1&scope=read%3Alike.info&")
    tokens = client.login(f"{REDIRECT}?code=code-1&state={state}", state)
    assert (tokens.user, tokens.refresh_token) == ("alice", "refresh-1")
    assert likecoin.read(tokens.access_token).scope == ["read"]
    reply = client.call("GET", server.url + "/users")
    assert (reply.status, reply.json(), reply.reaction) == (200, {"user": "alice"}, "done")
    refreshed = client.refresh()
    assert refreshed.refresh_token == "refresh-1"
    assert refreshed.access_token != tokens.access_token
    assert kept == [tokens, refreshed]
    assert client.tokens is refreshed


def test_an_expired_token_is_refreshed_once(client, server):
    server.ahead = 3600
    reply = client.call("GET", server.url + "/users")
    assert (reply.status, reply.reaction) == (200, "done")
    assert server.counted["token"] == 2
    assert server.counted["/users"] == 2
    assert client.call("GET", "/users").status == 200
    assert server.counted["token"] == 2


def test_a_token_refused_after_a_refresh_is_not_refreshed_again(client, server):
    reply = client.call("GET", server.url + "/always_expired")
    assert (reply.status, reply.reaction) == (401, "reauthorize")
    assert (server.counted["token"], server.counted["/always_expired"]) == (2, 2)


@pytest.mark.parametrize(
    ("page", "reaction"), [("forbidden", "reauthorize"), ("expired_forbidden", "failed")]
)
def test_a_403_never_refreshes(client, server, page, reaction):
    reply = client.call("GET", f"{server.url}/{page}")
    assert (reply.status, reply.reaction) == (403, reaction)
    assert (server.counted["token"], server.counted["/" + page]) == (1, 1)


def test_redirects_are_not_followed(client, server):
    reply = client.call("GET", server.url + "/redirect")
    assert (reply.status, reply.reaction) == (302, "failed")
    assert reply.headers["location"] == server.url + "/users"
    assert "/users" not in server.counted


def test_replies_are_limited(client, server):
    assert len(client.call("GET", server.url + "/large").body) == 1 << 20
    with pytest.raises(jotkit.FlowError) as caught:
        client.call("GET", server.url + "/too_large")
    assert caught.value.code == "response_invalid"


def test_a_silent_server_is_given_up(client, server):
    with pytest.raises((OSError, httpx.TimeoutException)):
        client.call("GET", server.url + "/slow", timeout=0.3)


def test_bodies_are_sent(client, server):
    def sent(**body):
        reply = client.call("POST", server.url + "/echo", **body)
        return reply.text(), reply.headers["x-type"]

    assert sent(json={"a": "é"}) == ('{"a": "\\u00e9"}', "application/json")
    assert sent(data=b"\x00\x01", headers={"Content-Type": "x/y"}) == ("\x00\x01", "x/y")
    assert sent(data="é", headers={"Content-Type": "x/y"})[0] == "é"
    with pytest.raises(TypeError):
        sent(data=iter([b"a"]))
    with pytest.raises(TypeError):
        sent(data=b"a", json=1)


def test_the_token_replaces_another_authorization(client, server):
    reply = client.call(
        "GET", server.url + "/users", headers={"authorization": "Bearer x", "X-A": "1"}
    )
    assert reply.status == 200
    [(_, headers)] = server.seen
    assert headers["X-A"] == "1"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.like.co/x",
        "https://api.like.co/users",
        "https://api.like.co.evil.example/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https://u:p@like.co/",
    ],
)
def test_a_token_goes_to_the_api_only(client, url):
    with pytest.raises(jotkit.UsageError) as caught:
        client.call("GET", url)
    assert caught.value.code == "argument_invalid"


def test_refusals_name_no_secret(client, server):
    for code in ("wrong-code", "code with a space"):
        with pytest.raises(jotkit.FlowError) as caught:
            client.exchange(code)
        assert caught.value.code == "request_refused"
        assert code not in f"{caught.value} {caught.value!r}"
    server.refresh_status, server.ahead = 400, 3600
    with pytest.raises(jotkit.FlowError) as caught:
        client.call("GET", server.url + "/users")
    assert caught.value.code == "request_refused"
    assert "refresh-1" not in f"{caught.value} {caught.value!r}"
    server.refresh_status = 200
    assert client.call("GET", "/users").status == 200


def test_a_client_without_tokens(kind, make, server):
    client = make(kind)
    assert client.tokens is None
    for use in (client.refresh, lambda: client.call("GET", server.url + "/users")):
        with pytest.raises(jotkit.UsageError) as caught:
            use()
        assert caught.value.code == "argument_invalid"
    with pytest.raises(jotkit.FlowError) as caught:
        client.login(REDIRECT + "?error=denied", "state")
    assert caught.value.code == "access_denied"
    # Without a refresh token there is nothing to try, and the user has to log in again.
    client = make(kind, tokens=likecoin.TokenResponse("not.a.token"))
    reply = client.call("GET", server.url + "/users")
    assert (reply.status, reply.reaction) == (401, "reauthorize")
    assert server.counted["token"] == 0


def test_settings_are_checked(make):
    with pytest.raises(TypeError):
        make("standard", endpont="x")
    for endpoint in ("http://api.like.co", None, ""):
        with pytest.raises(jotkit.UsageError):
            make("standard", endpoint=endpoint).exchange("code-1")


def test_a_reply_that_drips_ends(make, server):
    client = make("standard", timeout=0.5)
    client.exchange("code-1")
    with pytest.raises(TimeoutError):
        client.call("GET", server.url + "/drip")


def test_an_unreachable_server_is_the_transports_own_error(make, server):
    client = make("standard")
    client.exchange("code-1")
    server.shutdown()
    server.server_close()
    with pytest.raises(urllib.error.URLError):
        client.call("GET", "/users")


@pytest.mark.parametrize("kind", ["standard", "requests", "httpx"])
def test_concurrent_calls_share_one_refresh(client, server):
    server.ahead, server.refresh_delay = 3600, 0.3
    together = threading.Barrier(8)

    def call(_):
        together.wait()
        return client.call("GET", server.url + "/users").status

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [200] * 8
    assert server.counted["token"] == 2


def test_concurrent_calls_share_one_failed_refresh(make, server):
    client = make("standard")
    client.exchange("code-1")
    server.ahead, server.refresh_delay, server.refresh_status = 3600, 1.0, 400
    together = threading.Barrier(8)

    def call(_):
        together.wait()
        with pytest.raises(jotkit.FlowError) as caught:
            client.call("GET", server.url + "/users")
        return caught.value.code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(call, range(8))) == {"request_refused"}
    assert server.counted["token"] == 2


def test_concurrent_tasks_share_one_refresh(server):
    async def run():
        async with httpx.AsyncClient() as session:
            client = likecoin.AsyncClient(
                *likecoin_server.CLIENT, REDIRECT, session=session, endpoint=server.url
            )
            kept = []

            async def keep(tokens):
                kept.append(tokens)

            client._on_tokens = keep
            await client.exchange("code-1")
            server.ahead, server.refresh_delay = 3600, 0.3
            calls = (client.call("GET", server.url + "/users") for _ in range(8))
            assert [reply.status for reply in await asyncio.gather(*calls)] == [200] * 8
            assert len(kept) == 2

    asyncio.run(run())
    assert server.counted["token"] == 2


def test_the_wire_answers_of_an_api():
    def answer(code, kind):
        return likecoin.refusal(jotkit.JotkitError("m", code, kind))

    assert answer("token_expired", "refused") == (401, "TOKEN_EXPIRED")
    assert answer("signature_invalid", "refused") == (401, "LOGIN_NEEDED")
    assert answer("scope_refused", "refused") == (403, "INSUFFICIENT_PERMISSION")
    assert answer("key_weak", "key") is None
    assert answer("a code of somebody else's", "key") is None
