"""The OAuth client against a server that misbehaves, on real sockets.

Elapsed time is only a watchdog here: a call that ignores its deadline takes minutes.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
import traceback

import httpx
import pytest
import requests

import jotkit
from jotkit import likecoin

SECRET = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2VjcmV0LXRva2Vu"
SHORT = 0.3
"""The time limit where it is what ends the call."""
LONG = 20.0
WATCHDOG = 10.0

NEVER_WHOLE = ["drip_status", "drip_header", "slow_headers", "slow_continue", "drip_body"]
NEVER_WHOLE += ["drip_close_body", "drip_chunk_size", "drip_chunk_extension", "drip_chunks"]
NEVER_WHOLE += ["slow_trailers", "silence"]
ENDLESS = ["endless_headers", "endless_continue", "endless_body", "endless_chunks"]
ENDLESS += ["endless_trailers"]
SLOW = {*NEVER_WHOLE, *ENDLESS, "no_read"}
CUT_OFF = ["close", "reset", "truncated_body", "truncated_chunks"]
TOO_LARGE = ["large_body", "large_chunks", "gzip_body", "gzip_bomb", "gzip_bomb_twice"]
NOT_HTTP = ["garbage_status", "bad_header_bytes", "bad_length", "two_lengths", "bad_chunk_size"]

CODES = {
    **{name: {"server_unavailable"} for name in NEVER_WHOLE + CUT_OFF},
    **{name: {"server_unavailable", "response_invalid"} for name in ENDLESS + NOT_HTTP},
    **{name: {"response_invalid"} for name in TOO_LARGE},
}
# A client of the caller's is held to the deadline and to the size; how it reads HTTP is its own.
FOREIGN = [name for name in CODES if name not in {"bad_header_bytes", *ENDLESS[:2], ENDLESS[4]}]


def client(server, name, kind=likecoin.Client, **settings):
    ended = name.removeprefix("refresh_") in SLOW
    return server.client(name, kind, timeout=SHORT if ended else LONG, **settings)


def failure(call):
    """The error of a call, which ended in time and shows nothing of the reply."""
    start = time.monotonic()
    with pytest.raises(jotkit.JotkitError) as caught:
        call()
    assert time.monotonic() - start < WATCHDOG
    error = caught.value
    # Without the frames of this file, whose source lines are in the traceback.
    error.__traceback__ = None
    printed = "".join(traceback.format_exception(error, chain=False))
    chain, cause = [printed], error.__context__
    while cause is not None:
        chain.append(f"{cause!r} {cause.args} {vars(cause)}")
        cause = cause.__cause__ or cause.__context__
    assert SECRET[:20] not in f"{error!r} {error.args} {chain}"
    return error


def session(server, name, token, **options):
    tokens = likecoin.TokenResponse(access_token=token, refresh_token="refresh-1")
    return client(server, name, **options).session(tokens)


def check(server, name, **options):
    """The API misbehaves, then the token endpoint, and the session is still good for more."""
    error = failure(lambda: session(server, name, "new", **options).call("GET", "/users/profile"))
    assert error.code in CODES[name]
    held = session(server, f"refresh_{name}", "old", **options)
    assert failure(lambda: held.call("GET", "/users/profile")).code in CODES[name]
    assert held.tokens.access_token == "old"
    # Not so many times for the slow ones.
    if "http" not in options:
        left = session(server, name, "new", **options)
        assert failure(left.logout).code in CODES[name]


@pytest.mark.parametrize("name", CODES)
def test_the_standard_library(server, name):
    check(server, name)
    for port in (name, f"refresh_{name}"):
        end = time.monotonic() + WATCHDOG
        while server.stats(port)["open"] and time.monotonic() < end:
            time.sleep(0.02)
        assert server.stats(port)["open"] == 0


# requests leaves sockets to the garbage collector after some errors.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", FOREIGN)
def test_the_callers_own_clients(server, name):
    with httpx.Client(trust_env=False) as http:
        check(server, name, http=http)
    with requests.Session() as http:
        check(server, name, http=http)
    gc.collect()


@pytest.mark.parametrize("own", [False, True], ids=["standard", "httpx"])
def test_asynchronous_clients(server, own):
    """All behaviours at the same time, which an event loop must not be blocked by."""

    async def run(name):
        async with httpx.AsyncClient(trust_env=False) as http:
            made = client(server, name, http=http if own else None, kind=likecoin.AsyncClient)
            bad = made.session(likecoin.TokenResponse("new", "refresh-1"))
            with pytest.raises(jotkit.JotkitError) as caught:
                await bad.call("GET", "/users/profile")
            return name, caught.value.code

    async def all_of_them():
        return await asyncio.gather(*map(run, FOREIGN if own else CODES))

    start = time.monotonic()
    for name, code in asyncio.run(all_of_them()):
        assert code in CODES[name] | ({"server_unavailable"} if name in TOO_LARGE else set())
    assert time.monotonic() - start < 3 * WATCHDOG


def test_a_call_after_a_failed_refresh_is_not_blocked(server):
    held = session(server, "refresh_silence", "old")
    for _ in range(3):
        assert failure(lambda: held.call("GET", "/x")).code == "server_unavailable"


def test_an_upload_that_is_not_read_ends(server):
    held = session(server, "no_read", "new")
    error = failure(lambda: held.call("POST", "/upload", data=bytes(8 << 20)))
    assert error.code == "server_unavailable"


@pytest.mark.parametrize("name", ["drip_body", "slow_continue", "gzip_bomb", "close"])
def test_the_login_meets_the_deadline_too(server, name):
    assert failure(lambda: client(server, name).exchange("code")).code in CODES[name]


def test_statuses_of_the_token_endpoint(server):
    expected = {
        "status_400": ("request_refused", 400, "INVALID_CLIENT_CRED"),
        "status_400_json": ("request_refused", 400, "INVALID_CODE"),
        "status_400_secret": ("request_refused", 400, None),
        "status_429": ("server_unavailable", 429, "SLOW_DOWN"),
        "status_503": ("server_unavailable", 503, "SERVER_UNAVAILABLE"),
        "status_304": ("response_invalid", 304, None),
    }
    for name, wanted in expected.items():
        held = session(server, f"refresh_{name}", "old")
        error = failure(lambda held=held: held.call("GET", "/x"))
        assert (error.code, error.status, error.detail) == wanted


@pytest.mark.parametrize("name", ["basic_challenge", "many_challenges"])
def test_challenges_are_not_answered(server, name):
    assert session(server, name, "old").call("GET", "/x").status == 200
    error = failure(lambda: session(server, f"refresh_{name}", "old").call("GET", "/x"))
    assert error.code == "request_refused"


def test_a_proxy_never_sees_loopback(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setitem(os.environ, name, server.url("proxy"))
    assert session(server, "ok", "old").call("GET", "/x").status == 200
    assert server.stats("proxy")["connections"] == 0


@pytest.mark.parametrize("make", [lambda: None, httpx.Client, requests.Session])
def test_the_wire(server, make):
    http = make()
    # The API of this port behaves well.
    held = session(server, "refresh_silence", "new", http=http)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        headers = {"Accept-Encoding": "gzip", "X-One": "1", "Host": "evil.example"}
        headers["authorization"] = "Bearer another"
        body = None if method == "GET" else b"12345"
        reply = held.call(method, "/a%20b?c=d", headers=headers, data=body, timeout=LONG).json()
        assert (reply["method"], reply["path"]) == (method, "/a%20b?c=d")
        assert reply["length"] == len(body or b"")
        head = server.stats("refresh_silence")["last_head"].lower().split("\r\n")
        assert "accept-encoding: identity" in head
        assert "x-one: 1" in head
        once = [line for line in head if line.startswith(("host:", "accept-encoding:"))]
        assert len(once) == 2
        assert "host: evil.example" not in once
    if http is not None:
        http.close()
