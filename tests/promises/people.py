"""Users with a browser, and clients with a secret."""

from __future__ import annotations

import html
import itertools
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from servers import CALLBACK, SECRETS, Server

TIMEOUT = 20


class User:
    """Goes to one of some servers with each request in turn."""

    def __init__(self, *servers: Server, user: str = "ann") -> None:
        self._addresses = itertools.cycle([server.address for server in servers])
        self._session = requests.Session()
        form = {"user": user, "return_to": "/apps"}
        reply = self._send("POST", "/login", data=form)
        assert reply.status_code == 303, reply.text
        self._session.headers["Cookie"] = reply.headers["Set-Cookie"].split(";")[0]

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        address = next(self._addresses) + path
        return self._session.request(
            method, address, allow_redirects=False, timeout=TIMEOUT, **more
        )

    def open(self, scope: str = "profile", client: str = "app") -> requests.Response:
        return self._send("GET", "/in/oauth", params=request_of(client, scope))

    def code(self, scope: str = "profile", client: str = "app") -> str:
        """Allows what is asked for, if it is asked; the code."""
        reply = self.open(scope, client)
        if reply.status_code == 200:
            form = {**request_of(client, scope), "ticket": ticket(reply.text), "decision": "accept"}
            reply = self._send("POST", "/in/oauth", data=form)
        assert reply.status_code == 303, reply.text
        return parse_qs(urlsplit(reply.headers["Location"]).query)["code"][0]

    def is_asked(self, scope: str = "profile", client: str = "app") -> bool:
        return self.open(scope, client).status_code == 200

    def withdraw(self, client: str = "app") -> int:
        page = self._send("GET", "/apps").text
        forms = re.findall(r"(?s)<form.*?</form>", page)
        form = next(form for form in forms if f'name="client_id" value="{client}"' in form)
        sent = {"client_id": client, "ticket": ticket(form)}
        return self._send("POST", "/apps", data=sent).status_code


def request_of(client: str, scope: str) -> dict[str, str]:
    return {"client_id": client, "redirect_uri": CALLBACK, "scope": scope}


def ticket(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


class Client:
    """A client of one server."""

    def __init__(self, server: Server, name: str = "app") -> None:
        self.server = server
        self.name = name
        self._session = requests.Session()

    def post(self, path: str, **fields: str) -> requests.Response:
        form = {"client_id": self.name, "client_secret": SECRETS[self.name], **fields}
        return self._session.post(self.server.address + path, data=form, timeout=TIMEOUT)

    def exchange(self, code: str) -> requests.Response:
        return self.post(
            "/oauth/access_token",
            grant_type="authorization_code",
            code=code,
            redirect_uri=CALLBACK,
        )

    def refresh(self, token: str) -> requests.Response:
        return self.post("/oauth/access_token", grant_type="refresh_token", refresh_token=token)

    def revoke(self, token: str) -> requests.Response:
        return self.post("/oauth/revoke", token=token)

    def call(self, access_token: str) -> int:
        headers = {"Authorization": f"Bearer {access_token}"}
        address = self.server.address + "/users/profile"
        return self._session.get(address, headers=headers, timeout=TIMEOUT).status_code
