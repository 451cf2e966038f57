"""A proxy that can fall silent, as a database does whose network is gone."""

from __future__ import annotations

import contextlib
import socket
import threading


class Proxy:
    """Passes bytes on between clients and one port."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._passing = True
        self._pairs: list[_Pair] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def silence(self) -> None:
        """From now on no connection gets an answer, nor ends."""
        self._passing = False
        for pair in self._pairs:
            pair.passing = False

    def resume(self) -> None:
        """New connections work. Those that fell silent stay so."""
        self._passing = True

    def close(self) -> None:
        self._listener.close()
        for pair in self._pairs:
            pair.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                self._pairs.append(_Pair(client, server, passing=self._passing))


class _Pair:
    def __init__(self, client: socket.socket, server: socket.socket, *, passing: bool) -> None:
        self.passing = passing
        self._ends = (client, server)
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.passing:
                    sink.sendall(data)
        if self.passing:
            self.close()

    def close(self) -> None:
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
