#!/usr/bin/env python3
"""An HTTP server that misbehaves, for the tests of the OAuth client in every language.

Started as `python3 tests/stand_ins/hostile.py`, it prints one JSON line and serves until its
standard input closes or it gets SIGTERM:

    {"ports": {"ok": 40001, "drip_body": 40002, "refresh_drip_body": 40003, ...}}

Each behaviour has a port of its own on 127.0.0.1, so an `endpoint` of the client chooses it. On the
port `NAME` every path misbehaves, the token endpoint (`POST /oauth/access_token`) too. On the port
`refresh_NAME` only the token endpoint does: every other path answers as on the port `ok`, so a
call with the token `old` makes the client refresh there.

The port `ok` behaves well:

- `POST /oauth/access_token` returns tokens in LikeCoin's form: the access token `new` and the
  refresh token `refresh-2`.
- Any other path returns 401 `TOKEN_EXPIRED` for every access token but `new` and `poor`; 403
  `INSUFFICIENT_PERMISSION` for `poor`; and for `new` 200 with the JSON of what was received:
  `{"method", "path", "length", "content_type"}`.
- `GET /stats` returns for each port `{"connections", "open", "requests", "header_names",
  "last_head"}`: how many connections were made and are open now, requests counted by
  `"METHOD path"`, the names of all headers in lower case, and the last request's head as received.
  `GET /reset` sets these back.
- `GET /longest` returns 1 MiB, the longest body that a client accepts.

`proxy` records whatever a client sends to a proxy and answers 502. Secrets that a reply contains
(`SECRET` below) must never be seen in an error. `--interval SECONDS` (0.2) is the time between two
pieces of a reply that drips.
"""

import argparse
import functools
import gzip
import json
import select
import signal
import socket
import struct
import sys
import threading
import time

SECRET = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2VjcmV0LXRva2Vu"
TOKEN_PATH = "/oauth/access_token"
TOKENS = {
    "user": "someone",
    "displayName": "Some One",
    "avatar": "",
    "access_token": "new",
    "refresh_token": "refresh-2",
}
LONGEST_DRIP = 600
INTERVAL = 0.2
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
BODY = json.dumps(TOKENS).encode()
PORTS = {}
STATS = {}
LOCK = threading.Lock()


def reply(status, body, *headers):
    """A whole reply that keeps to the rules."""
    lines = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def drip(connection, pieces):
    """Sends one piece each interval, far beyond the deadline of any test."""
    end = time.monotonic() + LONGEST_DRIP
    while time.monotonic() < end:
        connection.sendall(next(pieces))
        time.sleep(INTERVAL)


def flood(connection, pieces):
    """Sends pieces as fast as the client takes them."""
    end = time.monotonic() + LONGEST_DRIP
    while time.monotonic() < end:
        connection.sendall(next(pieces))


def forever(piece):
    while True:
        yield piece


def headers_forever():
    number = 0
    while True:
        number += 1
        yield b"X-%d: x\r\n" % number


def sends(data):
    return lambda connection, request: connection.sendall(data)


def drips(start, pieces, way=drip):
    def behave(connection, request):
        connection.sendall(start)
        way(connection, pieces())

    return behave


@functools.cache
def zipped(times):
    """64 MiB of zeros in 64 KiB, or zipped twice in less than 1 KiB."""
    return gzip.compress(zipped(times - 1) if times > 1 else bytes(64 << 20))


def bomb(times):
    def behave(connection, request):
        data = zipped(times)
        encoding = ", ".join(["gzip"] * times)
        connection.sendall(reply(200, data, f"Content-Encoding: {encoding}"))

    return behave


def silence(connection, request):
    """Answers nothing until the client goes away, and leaves unread what it sends."""
    poll = select.poll()
    poll.register(connection, getattr(select, "POLLRDHUP", 0))
    poll.poll(LONGEST_DRIP * 1000)


def reset(connection, request):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def redirect(status):
    def behave(connection, request):
        target = f"http://127.0.0.1:{PORTS['ok']}{request['path']}"
        connection.sendall(reply(status, b"", f"Location: {target}"))

    return behave


