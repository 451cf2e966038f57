"""The FastAPI example that verifies an identity provider's tokens: a rotation and an outage.

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
from programs import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

AUDIENCE = "api"


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
    made = Provider(port, request.node.name)
    made.set(mode="status")
    return made


@pytest.fixture
def server(provider: Provider) -> Iterator[Server]:
    settings = {"ISSUER": provider.issuer, "AUDIENCE": AUDIENCE}
    command = [sys.executable, "-m", "uvicorn", "fastapi_resource_server:app", "--port", "0"]
    running = Server(command, settings, PYTHON_EXAMPLES)
    yield running
    running.stop()
    assert "Traceback" not in running.output()


def ask(server: Server, token: str | None) -> requests.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return requests.get(f"{server.address}/me", headers=headers, timeout=TIMEOUT)


def health(server: Server) -> requests.Response:
    return requests.get(f"{server.address}/health", timeout=TIMEOUT)


def test_a_rotation_and_an_outage(server: Server, provider: Provider) -> None:
    old, new = (jotkit.Key.generate("ES256").with_kid(kid) for kid in ("old", "new"))
    # There are no keys yet.
    assert ask(server, provider.token(old)).status_code == 503
    assert health(server).status_code == 503
    provider.publish(old)
    provider.set(mode="ok")
    end = time.monotonic() + TIMEOUT
    while (reply := ask(server, provider.token(old))).status_code == 503:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert reply.json() == {"user": "u1"}
    assert (health(server).status_code, health(server).json()["state"]) == (200, "fresh")
    # The requests that RFC 6750 §3 has answers for.
    missing = ask(server, None)
    assert (missing.status_code, missing.headers["WWW-Authenticate"]) == (401, "Bearer")
    for bad in ("nonsense", provider.token(new, aud="other"), provider.token(old, aud="other")):
        refused = ask(server, bad)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    provider.publish(new)
    # The one above asked for it in vain, so the permits for unknown keys are used up.
    codes = {ask(server, provider.token(old)).status_code for _ in range(20)}
    assert codes == {200}
    provider.set(mode="hang")
    assert ask(server, provider.token(old)).status_code == 200


def test_a_new_key_is_accepted_at_once(server: Server, provider: Provider) -> None:
    old, new = (jotkit.Key.generate("ES256").with_kid(kid) for kid in ("old", "new"))
    provider.publish(old)
    provider.set(mode="ok")
    assert ask(server, provider.token(old)).status_code == 200
    provider.publish(new)
    assert ask(server, provider.token(new)).status_code == 200
    assert ask(server, provider.token(old)).status_code == 401
