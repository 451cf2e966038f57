#!/usr/bin/env python3
"""The identity providers of jwks.py over HTTPS, whose certificate no system trusts, and a proxy.

Started as `python3 tests/stand_ins/https.py FOLDER`, it prints one JSON line and serves on 127.0.0.1
until its standard input closes:

    {"port": 40001, "control": 40002, "proxy": 40003, "authority": "FOLDER/authority.pem"}

`https://127.0.0.1:PORT/NAME/jwks` has the keys of the provider NAME, which is set through
`http://127.0.0.1:CONTROL/control/NAME`. The certificate is signed by the authority in that file,
which FOLDER gets; `openssl` makes it. The proxy takes CONNECT; its answer to any other request is
`{"tunnels": n}`.
"""

import json
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import jwks

TUNNELS = {"tunnels": 0}


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_certificate(folder):
    """An authority, and a certificate of it for 127.0.0.1."""
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    authority = folder / "authority.pem"
    openssl(
        "req", "-x509", *key, "-keyout", folder / "authority.key", "-out", authority, "-days", "2",
        "-subj", "/CN=An authority of the tests", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )
    openssl("req", *key, "-keyout", folder / "server.key", "-out", folder / "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl(
        "x509", "-req", "-in", folder / "server.csr", "-CA", authority, "-CAkey", folder / "authority.key",
        "-CAcreateserial", "-days", "2", "-extfile", folder / "server.ext", "-out", folder / "server.pem",
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return authority, context


def serve(context=None):
    """Starts a server and returns its port."""
    server = jwks.Server(("127.0.0.1", 0), jwks.Handler)
    if context is not None:
        # The handshake is the connection's own thread's, at its first read.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # One of the two has gone away.
        source.close()
        target.close()


def tunnel(client):
    head = b""
    while b"\r\n\r\n" not in head and (data := client.recv(65536)):
        head += data
    method, target = (head.split() + [b"", b""])[:2]
    if method != b"CONNECT":
        body = json.dumps(TUNNELS).encode()
        client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        return client.close()
    TUNNELS["tunnels"] += 1
    host, _, port = target.decode().rpartition(":")
    server = socket.create_connection((host, int(port)), timeout=jwks.LONGEST)
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    threading.Thread(target=copy, args=(server, client), daemon=True).start()
    copy(client, server)


def serve_proxy():
    listening = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            client, _ = listening.accept()
            threading.Thread(target=tunnel, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listening.getsockname()[1]


def main():
    authority, context = make_certificate(Path(sys.argv[1]).resolve())
    line = {"port": serve(context), "control": serve(), "proxy": serve_proxy(), "authority": str(authority)}
    print(json.dumps(line), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
