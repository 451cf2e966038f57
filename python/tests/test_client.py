"""The OAuth client over real sockets, with every kind of HTTP client it can send with."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import requests
from conftest import REDIRECT

import jotkit
from jotkit import likecoin

OLD = likecoin.TokenResponse("old", "refresh-1", user="alice")
NEW = likecoin.TokenResponse("new")
CLIENTS = {"requests": requests.Session, "httpx": httpx.Client, "async httpx": httpx.AsyncClient}
TOKENS = "POST /oauth/access_token"


class InALoop:
    """Drives an ``AsyncClient`` or an ``AsyncSession`` as if it were not asynchronous."""

    def __init__(self, inner, loop):
        self._inner, self._loop = inner, loop

    def __getattr__(self, name):
        attribute = getattr(self._inner, name)
        if not callable(attribute):
            return attribute

        def call(*args, **kwargs):
            result = attribute(*args, **kwargs)
            if asyncio.iscoroutine(result):
                result = self._loop.run_until_complete(result)
            is_session = isinstance(result, likecoin.AsyncSession)
            return InALoop(result, self._loop) if is_session else result

        return call


@pytest.fixture(params=["standard", "requests", "httpx", "async", "async httpx"])
def make(request, server):
    """Makes clients of one kind for the ports of the server."""
    http = CLIENTS.get(request.param, lambda: None)()
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        if request.param.startswith("async"):
            yield lambda port: InALoop(server.client(port, likecoin.AsyncClient, http=http), loop)
        else:
            yield lambda port: server.client(port, likecoin.Client, http=http)
        if isinstance(http, httpx.AsyncClient):
            loop.run_until_complete(http.aclose())
        elif http is not None:
            http.close()


@pytest.fixture
def client(make):
    return make("ok")


def failure(call):
    with pytest.raises(jotkit.FlowError) as caught:
        call()
    return caught.value.code


def test_a_whole_login(client):
    url, state = client.authorize_url(["read:like.info"])
    assert url.startswith("https://like.co/in/oauth?client_id=c&scope=read%3Alike.info&")
    session = client.login(f"{REDIRECT}?code=code-1&state={state}", state)
    tokens = session.tokens
    assert (tokens.user, tokens.access_token) == ("someone", "new")
    reply = session.call("GET", "/users")
    assert (reply.status, reply.json()["path"], reply.reaction) == (200, "/users", "done")
    assert client.session(tokens).call("GET", "/users").status == 200
    assert client.refresh("refresh-1").refresh_token == "refresh-2"


def test_an_expired_token_is_refreshed_once_and_handed_out(client, server):
    kept = []
    session = client.session(OLD, on_refresh=kept.append)
    for _ in range(2):
        assert session.call("GET", server.url("ok") + "/users").reaction == "done"
    assert server.stats()["requests"] == {"GET /users": 3, TOKENS: 1}
    assert kept == [session.tokens]
    assert (kept[0].user, kept[0].access_token) == ("someone", "new")


def test_redirects_are_not_followed(make, server):
    for port in ("redirect_302", "redirect_307"):
        reply = make(port).session(NEW).call("GET", "/x")
        assert (reply.status, reply.reaction) == (int(port[-3:]), "failed")
        assert reply.headers["location"] == server.url("ok") + "/x"
        held = make(f"refresh_{port}").session(OLD)
        assert failure(lambda held=held: held.call("GET", "/x")) == "response_invalid"
    assert server.stats()["requests"] == {}


def test_bodies_are_sent(client):
    def sent(**body):
        reply = client.session(NEW).call("POST", "/x", **body).json()
        return reply["length"], reply["content_type"]

    assert sent(json={"a": "é"}) == (len('{"a": "\\u00e9"}'), "application/json")
    assert sent(json=1, headers={"content-type": "x/y"}) == (1, "x/y")
    assert sent(data=b"\x00\x01", headers={"Content-Type": "x/y"}) == (2, "x/y")
    assert sent(data="é", headers={"Content-Type": "x/y"}) == (2, "x/y")
    for wrong in ({"data": iter([b"a"])}, {"data": b"a", "json": 1}, {"body": b"a"}):
        with pytest.raises(TypeError):
            sent(**wrong)


def test_a_reply_of_one_mebibyte_is_read(server):
    class Reply:
        status_code, headers, close = 200, {}, staticmethod(lambda: None)

        def iter_content(self, size):
            yield from [bytes(size)] * (self.length // size)

    class Http:
        request = staticmethod(lambda *_, **__: Reply())

    session = server.client("ok", likecoin.Client, http=Http()).session(NEW)
    Reply.length = 1 << 20
    assert session.call("GET", "/x").body == bytes(1 << 20)
    Reply.length += 1 << 16
    assert failure(lambda: session.call("GET", "/x")) == "response_invalid"


def test_settings_are_checked_before_a_login(server):
    wrong = [
        {"endpont": "x"},
        {"endpoint": "http://api.like.co"},
        {"endpoint": ""},
        {"endpoint": None},
    ]
    for settings in wrong:
        with pytest.raises(jotkit.UsageError):
            likecoin.Client("c", "s", REDIRECT, **settings)
    with pytest.raises(AttributeError):  # a mistake in the caller's own client is not hidden
        server.client("ok", likecoin.Client, http=object()).exchange("code-1")


class Gate(requests.Session):
    """Holds the refreshes back until it is open."""

    def __init__(self):
        super().__init__()
        self.reached, self.open = threading.Event(), threading.Event()

    def request(self, method, url, **more):
        if url.endswith("/oauth/access_token"):
            self.reached.set()
            assert self.open.wait(30)
        return super().request(method, url, **more)


@pytest.mark.parametrize(
    ("port", "outcome"), [("ok", 200), ("refresh_status_400", "request_refused")]
)
def test_concurrent_calls_share_one_refresh(server, port, outcome):
    def call(_):
        try:
            return session.call("GET", "/users").status
        except jotkit.FlowError as error:
            return error.code

    with Gate() as gate, ThreadPoolExecutor(8) as pool:
        session = server.client(port, likecoin.Client, http=gate).session(OLD)
        outcomes = pool.map(call, range(8))
        assert gate.reached.wait(30)
        time.sleep(0.2)  # for the others, which wait or send a request that is refused
        gate.open.set()
        assert list(outcomes) == [outcome] * 8
    assert server.stats(port)["requests"][TOKENS] == 1


def test_a_call_that_waits_ends_at_its_own_deadline(server):
    with Gate() as gate, ThreadPoolExecutor(1) as pool:
        session = server.client("ok", likecoin.Client, http=gate).session(OLD)
        patient = pool.submit(session.call, "GET", "/users")
        assert gate.reached.wait(30)
        impatient = failure(lambda: session.call("GET", "/users", timeout=0.2))
        assert (impatient, patient.done()) == ("server_unavailable", False)
        gate.open.set()
        assert patient.result(30).status == 200
    assert server.stats()["requests"][TOKENS] == 1


def test_concurrent_tasks_share_one_refresh(server):
    kept = []

    async def keep(tokens):
        await asyncio.sleep(0.01)
        kept.append(tokens)

    async def run():
        async with httpx.AsyncClient() as http:
            client = server.client("ok", likecoin.AsyncClient, http=http)
            session = client.session(OLD, on_refresh=keep)
            calls = (session.call("GET", "/users") for _ in range(8))
            assert [reply.status for reply in await asyncio.gather(*calls)] == [200] * 8

    asyncio.run(run())
    assert len(kept) == 1
    assert server.stats()["requests"][TOKENS] == 1


def test_a_blocking_client_does_not_wait_for_an_asynchronous_callback(server):
    session = server.client("ok", likecoin.Client).session(
        OLD, on_refresh=lambda _: asyncio.sleep(1)
    )
    with pytest.raises(RuntimeError, match="event loop"):
        session.call("GET", "/users")
    assert session.call("GET", "/users").status == 200


@pytest.mark.parametrize("own", [False, True], ids=["standard", "httpx"])
def test_a_cancelled_refresh_is_taken_over(server, own):
    async def refreshes(count):
        while server.stats("refresh_silence")["requests"].get(TOKENS, 0) < count:
            await asyncio.sleep(0.01)

    async def run():
        async with httpx.AsyncClient() as http:
            settings = {"http": http if own else None, "timeout": 2}
            client = server.client("refresh_silence", likecoin.AsyncClient, **settings)
            session = client.session(OLD)
            first = asyncio.create_task(session.call("GET", "/users"))
            await refreshes(1)
            second = asyncio.create_task(session.call("GET", "/users"))
            await asyncio.sleep(0.05)
            first.cancel()
            await refreshes(2)
            with pytest.raises(asyncio.CancelledError):
                await first
            with pytest.raises(jotkit.FlowError):
                await second

    asyncio.run(run())


def test_the_wire_answers_of_an_api():
    for code, kind, answer in [
        ("token_expired", "refused", (401, "TOKEN_EXPIRED")),
        ("signature_invalid", "refused", (401, "LOGIN_NEEDED")),
        ("scope_refused", "refused", (403, "INSUFFICIENT_PERMISSION")),
        ("key_weak", "key", None),
        ("a code of somebody else's", "key", None),
    ]:
        assert likecoin.refusal(jotkit.JotkitError("m", code, kind)) == answer


class Terse(BaseHTTPRequestHandler):
    """An API whose token endpoint does not name the user when it refreshes."""

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, b'{"access_token": "new", "refresh_token": "refresh-2"}')

    def do_GET(self):
        is_new = self.headers["Authorization"] == "Bearer new"
        self.answer(*((200, b"{}") if is_new else (401, b"TOKEN_EXPIRED")))


def test_sessions_of_one_client_keep_their_users():
    with ThreadingHTTPServer(("127.0.0.1", 0), Terse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        api = f"http://127.0.0.1:{server.server_port}"
        client, kept = likecoin.Client("c", "s", REDIRECT, endpoint=api), []
        named = {"display_name": "A", "avatar": "https://a.example/a.png"}
        sessions = {
            user: client.session(
                likecoin.TokenResponse("old", "refresh-1", user=user, **named),
                on_refresh=kept.append,
            )
            for user in ("alice", "bob")
        }
        assert sessions["alice"].call("GET", "/users/profile").status == 200
        after = sessions["alice"].tokens
        assert (after.access_token, after.refresh_token) == ("new", "refresh-2")
        assert (after.user, after.display_name, after.avatar) == ("alice", *named.values())
        assert kept == [after]
        # The other user's session is as it was.
        assert (sessions["bob"].tokens.user, sessions["bob"].tokens.access_token) == ("bob", "old")
        server.shutdown()
