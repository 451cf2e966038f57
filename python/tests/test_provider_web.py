"""The provider behind real web servers: ASGI by uvicorn, WSGI by Werkzeug."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import threading
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
import providing
import pytest
from fastapi import FastAPI
from providing import ASKED, CLIENT, FORM, OPTIONS, SECRET, browser, uvicorn_of
from werkzeug.serving import make_server

import jotkit
from jotkit import likecoin
from jotkit.provider import SQLite


class Broken:
    """A store that can be switched off."""

    def __init__(self, path):
        self.inner, self.off = SQLite(path), False

    def run(self, sql, params):
        if self.off:
            raise OSError("off")
        return self.inner.run(sql, params)


@contextlib.contextmanager
def werkzeug_of(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(60)
        server.server_close()


def who(name):
    # The cookies are as good as the test that sends them.
    return lambda request: request.cookies.get(name)


async def later(request):
    await asyncio.sleep(0)
    return request.headers.get("x-user")


HOST = {"user": who("user"), "session": who("session"), "login": "/login"}


def face(kind, made, **more):
    """The address of a provider that is served in some way, and the path of its mount."""
    if kind == "wsgi":
        return werkzeug_of(made.wsgi(**{**HOST, **more}))
    app = made.asgi(**{**HOST, **more})
    if kind == "fastapi":
        outer = FastAPI()
        outer.mount("/auth", app)
        return uvicorn_of(outer)
    return uvicorn_of(app)


@pytest.fixture
def store(tmp_path):
    made = Broken(tmp_path / "provider.db")
    yield made
    made.inner.close()


@pytest.fixture(params=["asgi", "fastapi", "wsgi"])
def served(request, store):
    seen = []
    made = providing.provider(store, on_event=seen.append)
    with face(request.param, made) as address:
        mount = "/auth" if request.param == "fastapi" else ""
        yield made, address + mount, mount, seen


ANN = {"user": "ann", "session": "s"}


def test_a_login_from_the_consent_to_the_withdrawal(served):
    made, address, mount, _ = served
    client = likecoin.Client(
        **{**CLIENT, "redirect_uri": providing.CALLBACK},
        endpoint=address,
        authorize_endpoint=f"{address}/in/oauth",
    )
    url, state = client.authorize_url(["profile"])
    path = url.removeprefix(address)
    with browser(address) as visitor:
        sent = visitor.get(path)
        assert (sent.status_code, sent.headers["cache-control"]) == (303, "no-store")
        login, _, query = sent.headers["location"].partition("?")
        assert login == "/login"
        # What comes after is the very address that was asked for.
        assert parse_qs(query)["return_to"] == [mount + path]
    with browser(address, **ANN) as visitor:
        page = visitor.get(path)
        assert page.status_code == 200
        assert f'action="{mount}/in/oauth"' in page.text
        assert page.headers["x-frame-options"] == "DENY"
        fields = {**providing.hidden(page.text), "decision": "accept"}
        back = visitor.post("/in/oauth", data=fields)
        assert back.status_code == 303
        session = client.login(back.headers["location"], state)
        assert session.tokens.user == "ann"
        access = session.tokens.access_token
        assert made.verify(access, all=["profile"]).user == "ann"
        again = client.refresh(session.tokens.refresh_token)
        assert again.access_token != access
        page = visitor.get("/apps")
        assert ">App<" in page.text
        gone = visitor.post("/apps", data=providing.hidden(page.text))
        assert (gone.status_code, gone.headers["location"]) == (303, f"{mount}/apps")
    with pytest.raises(jotkit.FlowError) as caught:
        client.refresh(session.tokens.refresh_token)
    assert caught.value.code == "request_refused"


def test_revocation_and_what_is_not_the_providers(served):
    made, address, _, _ = served
    given = providing.tokens(made)
    with browser(address) as client:
        revoked = client.post("/oauth/revoke", data={**CLIENT, "token": given["refresh_token"]})
        assert (revoked.status_code, revoked.content) == (200, b"")
        assert revoked.headers["cache-control"] == "no-store"
        assert client.get("/elsewhere").status_code == 404
        assert client.get("/oauth/access_token").status_code == 405
        assert client.get("/oauth/access_token").headers["allow"] == "POST"
        assert client.post("/oauth/introspect", data=CLIENT).status_code == 404
    with pytest.raises(jotkit.RefusedToken):
        made.verify(given["access_token"])


def raw(address, method, path, headers, body=b""):
    """Sends a request as it is, with headers that may be repeated."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        connection.putrequest(method, place.path + path, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def token_request(**fields):
    return urlencode({**CLIENT, "grant_type": "refresh_token", "refresh_token": "x", **fields})


