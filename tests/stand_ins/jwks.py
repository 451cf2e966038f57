#!/usr/bin/env python3
"""Identity providers that publish their keys, honest or not, for the tests of remote keys.

Started as `python3 tests/stand_ins/jwks.py`, it prints one JSON line, `{"port": 40001}`, and serves
on 127.0.0.1 until its standard input closes.

A provider NAME has its keys at `/NAME/jwks` and its discovery document at
`/NAME/.well-known/openid-configuration`; its issuer is `http://127.0.0.1:PORT/NAME`.

- `POST /control/NAME` with a JSON object sets members of the provider's state, and makes a provider
  that there was not:

  | member | what it is | default |
  |---|---|---|
  | `keys` | the public JWKs | none |
  | `mode` | `ok`, or how it misbehaves (below) | `ok` |
  | `status` | the status in the mode `status` | 503 |
  | `headers` | further headers of replies | none |
  | `delay` | seconds before a reply | 0 |

- `GET /control/NAME` returns `{"requests": {"jwks": n, "discovery": n}, "last_headers": {...}}`, the
  headers of the last request for keys in lower case.

Modes: `status` answers with that status, `hang` not at all, `drip` a byte each 0.2 s, `redirect`
names another provider's keys, `huge` sends 64 MiB, `not_json` a page, `close` ends the connection.
`wrong_issuer` misbehaves in the discovery document only. An honest reply has an `ETag`, and a
request that knows it gets a 304.
"""

import hashlib
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Longer than the deadline of any test.
LONGEST = 600


class Provider:
    def __init__(self):
        self.state = {"keys": [], "mode": "ok", "status": 503, "headers": {}, "delay": 0}
        self.requests = {"jwks": 0, "discovery": 0}
        self.last_headers = {}


PROVIDERS = {}
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reply_json(self, value):
        self.reply(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with LOCK:
            PROVIDERS.setdefault(self.path.removeprefix("/control/"), Provider()).state.update(body)
        self.reply_json({})

    def do_GET(self):
        name, _, rest = self.path.removeprefix("/").partition("/")
        if name == "control":
            with LOCK:
                provider = PROVIDERS.get(rest, Provider())
                shown = {"requests": dict(provider.requests), "last_headers": provider.last_headers}
            return self.reply_json(shown)
        kinds = {"jwks": "jwks", ".well-known/openid-configuration": "discovery"}
        with LOCK:
            provider, kind = PROVIDERS.get(name), kinds.get(rest)
            if provider is None or kind is None:
                return self.reply(404, b"")
            provider.requests[kind] += 1
            if kind == "jwks":
                provider.last_headers = {key.lower(): value for key, value in self.headers.items()}
            state = dict(provider.state)
        time.sleep(state["delay"])
        try:
            self.answer(name, kind, state)
        except OSError:
            # The client has gone away.
            self.close_connection = True

    def answer(self, name, kind, state):
        address = f"http://127.0.0.1:{self.server.server_port}/{name}"
        mode = state["mode"]
        if mode == "hang":
            self.connection.settimeout(LONGEST)
            self.rfile.read(1)
            self.close_connection = True
        elif mode == "close":
            self.close_connection = True
        elif mode == "status":
            self.reply(state["status"], b"", state["headers"])
        elif mode == "redirect":
            self.reply(302, b"", {"Location": f"{address}-elsewhere/jwks"})
        elif mode == "not_json":
            self.reply(200, b"<!doctype html><title>Signed out</title>")
        elif mode == "huge":
            self.reply(200, bytes(64 << 20))
        elif mode == "drip":
            self.send_response(200)
            self.send_header("Content-Length", str(LONGEST))
            self.end_headers()
            for _ in range(LONGEST):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.2)
        elif kind == "discovery":
            issuer = f"{address}-of-another" if mode == "wrong_issuer" else address
            self.reply_json({"issuer": issuer, "jwks_uri": f"{address}/jwks"})
        else:
            body = json.dumps({"keys": state["keys"]}).encode()
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers = {"Content-Type": "application/jwk-set+json", **state["headers"], "ETag": tag}
            if self.headers.get("If-None-Match") == tag:
                self.reply(304, b"", headers)
            else:
                self.reply(200, body, headers)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # More than any test opens at once.
    request_queue_size = 512

    def handle_error(self, request, client_address):
        """A client that went away is no error of the server."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
