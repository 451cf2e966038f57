"""LikeCoin as the snippets meet it: the stand-in of tests/stand_ins, and a user who goes through its consent page."""

from __future__ import annotations

import json
import subprocess
import threading
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CLIENT_ID = "2f551d5fe1ad65773a17"
CLIENT_SECRET = "client-secret-for-tests"
REDIRECT_URI = "https://app.example/callback"
LOGIN, CONSENT = "Log in as williamchong", "Accept"
TIMEOUT = 20


class Provider:
    """Runs the stand-in. `settings` tells the snippets' programs where everything is."""

    def __init__(self, equipment: Path) -> None:
        self._process = subprocess.Popen([equipment], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        addresses = json.loads(self._process.stdout.readline())
        client = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "name": "README",
            "redirect_uris": [REDIRECT_URI],
            "scope": ["profile"],
        }
        request = urllib.request.Request(
            f"{addresses['control']}/clients", json.dumps(client).encode(), {"content-type": "application/json"}
        )
        urllib.request.urlopen(request, timeout=TIMEOUT).close()
        self._visitor = _visitor(addresses["likecoin"])
        threading.Thread(target=self._visitor.serve_forever, daemon=True).start()
        self.settings = {
            "README_API": addresses["likecoin"],
            "README_VISITOR": f"http://127.0.0.1:{self._visitor.server_port}",
            "README_CLIENT_ID": CLIENT_ID,
            "README_CLIENT_SECRET": CLIENT_SECRET,
            "README_REDIRECT_URI": REDIRECT_URI,
        }

    def stop(self) -> None:
        self._visitor.shutdown()
        self._visitor.server_close()
        # The stand-in ends with its standard input.
        self._process.communicate(timeout=TIMEOUT)


def _visitor(api: str) -> ThreadingHTTPServer:
    """Answers POST with a consent page's address by the address that the user was sent back to."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            page = self.rfile.read(int(self.headers["content-length"])).decode()
            try:
                status, answer = 200, visit(page.replace("https://like.co/", f"{api}/", 1))
            except Exception as error:  # Told to the program that asked, which then fails.
                status, answer = 500, repr(error)
            self.send_response(status)
            self.send_header("content-length", str(len(answer.encode())))
            self.send_header("connection", "close")
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def visit(address: str) -> str:
    """Opens the consent page, logs in, accepts, and returns where that leads."""
    cookies = SimpleCookie()
    method, fields = "GET", None
    button = LOGIN
    while True:
        location, page = _request(method, address, fields, cookies)
        if location is not None:
            address = urllib.parse.urljoin(address, location)
            if address.startswith(REDIRECT_URI):
                return address
            method, fields, button = "GET", None, CONSENT
            continue
        forms = _Forms()
        forms.feed(page)
        action, fields = forms.by_button[button]
        method, address = "POST", urllib.parse.urljoin(address, action)


def _request(
    method: str, address: str, fields: dict[str, str] | None, cookies: SimpleCookie
) -> tuple[str | None, str]:
    parts = urllib.parse.urlsplit(address)
    assert parts.hostname == "127.0.0.1", address
    connection = HTTPConnection(parts.netloc, timeout=TIMEOUT)
    headers = {"cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())}
    body = None
    if fields is not None:
        body = urllib.parse.urlencode(fields)
        headers["content-type"] = "application/x-www-form-urlencoded"
    connection.request(method, f"{parts.path}?{parts.query}", body, headers)
    reply = connection.getresponse()
    cookies.load(reply.getheader("set-cookie", ""))
    page = reply.read().decode()
    connection.close()
    assert reply.status < 400, page
    return reply.getheader("location"), page


class _Forms(HTMLParser):
    """A page's forms, by the text of their button."""

    def __init__(self) -> None:
        super().__init__()
        self.by_button: dict[str, tuple[str, dict[str, str]]] = {}
        self._form: tuple[str, dict[str, str]] = ("", {})
        self._in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = (attributes["action"], {})
        elif tag == "input":
            self._form[1][attributes["name"]] = attributes["value"]
        self._in_button = tag == "button"

    def handle_endtag(self, tag: str) -> None:
        self._in_button = self._in_button and tag != "button"

    def handle_data(self, data: str) -> None:
        if self._in_button:
            self.by_button[data.strip()] = self._form