def test_bodies_that_are_too_long_or_no_forms(served):
    made, address, _, _ = served
    good = token_request().encode()

    def sent(body, *headers):
        length = ("Content-Length", str(len(body)))
        return raw(address, "POST", "/oauth/access_token", [length, *headers], body)

    form = ("Content-Type", FORM)
    assert sent(good, form) == (400, "INVALID_REFRESH_TOKEN")
    for body in (
        good + b"&x=" + b"y" * 20_000,
        b"x" * 1_000_000,
        good + b"&code=1&code=2",
        good + b"&scope=%00",
        good + b"&code=" + b"y" * 2_049,
        good + b"&code=%ff",
    ):
        with contextlib.suppress(ConnectionError):
            assert sent(body, form) == (400, "INVALID_REQUEST")
    assert sent(good) == (400, "INVALID_REQUEST")
    assert sent(b"{}", ("Content-Type", "application/json")) == (400, "INVALID_REQUEST")
    assert sent(b"", form) == (400, "MISSING_CLIENT_INFO")
    # The server goes on.
    assert sent(good, form) == (400, "INVALID_REFRESH_TOKEN")
    assert made.clients.list() == ["app"]


def test_parameters_and_cookies_that_are_strange(served):
    _, address, _, _ = served
    query = urlencode(ASKED)

    def get(path, *headers):
        return raw(address, "GET", path, headers)

    cookie = ("Cookie", "user=ann; session=s")
    assert get(f"/in/oauth?{query}", cookie)[0] == 200
    assert get(f"/in/oauth/?{query}", cookie)[0] == 200
    for path in (
        "/in/oauth",
        "/in/oauth?client_id=app&" + query,
        "/in/oauth?client_id=%ff",
        "/in/oauth?" + "x" * 5_000,
        "/in/oauth?client_id=app&redirect_uri=https://evil.example/",
    ):
        status, body = get(path, cookie)
        assert (status, "<html" in body) == (400, True), path
    for strange in ("user", "=", ";;;", "user=\xff; session", 'user="ann"', "x" * 3_000):
        assert get("/apps", ("Cookie", strange))[0] in (200, 303)
    # The host says that somebody is logged in who cannot be.
    assert get("/apps", ("Cookie", "user=" + "x" * 3_000))[0] == 500
    status, _ = raw(address, "POST", f"/in/oauth?{query}", [cookie, ("Content-Length", "0")])
    assert status == 400


def test_headers_that_are_repeated(store):
    made = providing.provider(store, style="rfc6749")
    basic = jotkit.bearer.format(b64(f"app:{SECRET}")).replace("Bearer", "Basic")
    body = urlencode({"grant_type": "refresh_token", "refresh_token": "x"}).encode()
    length = ("Content-Length", str(len(body)))

    def sent(address, *headers):
        return raw(address, "POST", "/oauth/access_token", [length, *headers], body)

    for kind in ("asgi", "wsgi"):
        with face(kind, made) as address:
            form, own = ("Content-Type", FORM), ("Authorization", basic)
            assert sent(address, form, own) == (400, '{"error":"invalid_grant"}')
            assert sent(address, form)[0] == 401
            for bad in ("Basic \xff", "Basic", "Bearer x", "Basic a:b", ""):
                assert sent(address, form, ("Authorization", bad))[0] == 401
            if kind == "asgi":
                # WSGI has one of each: its servers join or choose.
                assert sent(address, form, own, own)[0] == 401
                assert sent(address, form, own, ("Authorization", "Bearer x"))[0] == 401
                invalid = (400, '{"error":"invalid_request"}')
                for two in ((FORM, FORM), (FORM + ";", FORM), (FORM, "text/plain"), (FORM, "")):
                    types = [("Content-Type", value) for value in two]
                    assert sent(address, *types, own) == invalid


