"""The provider's example servers, as processes."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "tests" / "provider"
KEY = "the provider's own key, of 32 bytes or more"
COMMON_SECRET = "common-secret-for-tests"
HOST = "like.example"
SECRETS = {"app": "secret-of-the-app-123", "other": "secret-of-another-1234"}
CALLBACK = "https://app.example/cb"
CLIENTS = [
    {
        "client_id": client,
        "client_secret": secret,
        "name": client.title(),
        "redirect_uris": [CALLBACK],
        "scopes": ["profile", "email", "read:like", "write:like"],
    }
    for client, secret in SECRETS.items()
]
USERS = [
    {"id": user, "display_name": user.title(), "avatar": "", "email": f"{user}@example.com"}
    for user in ("ann", "bob")
]
START = 30


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Server:
    """One process. It can be killed and started again at the same address."""

    def __init__(self, language: str, database: str, folder: Path, **provider: Any) -> None:
        self.language = language
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        config = {
            "listen": f"127.0.0.1:{port}",
            "database": database,
            "provider": {"key": KEY, "common_secret": COMMON_SECRET, "host": HOST, **provider},
            "clients": CLIENTS,
            "users": USERS,
        }
        self._config = folder / f"{language}-{port}.json"
        self._config.write_text(json.dumps(config))
        self.log = folder / f"{language}-{port}.log"
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [SERVER, self.language, self._config], stdout=log, stderr=log
            )
        deadline = time.monotonic() + START
        while True:
            try:
                requests.get(f"{self.address}/login", timeout=5)
                return
            except requests.ConnectionError:
                assert self._process.poll() is None, self.log.read_text()
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.05)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
