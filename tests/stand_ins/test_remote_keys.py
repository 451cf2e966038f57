"""The examples in Python that verify an identity provider's tokens: a rotation and an outage.

Express has its test in node/test/service.test.mjs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import jotkit
import pytest
import requests

from equipment import TIMEOUT
from places import PYTHON_EXAMPLES, ROOT
from programs import Server, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AUDIENCE = "http://127.0.0.1/mcp"
UVICORN = ["uvicorn", "--port", "0"]
SERVICES = {
    "fastapi": [*UVICORN, "fastapi_resource_server:app"],
    "django": [*UVICORN, "django_resource_server:application"],
    "flask": ["flask", "--app", "flask_resource_server", "run", "--port", "0"],
    "mcp": [*UVICORN, "mcp_resource_server:app"],
}
WEB = ["fastapi", "django", "flask"]
INITIALIZE = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


class Provider:
    """One provider of `jwks.py`."""

    def __init__(self, port: int, name: str) -> None:
        self.issuer = f"http://127.0.0.1:{port}/{name}"
        self._control = f"http://127.0.0.1:{port}/control/{name}"

    def set(self, **state: Any) -> None:
        requests.post(self._control, json=state, timeout=TIMEOUT).raise_for_status()

    def publish(self, *keys: jotkit.Key) -> None:
        self.set(keys=[key.public().to_jwk() for key in keys])

    def token(self, key: jotkit.Key, **claims: Any) -> str:
        signer = jotkit.Signer(key, issuer=self.issuer, audience=AUDIENCE, lifetime=600)
        return signer.sign({"sub": "u1", **claims})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    command = [sys.executable, str(ROOT / "tests" / "stand_ins" / "jwks.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin and running.stdout
        yield json.loads(running.stdout.readline())["port"]
        running.stdin.close()


@pytest.fixture
def provider(port: int, request: pytest.FixtureRequest) -> Provider:
    made = Provider(port, request.node.name.replace("[", "-").replace("]", ""))
    made.set(mode="status")
    return made


@pytest.fixture
def server(provider: Provider, request: pytest.FixtureRequest) -> Iterator[Server]:
    settings = {"ISSUER": provider.issuer, "AUDIENCE": AUDIENCE}
    command = [sys.executable, "-m", *SERVICES[request.param]]
    running = Server(command, settings, PYTHON_EXAMPLES)
    yield running
    running.stop()
    # No bad token and no outage is an error of the server's own.
    assert "Traceback" not in running.output()


def ask(server: Server, token: str | None, path: str = "/me") -> requests.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    method = "GET" if path == "/me" else "POST"
    return requests.request(method, server.address + path, headers=headers, timeout=TIMEOUT)


def answer(reply: requests.Response) -> tuple[int, str | None]:
    return reply.status_code, reply.headers.get("WWW-Authenticate")


def health(server: Server) -> requests.Response:
    return requests.get(f"{server.address}/health", timeout=TIMEOUT)


def asked_until_there_are_keys(question: Callable[[], requests.Response]) -> requests.Response:
    """The next request for keys is a second after one that failed."""
    end = time.monotonic() + TIMEOUT
    while (reply := question()).status_code == 503:
        assert time.monotonic() < end
        time.sleep(0.2)
    return reply


@pytest.mark.parametrize("server", WEB, indirect=True)
def test_a_rotation_and_an_outage(server: Server, provider: Provider) -> None:
    old, new = (jotkit.Key.generate("ES256").with_kid(kid) for kid in ("old", "new"))
    # There are no keys yet.
    assert answer(ask(server, provider.token(old))) == (503, None)
    provider.publish(old)
    provider.set(mode="ok")
    reply = asked_until_there_are_keys(lambda: ask(server, provider.token(old)))
    assert reply.json() == {"user": "u1"}
    # The requests that RFC 6750 §3 has answers for.
    assert answer(ask(server, None)) == (401, "Bearer")
    for bad in (
        "nonsense",
        provider.token(new, aud="other"),
        provider.token(old, aud="other"),
        provider.token(old, exp=1),
        jotkit.jws.sign(old, b'{"exp": "soon"}'),
    ):
        assert answer(ask(server, bad)) == (401, 'Bearer error="invalid_token"')
    for authorization in ("Basic dTpw", "Bearer", "Bearer \xe9", ""):
        headers = {"Authorization": authorization.encode("latin-1")}
        reply = requests.get(f"{server.address}/me", headers=headers, timeout=TIMEOUT)
        assert answer(reply) == (401, "Bearer"), authorization
    provider.publish(new)
    # The one above asked for it in vain, so the permits for unknown keys are used up.
    codes = {ask(server, provider.token(old)).status_code for _ in range(20)}
    assert codes == {200}
    provider.set(mode="hang")
    assert ask(server, provider.token(old)).status_code == 200


@pytest.mark.parametrize("server", WEB, indirect=True)
def test_a_new_key_is_accepted_at_once(server: Server, provider: Provider) -> None:
    old, new = (jotkit.Key.generate("ES256").with_kid(kid) for kid in ("old", "new"))
    provider.publish(old)
    provider.set(mode="ok")
    assert ask(server, provider.token(old)).status_code == 200
    provider.publish(new)
    assert ask(server, provider.token(new)).status_code == 200
    assert ask(server, provider.token(old)).status_code == 401


@pytest.mark.parametrize("server", WEB, indirect=True)
def test_a_route_needs_a_scope(server: Server, provider: Provider) -> None:
    key = jotkit.Key.generate("ES256")
    provider.publish(key)
    provider.set(mode="ok")
    for claims in ({"scope": "read write"}, {"scp": ["write"]}):
        assert ask(server, provider.token(key, **claims), "/notes").ok
    lacking = 'Bearer error="insufficient_scope", scope="write"'
    for claims in ({}, {"scope": "read"}, {"scope": "writes"}, {"scp": []}):
        assert ask(server, provider.token(key, **claims)).ok
        assert answer(ask(server, provider.token(key, **claims), "/notes")) == (403, lacking)
    assert answer(ask(server, None, "/notes")) == (401, 'Bearer scope="write"')
    for bad in ("nonsense", provider.token(key, scope="write", aud="other")):
        invalid = 'Bearer error="invalid_token", scope="write"'
        assert answer(ask(server, bad, "/notes")) == (401, invalid)


def test_a_program(provider: Provider) -> None:
    key = jotkit.Key.generate("ES256")
    provider.publish(key)
    provider.set(mode="ok")
    command = [sys.executable, PYTHON_EXAMPLES / "remote_keys.py", provider.token(key)]
    settings = environment({"ISSUER": provider.issuer, "AUDIENCE": AUDIENCE})
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "u1\n"), done.stderr


@pytest.mark.parametrize("server", ["fastapi"], indirect=True)
def test_a_health_check(server: Server, provider: Provider) -> None:
    assert health(server).status_code == 503
    provider.publish(jotkit.Key.generate("ES256"))
    provider.set(mode="ok")
    assert asked_until_there_are_keys(lambda: health(server)).json()["state"] == "fresh"


def call(server: Server, token: str | None, method: str, params: Any, **more: str) -> Any:
    """Sends a message to the MCP server."""
    headers = {"Allow": "application/json, text/event-stream", **more}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    url = f"{server.address}/mcp"
    return requests.post(url, json=message, headers=headers, timeout=TIMEOUT)


@pytest.mark.parametrize("server", ["mcp"], indirect=True)
def test_an_mcp_server(server: Server, provider: Provider) -> None:
    old, new = (jotkit.Key.generate("ES256").with_kid(kid) for kid in ("old", "new"))

    def initialize(token: str | None) -> requests.Response:
        return call(server, token, "initialize", INITIALIZE)

    # There are no keys yet.
    good = provider.token(old, scope="read", client_id="c1")
    assert answer(initialize(good)) == (503, None)
    provider.publish(old)
    provider.set(mode="ok")
    opened = asked_until_there_are_keys(lambda: initialize(good))
    assert opened.status_code == 200
    session = {"Mcp-Session-Id": opened.headers["Mcp-Session-Id"]}
    named = call(server, good, "tools/call", {"name": "whoami", "arguments": {}}, **session)
    data = next(line for line in named.text.splitlines() if line.startswith("data: {"))
    content = json.loads(data.removeprefix("data: "))["result"]["content"]
    assert content == [{"type": "text", "text": "u1"}]
    for bad in (None, "nonsense", provider.token(new, scope="read"), provider.token(old, aud="x")):
        status, challenge = answer(initialize(bad))
        assert (status, challenge.split(",")[0]) == (401, 'Bearer error="invalid_token"')
    for claims in ({}, {"scope": "write"}, {"scope": 5}, {"scp": ["readers"]}):
        status, challenge = answer(initialize(provider.token(old, **claims)))
        assert (status, challenge.split(",")[0]) == (403, 'Bearer error="insufficient_scope"')
    several = provider.token(old, scp=["write", "read"], aud=["other", AUDIENCE])
    assert initialize(several).status_code == 200
    provider.set(mode="hang")
    assert initialize(good).status_code == 200