def b64(text):
    import base64

    return base64.b64encode(text.encode()).decode()


def test_the_database_fails_and_comes_back(served, store):
    made, address, _, seen = served
    given = providing.tokens(made)
    body = token_request(refresh_token=given["refresh_token"])
    with browser(address, **ANN) as client:
        store.off = True
        headers = {"Content-Type": FORM}
        down = client.post("/oauth/access_token", content=body, headers=headers)
        assert (down.status_code, down.text) == (503, "SERVER_UNAVAILABLE")
        assert down.headers["retry-after"] == "1"
        assert client.get("/apps").status_code == 503
        assert seen[-1]["cause"] == "builtins.OSError"
        store.off = False
        assert client.post("/oauth/access_token", content=body, headers=headers).is_success
        assert client.get("/apps").status_code == 200


def test_what_the_hosts_own_functions_return(store):
    made = providing.provider(store)
    for kind in ("asgi", "wsgi"):
        for strange in (5, {"id": "ann"}):
            with face(kind, made, user=lambda request, strange=strange: strange) as address:
                assert raw(address, "GET", "/apps", [])[0] == 500
        with face(kind, made, user=lambda request: None) as address:
            assert raw(address, "GET", "/apps", [])[0] == 303
        with face(kind, made, login="https://login.example/?next=1") as address:
            with browser(address) as client:
                location = client.get("/apps?x=é").headers["location"]
            assert location == "https://login.example/?next=1&return_to=%2Fapps%3Fx%3D%25C3%25A9"
    with face("asgi", made, user=later, session=later) as address:
        assert raw(address, "GET", "/apps", [("X-User", "ann")])[0] == 200


def test_a_host_that_does_not_say_who_it_is(store, monkeypatch):
    monkeypatch.setattr("jotkit.provider._asgi.LIMIT", 0.2)
    app = providing.provider(store).asgi(**{**HOST, "user": never, "session": never})
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(
            app({"type": "http", "method": "GET", "path": "/apps", "headers": []}, None, None)
        )


async def never(request):
    await asyncio.sleep(600)


def test_only_pages_ask_who_it_is(store):
    made, asked = providing.provider(store), []
    for kind in ("asgi", "wsgi"):
        with face(kind, made, user=asked.append, session=asked.append) as address:
            for path in ("/oauth/access_token", "/oauth/revoke", "/oauth/introspect"):
                raw(address, "POST", path, [("Content-Length", "0")])
            assert asked == []
            assert raw(address, "GET", "/apps", [])[0] == 303
            assert {request.path for request in asked} == {"/apps"}
            asked.clear()


def test_no_form_is_good_without_a_session(store):
    made = providing.provider(store)
    for kind in ("asgi", "wsgi"):
        host = {"user": who("user"), "session": lambda request: None}
        with face(kind, made, **host) as address, browser(address, **ANN) as visitor:
            page = visitor.get("/in/oauth", params=ASKED)
            assert page.status_code == 200
            fields = {**providing.hidden(page.text), "decision": "accept"}
            assert visitor.post("/in/oauth", data=fields).status_code == 403


