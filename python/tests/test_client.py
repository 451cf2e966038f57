"""The OAuth client over real sockets, with every kind of HTTP client it can send with."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

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


class InALoop:
    """Drives an ``AsyncClient`` or an ``AsyncSession`` as if it were not asynchronous."""

    def __init__(self, inner):
        self._inner = inner

    def __getattr__(self, name):
        attribute = getattr(self._inner, name)
        if not callable(attribute):
            return attribute

        def call(*args, **kwargs):
            result = attribute(*args, **kwargs)
            if asyncio.iscoroutine(result):
                result = asyncio.run(result)
            return InALoop(result) if isinstance(result, likecoin.AsyncSession) else result

        return call


class AsyncHttpx:
    """``httpx.AsyncClient`` belongs to one event loop; this makes one for each request."""

    def stream(self, *args, **kwargs):
        client = httpx.AsyncClient()

        class Both:
            async def __aenter__(self):
                self.reply = client.stream(*args, **kwargs)
                return await self.reply.__aenter__()

            async def __aexit__(self, *error):
                await self.reply.__aexit__(*error)
                await client.aclose()

        return Both()


@pytest.fixture
def make(server):
    opened = []

    def client(kind, **settings):
        settings = {"endpoint": server.url, "timeout": 5, **settings}
        arguments = (*likecoin_server.CLIENT, REDIRECT)
        if kind.startswith("async"):
            http = AsyncHttpx() if kind == "async httpx" else None
            return InALoop(likecoin.AsyncClient(*arguments, http=http, **settings))
        kinds = {"requests": requests.Session, "httpx": httpx.Client}
        if kind in kinds:
            settings["http"] = kinds[kind]()
            opened.append(settings["http"])
        return likecoin.Client(*arguments, **settings)

    yield client
    for http in opened:
        http.close()


@pytest.fixture(params=["standard", "requests", "httpx", "async", "async httpx"])
def kind(request):
    return request.param


@pytest.fixture
def client(kind, make):
    return make(kind)


@pytest.fixture
def session(client):
    return client.exchange("code-1")


def test_a_whole_login(client, server):
    url, state = client.authorize_url(["read:like.info"])
    assert url.startswith("https://like.co/in/oauth?client_id=client-1&scope=read%3Alike.info&")
    session = client.login(f"{REDIRECT}?code=code-1&state={state}", state)
    tokens = session.tokens
    assert (tokens.user, tokens.refresh_token) == ("alice", "refresh-1")
    assert likecoin.peek(tokens.access_token).scope == ["read"]
    assert not isinstance(likecoin.peek(tokens.access_token), likecoin.AccessToken)
    reply = session.call("GET", server.url + "/users")
    assert (reply.status, reply.json(), reply.reaction) == (200, {"user": "alice"}, "done")
    assert client.session(tokens).call("GET", "/users").status == 200
    refreshed = client.refresh(tokens.refresh_token)
    assert refreshed.refresh_token == "refresh-1"
    assert refreshed.access_token != tokens.access_token


def test_an_expired_token_is_refreshed_once_and_handed_out(client, server):
    kept = []
    tokens = client.exchange("code-1").tokens
    session = client.session(tokens, on_refresh=kept.append)
    server.ahead = 3600
    reply = session.call("GET", server.url + "/users")
    assert (reply.status, reply.reaction) == (200, "done")
    assert (server.counted["token"], server.counted["/users"]) == (2, 2)
    assert kept == [session.tokens]
    assert (kept[0].user, kept[0].refresh_token) == ("alice", "refresh-1")
    assert kept[0].access_token != tokens.access_token
    assert session.call("GET", "/users").status == 200
    assert server.counted["token"] == 2


def test_redirects_are_not_followed(session, server):
    reply = session.call("GET", server.url + "/redirect")
    assert (reply.status, reply.reaction) == (302, "failed")
    assert reply.headers["location"] == server.url + "/users"
    assert "/users" not in server.counted


def test_replies_are_limited(session, server):
    assert len(session.call("GET", server.url + "/large").body) == 1 << 20
    with pytest.raises(jotkit.FlowError) as caught:
        session.call("GET", server.url + "/too_large")
    assert caught.value.code == "response_invalid"


def test_bodies_are_sent(session, server):
    def sent(**body):
        reply = session.call("POST", server.url + "/echo", **body)
        return reply.text(), reply.headers["x-type"]

    assert sent(json={"a": "é"}) == ('{"a": "\\u00e9"}', "application/json")
    assert sent(data=b"\x00\x01", headers={"Content-Type": "x/y"}) == ("\x00\x01", "x/y")
    assert sent(data="é", headers={"Content-Type": "x/y"})[0] == "é"
    with pytest.raises(TypeError):
        sent(data=iter([b"a"]))
    with pytest.raises(TypeError):
        sent(data=b"a", json=1)


def test_the_token_replaces_another_authorization(session, server):
    reply = session.call(
        "GET", server.url + "/users", headers={"authorization": "Bearer x", "X-A": "1"}
    )
    assert reply.status == 200
    [(_, headers)] = server.seen
    assert {name.lower(): value for name, value in headers.items()}["x-a"] == "1"


def test_refusals_name_no_secret(client, server):
    for code in ("wrong-code", "code with a space"):
        with pytest.raises(jotkit.FlowError) as caught:
            client.exchange(code)
        assert caught.value.code == "request_refused"
        assert code not in f"{caught.value} {caught.value!r}"
    session = client.exchange("code-1")
    server.refresh_status, server.ahead = 400, 3600
    with pytest.raises(jotkit.FlowError) as caught:
        session.call("GET", server.url + "/users")
    assert (caught.value.code, caught.value.status) == ("request_refused", 400)
    assert "refresh-1" not in f"{caught.value} {caught.value!r}"
    server.refresh_status = 503
    with pytest.raises(jotkit.FlowError) as caught:
        session.call("GET", "/users")
    assert (caught.value.code, caught.value.status) == ("server_unavailable", 503)
    server.refresh_status = 200
    assert session.call("GET", "/users").status == 200


def test_settings_are_checked_before_a_login(make):
    for wrong in ({"endpont": "x"}, {"endpoint": "http://api.like.co"}, {"endpoint": ""}):
        with pytest.raises(jotkit.UsageError):
            make("standard", **wrong)
    with pytest.raises(jotkit.UsageError):
        make("standard", endpoint=None)


def test_a_mistake_in_the_callers_client_is_not_hidden(make):
    with pytest.raises(AttributeError):
        make("standard", http=object()).exchange("code-1")


@pytest.mark.parametrize("kind", ["standard", "requests", "httpx"])
def test_concurrent_calls_share_one_refresh(session, server):
    server.ahead, server.refresh_delay = 3600, 0.3
    together = threading.Barrier(8)

    def call(_):
        together.wait()
        return session.call("GET", server.url + "/users").status

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [200] * 8
    assert server.counted["token"] == 2


def test_concurrent_calls_share_one_failed_refresh(make, server):
    session = make("standard").exchange("code-1")
    server.ahead, server.refresh_delay, server.refresh_status = 3600, 1.0, 400
    together = threading.Barrier(8)

    def call(_):
        together.wait()
        with pytest.raises(jotkit.FlowError) as caught:
            session.call("GET", server.url + "/users")
        return caught.value.code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(call, range(8))) == {"request_refused"}
    assert server.counted["token"] == 2


def test_concurrent_tasks_share_one_refresh(server):
    kept = []

    async def keep(tokens):
        kept.append(tokens)

    async def run():
        async with httpx.AsyncClient() as http:
            arguments = (*likecoin_server.CLIENT, REDIRECT)
            client = likecoin.AsyncClient(*arguments, http=http, endpoint=server.url)
            session = await client.exchange("code-1", on_refresh=keep)
            server.ahead, server.refresh_delay = 3600, 0.3
            calls = (session.call("GET", server.url + "/users") for _ in range(8))
            assert [reply.status for reply in await asyncio.gather(*calls)] == [200] * 8

    asyncio.run(run())
    assert len(kept) == 1
    assert server.counted["token"] == 2


def test_a_cancelled_refresh_is_taken_over(server):
    async def run():
        client = likecoin.AsyncClient(*likecoin_server.CLIENT, REDIRECT, endpoint=server.url)
        session = await client.exchange("code-1")
        server.ahead, server.refresh_delay = 3600, 0.5
        first = asyncio.create_task(session.call("GET", "/users"))
        while server.counted["token"] < 2:
            await asyncio.sleep(0.01)
        second = asyncio.create_task(session.call("GET", "/users"))
        await asyncio.sleep(0.05)
        first.cancel()
        assert (await second).status == 200
        with pytest.raises(asyncio.CancelledError):
            await first

    asyncio.run(run())
    assert server.counted["token"] == 3


def test_a_call_that_waits_ends_at_its_own_deadline(make, server):
    session = make("standard").exchange("code-1")
    server.ahead, server.refresh_delay = 3600, 1.5
    with ThreadPoolExecutor(1) as pool:
        patient = pool.submit(session.call, "GET", "/users")
        while server.counted["token"] < 2:
            time.sleep(0.01)
        with pytest.raises(jotkit.FlowError) as caught:
            session.call("GET", "/users", timeout=0.2)
        assert caught.value.code == "server_unavailable"
        assert not patient.done()
        assert patient.result(30).status == 200
    assert server.counted["token"] == 2


def test_the_wire_answers_of_an_api():
    def answer(code, kind):
        return likecoin.refusal(jotkit.JotkitError("m", code, kind))

    assert answer("token_expired", "refused") == (401, "TOKEN_EXPIRED")
    assert answer("signature_invalid", "refused") == (401, "LOGIN_NEEDED")
    assert answer("scope_refused", "refused") == (403, "INSUFFICIENT_PERMISSION")
    assert answer("key_weak", "key") is None
    assert answer("a code of somebody else's", "key") is None


def test_the_example_of_a_login(server):
    program = Path(__file__).resolve().parents[1] / "examples/likecoin_login.py"
    client_id, client_secret = likecoin_server.CLIENT
    settings = {"CLIENT_ID": client_id, "CLIENT_SECRET": client_secret}
    settings |= {"REDIRECT_URI": REDIRECT, "API": server.url}
    with subprocess.Popen(
        [sys.executable, str(program)],
        env={**os.environ, **{f"LIKECOIN_{name}": value for name, value in settings.items()}},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        [state] = parse_qs(urlsplit(run.stdout.readline().strip()).query)["state"]
        out, _ = run.communicate(f"{REDIRECT}?code=code-1&state={state}\n", timeout=60)
    assert out == '200 {"user": "alice"}\n'


def test_the_example_of_verifying():
    program = Path(__file__).resolve().parents[1] / "examples/verify.py"
    run = subprocess.run([sys.executable, str(program)], capture_output=True, check=True)
    assert run.stdout == b"u1\n"
