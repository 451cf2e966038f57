"""A provider with one client and two users, the steps of a login, a server and a browser."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import uvicorn

import jotkit

KEY = "a key of 32 bytes or more, its own"
COMMON_SECRET = "common-secret-for-tests"
SECRET = "secret-of-the-app"
CALLBACK = "https://app.example/cb"
FORM = "application/x-www-form-urlencoded"
ASKED = {"client_id": "app", "redirect_uri": CALLBACK, "scope": "profile"}
CLIENT = {"client_id": "app", "client_secret": SECRET}
OPTIONS = {"key": KEY, "common_secret": COMMON_SECRET, "host": "like.example"}
USERS = {
    "ann": {"display_name": "Ann", "avatar": "https://pics.example/ann", "born": object()},
    "bob": {},
}
BROWSER = {"user": "ann", "session": "s"}


def provider(store, **more):
    """A provider that is ready, with its client."""
    made = jotkit.Provider(store, **{"users": USERS.get, **OPTIONS, **more})
    made.setup()
    put(made)
    return made


def put(made, **more):
    scopes = ["profile", "email"]
    client = {"secret": SECRET, "name": "App", "redirect_uris": [CALLBACK], "scopes": scopes}
    made.clients.put("app", **{**client, **more})


def post(made, endpoint, fields, **more):
    return made.answer(endpoint, urlencode(fields).encode(), content_type=FORM, **more)


def code(made, **more):
    """A code for ann, who has agreed or agrees."""
    who = {**BROWSER, **more}
    reply = made.answer("authorize", query=urlencode(ASKED), **who)
    if reply.page:
        fields = {**ASKED, "ticket": reply.page["consent"]["ticket"], "decision": "accept"}
        reply = post(made, "authorize", fields, **who)
    return code_in(reply.headers["location"])


def code_in(location):
    return parse_qs(urlsplit(location).query)["code"][0]


def exchange(made, given, **more):
    fields = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code": given}
    return post(made, "token", {**CLIENT, **fields, **more})


def refresh(made, token):
    fields = {"grant_type": "refresh_token", "refresh_token": token}
    return post(made, "token", {**CLIENT, **fields})


def tokens(made, **more):
    reply = exchange(made, code(made, **more))
    assert reply.status == 200, reply.body
    return json.loads(reply.body)


def hidden(page):
    """The hidden inputs of a page's forms."""
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {name: value.replace("&amp;", "&") for name, value in inputs}


@contextlib.contextmanager
def uvicorn_of(app, **settings):
    """Serves an ASGI application; the address."""
    config = uvicorn.Config(
        app, port=0, log_level="critical", timeout_graceful_shutdown=1, **settings
    )
    server = uvicorn.Server(config)
    # It is closed by the server.
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
        listening.close()


def browser(address, **cookies):
    return httpx.Client(base_url=address, cookies=cookies, timeout=30, trust_env=False)