def challenge(scheme):
    def behave(connection, request):
        if request["port"].startswith("refresh_") or request["token"] == "old":
            connection.sendall(reply(401, b"TOKEN_EXPIRED", f"WWW-Authenticate: {scheme}"))
        else:
            ok(connection, request)

    return behave


def status(number, body=b"", *headers):
    return sends(reply(number, body, *headers))


def ok(connection, request):
    path, token = request["path"], request["token"]
    if path == "/stats":
        with LOCK:
            body = json.dumps(STATS).encode()
        answer = reply(200, body, "Content-Type: application/json")
    elif path == "/reset":
        with LOCK:
            for name in STATS:
                STATS[name] = {**fresh(), "open": STATS[name]["open"]}
        answer = reply(200, b"{}")
    elif path == "/longest":
        answer = reply(200, bytes(1 << 20))
    elif path == TOKEN_PATH:
        answer = reply(200, BODY, "Content-Type: application/json")
    elif token == "poor":
        answer = reply(403, b"INSUFFICIENT_PERMISSION")
    elif token != "new":
        answer = reply(401, b"TOKEN_EXPIRED", "Content-Type: text/plain")
    else:
        seen = {key: request[key] for key in ("method", "path", "length", "content_type")}
        answer = reply(200, json.dumps(seen).encode(), "Content-Type: application/json")
    if request["method"] == "HEAD":
        answer = answer[: answer.index(b"\r\n\r\n") + 4]
    connection.sendall(answer)


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
LARGE = b'{"access_token": "' + b"a" * (2 << 20) + b'"}'
BEHAVIOURS = {
    # Slow: each piece comes in time, the whole never does.
    "drip_status": drips(b"HTTP/1.1 200 ", lambda: forever(b"a")),
    "drip_header": drips(b"HTTP/1.1 200 OK\r\nX-Long: ", lambda: forever(b"a")),
    "slow_headers": drips(b"HTTP/1.1 200 OK\r\n", headers_forever),
    "slow_continue": drips(b"", lambda: forever(b"HTTP/1.1 100 Continue\r\n\r\n")),
    "drip_body": drips(OK + b"Content-Length: 1000000\r\n\r\n{", lambda: forever(b" ")),
    "drip_close_body": drips(OK + b"\r\n{", lambda: forever(b" ")),
    "drip_chunk_size": drips(CHUNKED, lambda: forever(b"0")),
    "drip_chunk_extension": drips(CHUNKED + b"1;", lambda: forever(b"a")),
    "drip_chunks": drips(CHUNKED, lambda: forever(b"1\r\n \r\n")),
    "slow_trailers": drips(CHUNKED + b"2\r\n{}\r\n0\r\n", headers_forever),
    "silence": silence,
    # Fast and without end.
    "endless_headers": drips(b"HTTP/1.1 200 OK\r\n", headers_forever, flood),
    "endless_continue": drips(b"", lambda: forever(b"HTTP/1.1 100 Continue\r\n\r\n"), flood),
    "endless_body": drips(OK + b"\r\n", lambda: forever(b" " * 4096), flood),
    "endless_chunks": drips(CHUNKED, lambda: forever(b"1000\r\n" + b" " * 4096 + b"\r\n"), flood),
    "endless_trailers": drips(CHUNKED + b"2\r\n{}\r\n0\r\n", headers_forever, flood),
    # Cut off.
    "close": lambda connection, request: None,
    "reset": reset,
    "truncated_body": sends(OK + b"Content-Length: 5000\r\n\r\n" + BODY),
    "truncated_chunks": sends(CHUNKED + b"%x\r\n%s\r\n" % (len(BODY), BODY)),
    # Too large, or larger than it looks. `gzip_body` is small: only the encoding is wrong.
    "large_body": sends(reply(200, LARGE)),
    "large_chunks": sends(CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(LARGE), LARGE)),
    "gzip_body": sends(reply(200, gzip.compress(BODY), "Content-Encoding: gzip")),
    "gzip_bomb": bomb(1),
    "gzip_bomb_twice": bomb(2),
    # Invitations. On the port of a challenge itself only the token `old` is challenged, so a
    # refresh and the second try succeed.
    "basic_challenge": challenge('Basic realm="like"'),
    "many_challenges": challenge('Digest realm="a", nonce="b", Negotiate, Basic realm="like"'),
    "redirect_302": redirect(302),
    "redirect_307": redirect(307),
    # Not HTTP.
    "garbage_status": sends(f"{SECRET} {SECRET}\r\n\r\n".encode()),
    "bad_header_bytes": sends(OK + b"Bad Name\x00: " + SECRET.encode() + b"\xff\x00\r\n\r\n{}"),
    "bad_length": sends(OK + b"Content-Length: -5\r\n\r\n" + BODY),
    "two_lengths": sends(OK + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\n" + BODY),
    "bad_chunk_size": sends(CHUNKED + SECRET.encode() + b"\r\n{}\r\n0\r\n\r\n"),
    # Statuses.
    "status_400": status(400, b"INVALID_CLIENT_CRED"),
    "status_400_json": status(400, b'{"error": "INVALID_CODE", "more": 1}'),
    "status_400_secret": status(400, b"refresh-1"),
    "status_408": status(408, b""),
    "status_429": status(429, b"SLOW_DOWN"),
    "status_500": status(500, b"Internal Server Error"),
    "status_503": status(503, b"SERVER_UNAVAILABLE", "Retry-After: 1"),
    "status_304": sends(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
    "status_999": status(999, b"{}"),
}


def fresh():
    return {"connections": 0, "open": 0, "requests": {}, "header_names": [], "last_head": ""}


def receive(connection):
    """Reads one request with its body; None if the client went away before it was complete."""
    file = connection.makefile("rb")
    lines = []
    while (line := file.readline(65536)) not in (b"\r\n", b"\n"):
        if not line:
            return None
        lines.append(line.decode("latin-1"))
    method, path = lines[0].split()[:2]
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    length = 0
    if "chunked" in headers.get("transfer-encoding", "").lower():
        while size := int(file.readline().split(b";")[0] or b"0", 16):
            length += len(file.read(size))
            file.readline()
        file.readline()
    else:
        length = len(file.read(int(headers.get("content-length", "0"))))
    return {
        "method": method,
        "path": path,
        "headers": headers,
        "head": "".join(lines),
        "token": headers.get("authorization", "").removeprefix("Bearer "),
        "content_type": headers.get("content-type"),
        "length": length,
    }


def record(name, request):
    with LOCK:
        stats = STATS[name]
        line = f"{request['method']} {request['path']}"
        stats["requests"][line] = stats["requests"].get(line, 0) + 1
        stats["header_names"] = sorted({*stats["header_names"], *request["headers"]})
        stats["last_head"] = request["head"]


def serve(name, behave, connection):
    with LOCK:
        STATS[name]["connections"] += 1
        STATS[name]["open"] += 1
    try:
        if name == "no_read":
            silence(connection, None)
        request = receive(connection)
        if request:
            request["port"] = name
            if request["path"] not in ("/stats", "/reset"):
                record(name, request)
            well = name.startswith("refresh_") and request["path"] != TOKEN_PATH
            (ok if well else behave)(connection, request)
            if name != "reset" and name != "refresh_reset":
                connection.shutdown(socket.SHUT_WR)
    except (OSError, ValueError):
        pass
    finally:
        connection.close()
        with LOCK:
            STATS[name]["open"] -= 1


def listen(name, behave):
    listener = socket.socket()
    if name == "no_read":
        # The least buffer, so that the body of a POST does not fit into it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    PORTS[name] = listener.getsockname()[1]
    STATS[name] = fresh()

    def accept():
        while True:
            connection = listener.accept()[0]
            threading.Thread(target=serve, args=(name, behave, connection), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def main():
    global INTERVAL
    parser = argparse.ArgumentParser()
    parser.add_argument("--interval", type=float, default=INTERVAL)
    INTERVAL = parser.parse_args().interval
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    listen("ok", ok)
    listen("proxy", status(502))
    listen("no_read", silence)
    # A bomb takes a while to make, and a reply must not wait for it.
    zipped(2)
    for name, behave in BEHAVIOURS.items():
        listen(name, behave)
        listen(f"refresh_{name}", behave)
    print(json.dumps({"ports": PORTS}), flush=True)
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
