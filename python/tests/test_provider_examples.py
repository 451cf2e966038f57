"""The provider's examples, whole: a server of LikeCoin's as a process, and a token service."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import providing
import pytest
from providing import CLIENT, OPTIONS, SECRET, browser, uvicorn_of

import jotkit
from jotkit import likecoin

MAIN = Path(__file__).resolve().parents[1] / "examples/provider/main.py"


class Example:
    """The example server as a process."""

    def __init__(self, folder, **more):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        config = {
            "listen": f"127.0.0.1:{port}",
            "database": f"sqlite:{folder / 'provider.db'}",
            "provider": OPTIONS,
            "clients": [
                {
                    **CLIENT,
                    "client_secret": SECRET,
                    "redirect_uris": [providing.CALLBACK],
                    "scopes": ["profile", "email"],
                }
            ],
            "users": [
                {"id": "ann", "display_name": "Ann", "avatar": "", "email": "ann@example.com"},
                {"id": '<b&"', "display_name": "", "avatar": "", "email": ""},
            ],
            **more,
        }
        path = folder / f"config-{port}.json"
        path.write_text(json.dumps(config))
        command = [sys.executable, "-B", str(MAIN), str(path)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                assert self.process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)
            else:
                break

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def client(self, kind=likecoin.Client):
        return kind(
            "app",
            SECRET,
            providing.CALLBACK,
            endpoint=self.address,
            authorize_endpoint=f"{self.address}/in/oauth",
        )

    def log_in(self, visitor, path, user="ann"):
        login = visitor.get(path)
        page = visitor.get(login.headers["location"])
        fields = {**providing.hidden(page.text), "user": user}
        return visitor.post("/login", data=fields)


@pytest.fixture
def example(tmp_path):
    made = Example(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def test_the_example_from_login_to_revocation(example, tmp_path):
    # The second process has the same key and the same file, and a clock of its own.
    other = Example(tmp_path, clock=3_600)
    client = example.client()
    url, state = client.authorize_url(["profile", "email"])
    path = url.removeprefix(example.address)
    try:
        with browser(example.address) as visitor:
            back = example.log_in(visitor, path)
            assert back.headers["location"] == path
            cookie = back.headers["set-cookie"]
            assert "HttpOnly" in cookie
            assert "samesite=lax" in cookie.lower()
            page = visitor.get(path)
            fields = {**providing.hidden(page.text), "decision": "accept"}
            cookies = dict(visitor.cookies)
            with browser(other.address, **cookies) as elsewhere:
                # An hour later the form is too old.
                assert elsewhere.post("/in/oauth", data=fields).status_code == 403
            back = visitor.post("/in/oauth", data=fields)
        session = client.login(back.headers["location"], state)
        shown = json.loads(session.call("GET", "/users/profile").body)
        assert shown == {
            "user": "ann",
            "displayName": "Ann",
            "avatar": "",
            "email": "ann@example.com",
        }
        # Expired there: the session refreshes, and goes on with a newer token.
        later = other.client().session(session.tokens)
        assert later.call("GET", "/users/profile").status == 200
        assert later.tokens.access_token != session.tokens.access_token
        session.logout()
        # A second time is no error.
        asyncio.run(ended(example.client(likecoin.AsyncClient).session(session.tokens)))
        for one in (example, other):
            refused = one.client().session(session.tokens).call
            with pytest.raises(jotkit.FlowError) as caught:
                refused("GET", "/users/profile")
            assert caught.value.detail == "INVALID_REFRESH_TOKEN"
    finally:
        assert other.stop() == 0


async def ended(session):
    await session.logout()


def test_the_examples_login(example):
    with browser(example.address) as visitor:
        for back in (
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "x",
            "/\r\nx",
        ):
            sent = visitor.post("/login", data={"user": "ann", "return_to": back})
            assert (sent.status_code, sent.headers["location"]) == (303, "/apps")
        sent = visitor.post("/login", data={"user": "ann", "return_to": "/apps?x=1"})
        assert sent.headers["location"] == "/apps?x=1"
        assert visitor.get("/apps").status_code == 200
        page = visitor.get("/login", params={"return_to": '"><script>'}).text
        assert "<script>" not in page
        assert "<b&" not in page
        out = visitor.post("/logout")
        assert (out.status_code, out.headers["location"]) == (303, "/login")
        assert visitor.get("/apps").status_code == 303
        for user in ("carl", "", None):
            assert visitor.post("/login", data={"user": user}).status_code == 403
        assert visitor.post("/login", content=b"user=ann&x=" + b"x" * 20_000).status_code == 403
    with browser(example.address, session="x.y.z") as visitor:
        assert visitor.get("/apps").status_code == 303
    assert example.stop() == 0


def test_the_examples_api(example, tmp_path):
    style = {**OPTIONS, "style": "rfc6749"}
    other = Example(tmp_path, provider=style)
    try:
        with browser(example.address) as client:
            refused = client.get("/users/profile")
            assert (refused.status_code, refused.text) == (401, "LOGIN_NEEDED")
            twice = [("Authorization", "Bearer a"), ("Authorization", "Bearer b")]
            assert client.get("/users/profile", headers=twice).status_code == 401
        with browser(other.address) as client:
            refused = client.get("/users/profile")
            assert refused.status_code == 401
            header = refused.headers["www-authenticate"]
            assert header == 'Bearer realm="api", scope="profile"'
    finally:
        other.stop()


def test_the_token_service(tmp_path, monkeypatch):
    import runpy

    for name in ("KEY", "COMMON_SECRET"):
        monkeypatch.setenv(f"TOKEN_SERVICE_{name}", providing.KEY)
    monkeypatch.setenv("TOKEN_SERVICE_DATABASE", str(tmp_path / "tokens.db"))
    monkeypatch.setenv("WEB_SECRET", SECRET)
    app = runpy.run_path(str(MAIN.parents[1] / "token_service.py"))["app"]
    asked = {"response_type": "code", "client_id": "web", "scope": "read", "state": "x"}
    asked["redirect_uri"] = "https://app.example/callback"
    with uvicorn_of(app) as address, browser(address) as visitor:
        login = visitor.get("/in/oauth", params=asked)
        back = visitor.get(login.headers["location"])
        page = visitor.get(back.headers["location"])
        fields = {**providing.hidden(page.text), "decision": "accept"}
        location = visitor.post("/in/oauth", data=fields).headers["location"]
        assert "state=x" in location
        code = {"grant_type": "authorization_code", "code": providing.code_in(location)}
        code["redirect_uri"] = asked["redirect_uri"]
        asks = {"auth": ("web", SECRET)}
        given = visitor.post("/oauth/access_token", data=code, **asks).json()
        assert given.keys() == {
            "access_token",
            "token_type",
            "expires_in",
            "refresh_token",
            "scope",
        }

        def notes(token):
            header = {"Authorization": jotkit.bearer.format(token)}
            return visitor.get("/notes", headers=header)

        assert notes(given["access_token"]).json() == {"user": "ann", "notes": []}
        assert visitor.get("/notes").status_code == 401
        fields = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
        newer = visitor.post("/oauth/access_token", data=fields, **asks).json()
        assert newer["refresh_token"] != given["refresh_token"]
        revoked = visitor.post("/oauth/revoke", data={"token": newer["refresh_token"]}, **asks)
        assert revoked.status_code == 200
        refused = notes(newer["access_token"])
        assert (refused.status_code, refused.json()) == (401, {"detail": "token_revoked"})