def test_an_asynchronous_host(tmp_path):
    inner = SQLite(tmp_path / "provider.db")

    class Store:
        async def run(self, sql, params):
            return await asyncio.to_thread(inner.run, sql, params)

    async def users(name):
        return {"display_name": name}

    providing.provider(inner)
    made = jotkit.Provider(Store(), users=users, **OPTIONS)
    with face("asgi", made) as address, browser(address, **ANN) as client:
        page = client.get("/in/oauth", params=ASKED)
        fields = {**providing.hidden(page.text), "decision": "accept"}
        location = client.post("/in/oauth", data=fields).headers["location"]
        fields = {"grant_type": "authorization_code", "redirect_uri": providing.CALLBACK}
        fields = {**CLIENT, **fields, "code": providing.code_in(location)}
        reply = client.post("/oauth/access_token", data=fields).json()
        assert reply["displayName"] == "ann"
    inner.close()


def test_other_paths_go_to_the_application(store):
    made = providing.provider(store)
    app = FastAPI()
    app.get("/hello")(lambda: "hello")

    def wsgi(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode()]

    for kind, inner in (("asgi", app), ("wsgi", wsgi)):
        with face(kind, made, app=inner) as address, browser(address) as client:
            assert "hello" in client.get("/hello").text
            assert client.get("/apps").status_code == 303


def test_the_session_of_a_flask_application(store):
    app = flask.Flask(__name__)
    app.secret_key = "for tests"

    @app.get("/login")
    def login():
        flask.session["user"] = "ann"
        return flask.redirect(flask.request.args["return_to"])

    def user(request):
        with app.request_context(request.scope):
            return flask.session.get("user")

    made = providing.provider(store)
    more = {"user": user, "session": user, "login": "/login", "app": app.wsgi_app}
    app.wsgi_app = made.wsgi(**more)
    with werkzeug_of(app) as address, browser(address) as visitor:
        back = visitor.get(visitor.get("/apps").headers["location"])
        page = visitor.get(back.headers["location"])
        assert (page.status_code, "Apps" in page.text or "apps" in page.text) == (200, True)


def test_what_is_not_http(store):
    app = providing.provider(store).asgi(**HOST)

    def run(scope, *messages):
        sent, waiting = [], [*messages]

        async def receive():
            return waiting.pop(0)

        async def send(message):
            sent.append(message["type"])

        asyncio.run(app(scope, receive, send))
        return sent

    page = {"type": "http", "method": "GET", "path": "/apps\udcff", "headers": []}
    assert run(page) == ["http.response.start", "http.response.body"]
    assert run({**page, "path": "/apps", "root_path": "/\udcff"}) == run(page)
    assert run({"type": "websocket", "path": "/apps"}) == ["websocket.close"]
    life = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    assert run({"type": "lifespan"}, *life) == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    post = {"type": "http", "method": "POST", "path": "/oauth/revoke", "headers": []}
    assert run(post, {"type": "http.disconnect"}) == []
    nothing = run({**post, "query_string": b""}, {"type": "http.request"})
    assert nothing == ["http.response.start", "http.response.body"]


def test_a_body_that_does_not_come(store, monkeypatch):
    monkeypatch.setattr("jotkit.provider._asgi.BODY_SECONDS", 0.2)
    made = providing.provider(store)
    headers = [("Content-Type", FORM), ("Content-Length", "100")]
    with face("asgi", made) as address:
        reply = raw(address, "POST", "/oauth/revoke", headers, b"client_id=app")
        assert reply == (408, "REQUEST_TIMEOUT")


def test_a_body_without_end_is_not_read_on(store):
    app = providing.provider(store).asgi(**HOST)
    asked, sent = [], []

    async def receive():
        asked.append(1)
        assert len(asked) < 100
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": True}

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", FORM.encode())]
    scope = {"type": "http", "method": "POST", "path": "/oauth/revoke", "headers": headers}
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 400
    assert sent[1]["body"] == b"INVALID_REQUEST"


