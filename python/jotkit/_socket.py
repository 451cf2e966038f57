"""Sends a request by the standard library, over a socket whose every operation ends in time."""

from __future__ import annotations

import functools
import http.client
import io
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jotkit._http import PIECE, Failure, Response, collected, in_thread, reply_headers, seconds_left

if TYPE_CHECKING:
    from jotkit._http import Request

MOST_FRAMING = 7 << 20
"""The most bytes that are received for one reply beyond its body: its headers and chunk sizes."""


class _Stream(io.RawIOBase):
    """What ``http.client`` takes for a socket. Sending and receiving end at the deadline."""

    def __init__(self, connected: socket.socket, deadline: float, most: int) -> None:
        self._socket = connected
        self._deadline = deadline
        self._left = most

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(seconds_left(self._deadline))
            rest = rest[self._socket.send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """Leaves the socket open: http.client closes what it was given before it reads the body."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(seconds_left(self._deadline))
        count = self._socket.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise Failure("too_large")
        return count


@functools.cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def _connect(host: str, port: int, deadline: float) -> socket.socket:
    # The system's resolver has no time limit.
    find = in_thread(functools.partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
    found = find.result(seconds_left(deadline))
    for place, (family, kind, protocol, _, address) in enumerate(found):
        connected = socket.socket(family, kind, protocol)
        try:
            # An address that does not answer leaves time for the others.
            connected.settimeout(seconds_left(deadline) / (len(found) - place))
            connected.connect(address)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            connected.close()
        except BaseException:
            connected.close()
            raise
        else:
            return connected
    raise Failure("timeout" if time.monotonic() >= deadline else "network")


def exchange(request: Request, deadline: float) -> Response:
    """Sends a request and reads its reply."""
    parts = urlsplit(request.url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connected = _connect(host, parts.port or (443 if secure else 80), deadline)
    try:
        if secure:
            connected.settimeout(seconds_left(deadline))
            connected = _tls().wrap_socket(
                connected, server_hostname=host, suppress_ragged_eofs=False
            )
        connection = http.client.HTTPConnection(host)
        connection.sock = _Stream(connected, deadline, request.most + MOST_FRAMING)
        headers = {**request.headers, "Host": parts.netloc, "Connection": "close"}
        connection.request(request.method, target, request.body, headers)
        reply = connection.getresponse()
        received = reply_headers(reply.headers.items())
        body = collected(iter(functools.partial(reply.read, PIECE), b""), request.most, deadline)
        # http.client ends the headers at a line that is not one, and takes a body that was cut off
        # for a whole one.
        if reply.headers.defects or reply.length:
            raise Failure("network")
        return Response(reply.status, received, body)
    finally:
        connected.close()
