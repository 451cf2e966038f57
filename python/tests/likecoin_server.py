"""A stand-in for LikeCoin's token endpoint and API, on a loopback socket, that can misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jotkit
from jotkit import likecoin

COMMON = "a common secret"
CLIENT = ("client-1", "client secret")


class Server(ThreadingHTTPServer):
    """Counts what it is asked. Its clock can be moved, so that tokens expire."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.counted = Counter()
        self.ahead = 0
        self.seen = []
        self.refresh_status = 200
        self.refresh_delay = 0.0
        self.issuer = likecoin.Issuer(COMMON, "like.co")
        self.verifier = likecoin.Verifier(COMMON, dict([CLIENT]))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def issue(self):
        client_id, client_secret = CLIENT
        return self.issuer.sign(
            client_id=client_id,
            client_secret=client_secret,
            user="alice",
            scope=["read"],
            now=time.time() + self.ahead,
        )


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_):
        """Keeps the test's output clean."""

    def answer(self, status, body=b"", **headers):
        body = body.encode() if isinstance(body, str) else body
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_GET(self):
        self.server.counted[self.path] += 1
        self.server.seen.append((self.path, dict(self.headers)))
        getattr(self, "page_" + self.path[1:].split("?")[0].replace("/", "_"))()

    def do_POST(self):
        self.sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.path == "/oauth/access_token":
            self.server.counted["token"] += 1
            self.token()
        else:
            self.do_GET()

    def token(self):
        form = {name: value for name, [value] in parse_qs(self.sent.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != CLIENT:
            return self.answer(401, "INVALID_CLIENT")
        if form["grant_type"] == "refresh_token":
            time.sleep(self.server.refresh_delay)
            if self.server.refresh_status != 200 or form["refresh_token"] != "refresh-1":
                return self.answer(self.server.refresh_status, "echo " + form["refresh_token"])
            return self.answer(200, json.dumps({"access_token": self.server.issue()}))
        if form["code"] != "code-1":
            return self.answer(400, "echo " + form["code"])
        reply = {"access_token": self.server.issue(), "refresh_token": "refresh-1", "user": "alice"}
        return self.answer(200, json.dumps(reply), **{"Content-Type": "application/json"})

    def page_users(self):
        try:
            token = jotkit.bearer.parse(self.headers["Authorization"] or "")
            content = self.server.verifier.verify(token, time.time() + self.server.ahead)
        except jotkit.JotkitError as error:
            refusal = likecoin.refusal(error)
            return self.answer(refusal.status, refusal.body)
        return self.answer(200, json.dumps({"user": content.user}))

    page_users_profile = page_users

    def page_echo(self):
        self.answer(200, self.sent, **{"X-Type": self.headers["Content-Type"] or ""})

    def page_redirect(self):
        self.answer(302, Location=self.server.url + "/users")

    def page_large(self):
        self.answer(200, b"x" * (1 << 20))

    def page_too_large(self):
        self.answer(200, b"x" * ((1 << 20) + 1))


@contextmanager
def running():
    """A server for the time of a ``with``."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