def test_bytes_of_a_query_stay_what_they_are(store):
    made = providing.provider(store)
    found = {}

    async def send(message):
        found.update(message.get("headers", {}))

    scope = {"type": "http", "method": "GET", "path": "/apps", "headers": []}
    scope["query_string"] = b"x=\xff%41+ \xc3\xa9"
    asyncio.run(made.asgi(**HOST)(scope, None, send))
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/apps", "QUERY_STRING": "x=\xff%41+ \xc3\xa9"}
    made.wsgi(**HOST)(environ, lambda _, headers: found.update(headers))
    for location in (found[b"location"].decode(), found["location"]):
        back = parse_qs(urlsplit(location).query)["return_to"]
        assert back == ["/apps?x=%FF%41+%20%C3%A9"]


def test_a_mount_with_strange_letters(store):
    made = providing.provider(store)
    found = {}

    async def send(message):
        found.update(message.get("headers", {}))

    def back(location):
        return parse_qs(urlsplit(location).query)["return_to"]

    # As servers hand it on: without the escapes of the address.
    for mount, escaped in (("/é", "/%C3%A9"), ("/100%", "/100%25"), ("/a?b#c\\", "/a%3Fb%23c%5C")):
        scope = {"type": "http", "method": "GET", "path": f"{mount}/apps", "headers": []}
        asyncio.run(made.asgi(**HOST)({**scope, "root_path": f"{mount}/"}, None, send))
        assert back(found[b"location"].decode()) == [f"{escaped}/apps"]
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/apps"}
        environ["SCRIPT_NAME"] = mount.encode().decode("latin-1")
        made.wsgi(**HOST)(environ, lambda _, headers: found.update(headers))
        assert back(found["location"]) == [f"{escaped}/apps"]


def test_a_mount_that_is_another_servers_address(store):
    made = providing.provider(store)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/apps", "SCRIPT_NAME": "//evil.example"}
    with pytest.raises(jotkit.UsageError):
        made.wsgi(**HOST)(environ, None)
    scope = {"type": "http", "method": "GET", "path": "/apps", "headers": []}
    with pytest.raises(jotkit.UsageError):
        asyncio.run(made.asgi(**HOST)({**scope, "root_path": "//evil.example"}, None, None))


def test_a_wsgi_body_without_a_length(store):
    made = providing.provider(store).wsgi(**HOST)

    class Input:
        def __init__(self, data):
            self.data, self.asked = data, 0

        def read(self, size):
            self.asked += size
            piece, self.data = self.data[: min(size, 4_000)], self.data[min(size, 4_000) :]
            return piece

    def sent(data, **environ):
        given = Input(data)
        base = {"REQUEST_METHOD": "POST", "PATH_INFO": "/oauth/access_token"}
        base |= {"CONTENT_TYPE": FORM, "wsgi.input": given, **environ}
        status = []
        body = b"".join(made(base, lambda line, headers: status.append((line, headers))))
        [(line, headers)] = status
        assert dict(headers)["content-length"] == str(len(body))
        return line, body, given.asked

    good = token_request().encode()
    assert sent(good) == ("400 Bad Request", b"MISSING_CLIENT_INFO", 0)
    terminated = {"wsgi.input_terminated": True}
    assert sent(good, **terminated)[1] == b"INVALID_REFRESH_TOKEN"
    for length in (terminated, {"CONTENT_LENGTH": "10000000"}):
        line, body, asked = sent(b"x" * 10_000_000, **length)
        assert (line, body) == ("400 Bad Request", b"INVALID_REQUEST")
        assert asked < 100_000
    for length in ("", "-1", "nonsense", "1e3", "\xb2", "٣"):
        assert sent(good, CONTENT_LENGTH=length)[1] == b"MISSING_CLIENT_INFO"
    assert sent(good, CONTENT_LENGTH="9" * 50)[1] == b"INVALID_REFRESH_TOKEN"
    assert sent(good, CONTENT_LENGTH=str(len(good)))[1] == b"INVALID_REFRESH_TOKEN"
    strange = {"PATH_INFO": "/\xff", "SCRIPT_NAME": "/\xc3\xa9", "QUERY_STRING": "\xff\u20ac"}
    assert sent(b"", **strange)[0] == "404 Not Found"
