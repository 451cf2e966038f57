"""The two examples that take LikeCoin access tokens answer every request alike."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
from jotkit import likecoin

from equipment import CLIENT_ID, CLIENT_SECRET, COMMON_SECRET, HOST, TIMEOUT, Equipment
from places import AXUM_SERVER, PYTHON_EXAMPLES, ROOT
from programs import Server
from visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN_NEEDED = (401, "LOGIN_NEEDED")
TOKEN_EXPIRED = (401, "TOKEN_EXPIRED")
INSUFFICIENT_PERMISSION = (403, "INSUFFICIENT_PERMISSION")

SETTINGS = {
    "LIKECOIN_COMMON_SECRET": COMMON_SECRET,
    "LIKECOIN_CLIENTS": json.dumps({CLIENT_ID: CLIENT_SECRET}),
    "LIKECOIN_HOST": HOST,
    "PORT": "0",
}


@pytest.fixture(scope="module", params=["axum", "fastapi"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "axum":
        running = Server([AXUM_SERVER], SETTINGS, ROOT)
    else:
        command = [sys.executable, "-m", "uvicorn", "fastapi_server:app", "--port", "0"]
        running = Server(command, SETTINGS, PYTHON_EXAMPLES)
    yield running
    running.stop()
    output = running.output()
    assert "Traceback" not in output
    assert COMMON_SECRET not in output
    assert CLIENT_SECRET not in output


def token(*scope: str, host: str = HOST, common: str = COMMON_SECRET, **changes: Any) -> str:
    grant = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "user": "williamchong"}
    return likecoin.Issuer(common, host).sign(**{**grant, "scope": list(scope), **changes})


def ask(server: Server, path: str, authorization: str | None) -> requests.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    method = "POST" if path == "/likes" else "GET"
    return requests.request(method, server.address + path, headers=headers, timeout=TIMEOUT)


def refused(reply: requests.Response) -> tuple[int, str]:
    assert reply.headers["Content-Type"].startswith("text/plain")
    return reply.status_code, reply.text


def test_a_token_of_the_provider_is_good(server: Server, equipment: Equipment) -> None:
    callback = "https://app.example/callback"
    equipment.register_client(callback)
    client = likecoin.Client(
        CLIENT_ID,
        CLIENT_SECRET,
        callback,
        endpoint=equipment.likecoin,
        authorize_endpoint=equipment.consent_page,
    )
    url, state = client.authorize_url(["read:like"])
    tokens = client.login(Visitor().login_and("Allow", url), state).tokens

    authorization = f"Bearer {tokens.access_token}"
    assert ask(server, "/me", authorization).json() == {
        "user": "williamchong",
        "scope": ["read:like", "profile"],
    }
    assert ask(server, "/history", authorization).json() == {"user": "williamchong", "liked": []}
    assert refused(ask(server, "/likes", authorization)) == INSUFFICIENT_PERMISSION


@pytest.mark.parametrize(
    ("path", "scope", "allowed"),
    [
        ("/me", ["profile"], True),
        ("/me", ["email"], False),
        ("/me", ["read"], False),
        ("/me", [], False),
        ("/history", ["read:like.button"], True),
        ("/history", ["read:like"], True),
        ("/history", ["read"], True),
        ("/history", ["like"], True),
        ("/history", ["likebutton"], True),
        ("/history", ["write:like"], False),
        ("/history", ["read:like.button.x"], False),
        ("/history", ["read:lik"], False),
        ("/history", ["READ:like"], False),
        ("/history", ["read:like.info", "read:*"], False),
        ("/likes", ["write:like"], True),
        ("/likes", ["profile", "write:like.button"], True),
        ("/likes", ["read:like"], False),
        ("/likes", ["read"], False),
    ],
)
def test_scopes_are_demanded(server: Server, path: str, scope: list[str], *, allowed: bool) -> None:
    reply = ask(server, path, f"Bearer {token(*scope)}")
    if allowed:
        assert reply.status_code == 200
        assert reply.json()["user"] == "williamchong"
    else:
        assert refused(reply) == INSUFFICIENT_PERMISSION


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"now": time.time() - 3601}, TOKEN_EXPIRED),
        ({"client_id": "another"}, LOGIN_NEEDED),
        ({"client_secret": "wrong"}, LOGIN_NEEDED),
        ({"common": "wrong"}, LOGIN_NEEDED),
        ({"host": "like.co"}, LOGIN_NEEDED),
        # Neither an expired token nor a lack of scopes is worth a word when the signature does not
        # hold.
        ({"common": "wrong", "now": time.time() - 3601}, LOGIN_NEEDED),
        ({"host": "like.co", "scope": []}, LOGIN_NEEDED),
        ({"scope": [], "now": time.time() - 3601}, TOKEN_EXPIRED),
    ],
)
def test_bad_tokens_are_refused(server: Server, changes: dict[str, Any], answer: tuple[int, str]) -> None:
    bad = token("profile", **changes)
    assert refused(ask(server, "/me", f"Bearer {bad}")) == answer


def test_a_token_is_borne_in_the_header(server: Server) -> None:
    good = token("profile")
    for scheme in ("Bearer ", "bearer ", "BEARER   "):
        assert ask(server, "/me", f"{scheme}{good}").ok
    for bad in (
        None,
        "",
        good,
        f"Token {good}",
        "Bearer",
        "Bearer \xe9",
    ):
        assert refused(ask(server, "/me", bad)) == LOGIN_NEEDED
    [head, payload, signature] = good.split(".")
    for bad in (f"{head}.{payload}.", f"{head}.{payload}", f"{head}..{signature}", f"{good}="):
        assert refused(ask(server, "/me", f"Bearer {bad}")) == LOGIN_NEEDED
