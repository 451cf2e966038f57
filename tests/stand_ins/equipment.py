"""Starts the stand-ins for LikeCoin and LiveLike and talks to their control socket."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import requests

from places import EQUIPMENT

COMMON_SECRET = "common-secret-for-tests"
HOST = "rinkeby.like.co"

CLIENT_ID = "2f551d5fe1ad65773a17"
CLIENT_SECRET = "client-secret-for-tests"
SCOPES = ["profile", "email", "read:like", "write:like"]

APPLICATION_ID = "client-id-1"
APPLICATION_SECRET = "livelike-client-secret-for-tests"

TIMEOUT = 10


class Equipment:
    """The running stand-ins. They know one client and one application from the start."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [EQUIPMENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        addresses = json.loads(self._process.stdout.readline())
        self.likecoin: str = addresses["likecoin"]
        self.livelike: str = addresses["livelike"]
        self._control: str = addresses["control"]
        self.register_client()
        self._post("applications", client_id=APPLICATION_ID, client_secret=APPLICATION_SECRET)

    def stop(self) -> None:
        # They end with their standard input.
        self._process.communicate(timeout=TIMEOUT)
        assert self._process.returncode == 0

    @property
    def consent_page(self) -> str:
        return f"{self.likecoin}/in/oauth"

    @property
    def profile_url(self) -> str:
        return f"{self.livelike}/api/v1/applications/{APPLICATION_ID}/profile/"

    def client_settings(self) -> dict[str, str]:
        """What the examples of OAuth clients read from their environment."""
        return {
            "LIKECOIN_CLIENT_ID": CLIENT_ID,
            "LIKECOIN_CLIENT_SECRET": CLIENT_SECRET,
            "LIKECOIN_CONSENT_PAGE": self.consent_page,
            "LIKECOIN_API": self.likecoin,
        }

    def register_client(self, *redirect_uris: str, **changes: Any) -> None:
        client = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "name": "Example <app>",
            "scopes": SCOPES,
        }
        if redirect_uris:
            client["redirect_uris"] = list(redirect_uris)
        self._post("clients", **{**client, **changes})

    def register_application(self, client_id: str, client_secret: str) -> None:
        self._post("applications", client_id=client_id, client_secret=client_secret)

    def move_clock(self, seconds: int) -> None:
        self._post("clock", seconds=seconds)

    def revoke(self, client_id: str = CLIENT_ID) -> None:
        self._post("revocations", client_id=client_id)

    def requests(self, path: str = "") -> list[dict[str, Any]]:
        """What was asked of the stand-ins, in order; of one path if one is given."""
        reply = requests.get(f"{self._control}/requests", timeout=TIMEOUT)
        return [request for request in reply.json() if path in ("", request["path"])]

    def _post(self, what: str, **members: Any) -> None:
        requests.post(f"{self._control}/{what}", json=members, timeout=TIMEOUT).raise_for_status()
