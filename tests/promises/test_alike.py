"""The three servers answer the same requests alike: status, headers and body."""

from __future__ import annotations

import re
import socket
from typing import Any
from urllib.parse import urlencode, urlsplit

from people import request_of, ticket
from servers import CALLBACK, SECRETS, Server

FORM = "application/x-www-form-urlencoded"
APP = {"client_id": "app", "client_secret": SECRETS["app"]}
# What a server adds by itself.
OWN = {"date", "server", "connection", "keep-alive", "content-length", "transfer-encoding", "vary"}
OWN |= {"x-powered-by", "etag", "set-cookie"}
RANDOM = [
    (r"eyJ[\w-]+\.[\w-]+\.[\w-]+", "ACCESS"),
    (r"\b\d{10}\.[\w-]{43}", "TICKET"),
    (r"(?<![\w-])[\w-]{43}(?![\w-])", "OPAQUE"),
]


class Visitor:
    """Sends requests byte for byte, and keeps the cookie."""

    def __init__(self, server: Server) -> None:
        self.place = urlsplit(server.address)
        self.cookie = ""
        self.seen: list[Any] = []
        self.text = ""

    def raw(self, head: list[str], body: bytes = b"") -> None:
        """One request on a connection of its own."""
        lines = [*head, f"Host: {self.place.netloc}", "Connection: close"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        request = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
        with socket.create_connection((self.place.hostname, self.place.port), 20) as connection:
            connection.settimeout(20)
            connection.sendall(request)
            reply = b""
            while part := connection.recv(65536):
                reply += part
        top, _, rest = reply.partition(b"\r\n\r\n")
        status, *fields = top.decode("latin-1").split("\r\n")
        headers = sorted(
            (name.lower(), value.strip())
            for name, value in (field.split(":", 1) for field in fields)
        )
        if ("transfer-encoding", "chunked") in headers:
            rest = unchunked(rest)
        self.text = rest.decode("utf-8", "replace")
        self.headers = dict(headers)
        kept = [(name, plain(value)) for name, value in headers if name not in OWN]
        body = plain(self.text)
        if "/login " in head[0]:
            # The login is each server's own.
            kept, body = [], ""
        self.seen.append((head[0], status.split(" ")[1], kept, body))

    def get(self, path: str, **query: str) -> None:
        self.raw([f"GET {path}{'?' + urlencode(query) if query else ''} HTTP/1.1"])

    def post(self, path: str, body: str, kind: str = FORM, *more: str) -> None:
        raw = body.encode()
        head = [f"POST {path} HTTP/1.1", f"Content-Length: {len(raw)}", *more]
        if kind:
            head.append(f"Content-Type: {kind}")
        self.raw(head, raw)

    def log_in(self, user: str = "ann") -> None:
        self.cookie = ""
        self.post("/login", urlencode({"user": user, "return_to": "/apps"}))
        self.cookie = self.headers["set-cookie"].split(";")[0]

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.text) or re.search(
            pattern, self.headers.get("location", "")
        )
        assert match, (pattern, self.seen[-1])
        return match[1]


def unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        if not length:
            break
        whole, body = whole + body[:length], body[length + 2 :]
    return whole


def plain(text: str) -> str:
    for pattern, name in RANDOM:
        text = re.sub(pattern, name, text)
    # JSON is UTF-8 whether it is said or not.
    text = text.replace("application/json; charset=utf-8", "application/json")
    return re.sub(r"127\.0\.0\.1:\d+", "HERE", text)


