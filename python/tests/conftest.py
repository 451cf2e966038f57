"""What several tests use."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import jotkit

SECRET = "a secret of at least 32 bytes, kept safe"
NOW = 1_700_000_000
REDIRECT = "https://app.example/cb"
SERVER = Path(__file__).resolve().parents[2] / "tests/stand_ins/hostile.py"


def refusal(call, *given, **named):
    """How a call fails: with the code of a ``JotkitError``, or with ``TypeError``."""
    try:
        call(*given, **named)
    except jotkit.JotkitError as error:
        return error.code
    except TypeError:
        return TypeError
    return None


@pytest.fixture
def key():
    return jotkit.Key.hs256(SECRET)


@pytest.fixture
def token(key):
    return jotkit.Signer(key, lifetime=3600).sign({"sub": "u1"}, now=NOW)


class Server:
    """The server of ``tests/stand_ins/hostile.py``, which has a port for each behaviour."""

    def __init__(self, ports):
        self.ports = ports

    def url(self, name):
        return f"http://127.0.0.1:{self.ports[name]}"

    def ask(self, path):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.url("ok") + path, timeout=30) as reply:
            return json.load(reply)

    def stats(self, name="ok"):
        return self.ask("/stats")[name]

    def client(self, name, kind, **settings):
        return kind("c", "s", REDIRECT, endpoint=self.url(name), **settings)


@pytest.fixture(scope="session")
def running():
    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        yield Server(json.loads(server.stdout.readline())["ports"])
        server.stdin.close()
        server.terminate()


@pytest.fixture
def server(running):
    running.ask("/reset")
    return running