def script(visitor: Visitor) -> None:
    asked = request_of("app", "profile email")
    visitor.get("/in/oauth", **asked)
    visitor.log_in()
    visitor.get("/in/oauth", **asked, state="s&t")
    answer = {**asked, "state": "s&t", "ticket": ticket(visitor.text)}
    visitor.post("/in/oauth", urlencode({**answer, "decision": "maybe"}))
    visitor.post("/in/oauth", urlencode({**answer, "decision": "deny"}))
    visitor.post("/in/oauth", urlencode({**answer, "ticket": "x", "decision": "accept"}))
    visitor.post("/in/oauth", urlencode({**answer, "decision": "accept"}))
    code = visitor.found(r"code=([\w-]{43})")
    visitor.get("/in/oauth", **{**asked, "client_id": "unknown"})
    visitor.get("/in/oauth", **{**asked, "redirect_uri": CALLBACK + "/"})
    visitor.get("/in/oauth", **{**asked, "scope": "write:x"})
    visitor.get("/in/oauth/", **asked)
    visitor.get("/in/oauth?client_id=%ff")
    visitor.raw(["PUT /in/oauth HTTP/1.1", "Content-Length: 0"])
    visitor.raw(["DELETE /oauth/access_token HTTP/1.1"])
    visitor.get("/oauth/access_token", **APP)
    exchange = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    form = urlencode({**APP, **exchange})
    for kind in ("", "text/plain", "application/json", FORM + "; charset=utf-8x"):
        visitor.post("/oauth/access_token", form.replace(code, "A" * 43), kind)
    for bad in (form + "&code=x", form + "&x=%00", form + "&x=%ff", form + "&x=" + "y" * 20_000):
        visitor.post("/oauth/access_token", bad)
    # Two content types are none; neither are two credentials.
    visitor.post("/oauth/access_token", form, FORM, "Content-Type: text/plain")
    visitor.post("/oauth/access_token", form, FORM, f"Content-Type: {FORM};")
    visitor.post("/oauth/access_token", urlencode(exchange), FORM, "Authorization: Basic YTpi")
    visitor.post("/oauth/access_token", form)
    tokens = visitor.text
    visitor.post("/oauth/access_token", urlencode({**APP, "grant_type": "password"}))
    refresh = re.search(r'"refresh_token":"([^"]*)"', tokens)
    access = re.search(r'"access_token":"([^"]*)"', tokens)
    assert refresh
    assert access
    renewing = {**APP, "grant_type": "refresh_token", "refresh_token": refresh[1]}
    visitor.post("/oauth/access_token", urlencode(renewing))
    visitor.post("/oauth/access_token", urlencode({**renewing, "scope": "write:like"}))
    for value in (
        f"Bearer {access[1]}",
        f"bearer {access[1]}",
        "Bearer x.y.z",
        "",
        "Bearer",
        "Basic YTpi",
    ):
        visitor.raw(["GET /users/profile HTTP/1.1", f"Authorization: {value}"])
    good = f"Authorization: Bearer {access[1]}"
    visitor.raw(["GET /users/profile HTTP/1.1", good, good])
    visitor.get("/users/profile")
    visitor.get("/apps")
    visitor.post("/oauth/revoke", urlencode({**APP, "token": "unknown"}))
    visitor.post("/oauth/revoke", urlencode({**APP, "token": access[1]}))
    visitor.raw(["GET /users/profile HTTP/1.1", good])
    visitor.post("/oauth/introspect", urlencode({**APP, "token": access[1]}))
    visitor.get("/apps")
    withdrawal = {"client_id": "app", "ticket": ticket(visitor.text)}
    visitor.post("/apps", urlencode({**withdrawal, "client_id": "other"}))
    visitor.post("/apps", urlencode(withdrawal))
    visitor.get("/apps")
    visitor.post("/oauth/access_token", form)


def test_three_servers_answer_alike(make_world: Any) -> None:
    seen = {}
    for language in ("rust", "python", "node"):
        for style in ("likecoin", "rfc6749"):
            (server,) = make_world("sqlite").start(language, style=style)
            visitor = Visitor(server)
            if style == "likecoin":
                script(visitor)
            else:
                script_of_rfc6749(visitor)
            seen[language, style] = visitor.seen
            server.kill()
    differences = [
        (language, style, mine, theirs)
        for style in ("likecoin", "rfc6749")
        for language in ("python", "node")
        for mine, theirs in zip(seen["rust", style], seen[language, style], strict=True)
        if mine != theirs
    ]
    assert not differences


def script_of_rfc6749(visitor: Visitor) -> None:
    visitor.log_in("bob")
    asked = {**request_of("app", "profile"), "response_type": "code", "state": "x"}
    visitor.get("/in/oauth", **{**asked, "response_type": "token"})
    visitor.get("/in/oauth", **asked)
    visitor.post(
        "/in/oauth", urlencode({**asked, "ticket": ticket(visitor.text), "decision": "accept"})
    )
    code = visitor.found(r"code=([\w-]{43})")
    exchange = urlencode(
        {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    )
    basic = "Authorization: Basic YXBwOnNlY3JldC1vZi10aGUtYXBwLTEyMw=="
    visitor.post("/oauth/access_token", exchange, FORM, "Authorization: Basic YTpi")
    visitor.post("/oauth/access_token", exchange, FORM, basic, basic)
    visitor.post("/oauth/access_token", exchange, FORM, basic)
    access = visitor.found(r'"access_token":"([^"]*)"')
    visitor.post("/oauth/access_token", exchange + "&" + urlencode(APP))
    for value in (f"Bearer {access}", "Bearer x.y.z", "Basic YTpi"):
        visitor.raw(["GET /users/profile HTTP/1.1", f"Authorization: {value}"])
    visitor.get("/users/profile")
