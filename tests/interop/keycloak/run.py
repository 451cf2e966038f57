"""Tokens of a Keycloak that runs here: its discovery, its keys, a rotation and an outage.

    run.py KEYCLOAK_HOME

Python and Node verify each token; both have to come to the expected verdict.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import jotkit

HERE = Path(__file__).resolve().parent
ADMIN = {"username": "admin", "password": "an-admin-for-this-run"}
CLIENT = {
    "clientId": "jotkit",
    "publicClient": True,
    "directAccessGrantsEnabled": True,
    "protocolMappers": [
        {
            "name": "account",
            "protocol": "openid-connect",
            "protocolMapper": "oidc-audience-mapper",
            "config": {"included.custom.audience": "account", "access.token.claim": "true"},
        }
    ],
}
PATIENCE = 180
"""Seconds for a start."""

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Keycloak:
    """A server in development mode with a database in memory."""

    def __init__(self, home: str) -> None:
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        self.issuer = f"{self.address}/realms/master"
        settings = {
            "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN["username"],
            "KC_BOOTSTRAP_ADMIN_PASSWORD": ADMIN["password"],
        }
        command = [f"{home}/bin/kc.sh", "start-dev", "--http-host=127.0.0.1", f"--http-port={port}", "--db=dev-mem"]
        self.log = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True
        )
        end = time.monotonic() + PATIENCE
        while True:
            try:
                opener.open(f"{self.issuer}/.well-known/openid-configuration", timeout=5).close()
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.log.seek(0)
                    sys.exit(f"Keycloak did not start:\n{self.log.read()}")
                time.sleep(0.5)

    def ask(self, path: str, form: dict | None = None, body: object = None, method: str | None = None) -> object:
        """Sends one request to the API of the administrator, or a form for a token."""
        headers = {}
        if form is None:
            headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        data = urllib.parse.urlencode(form).encode() if form else None
        data = json.dumps(body).encode() if body is not None else data
        request = urllib.request.Request(f"{self.address}{path}", data, headers, method=method)
        with opener.open(request, timeout=30) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def token(self, client: str = "admin-cli") -> str:
        """An access token for the administrator, signed with the realm's active key."""
        form = {"grant_type": "password", "client_id": client, "scope": "openid", **ADMIN}
        return self.ask("/realms/master/protocol/openid-connect/token", form)["access_token"]

    def stop(self) -> None:
        os.killpg(self.process.pid, 15)
        self.process.wait(60)


class Verifiers:
    """Python's and Node's, with keys that each fetches for itself."""

    def __init__(self, issuer: str, audience: str) -> None:
        self.keys = jotkit.RemoteKeys(issuer)
        self.python = jotkit.Verifier(self.keys, issuer=issuer, audience=audience)
        command = ["node", HERE / "verify.mjs", issuer]
        self.node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def verdict(self, token: str) -> str:
        try:
            python = self.python.verify(token)["sub"]
        except jotkit.JotkitError as error:
            python = error.code
        self.node.stdin.write(token + "\n")
        self.node.stdin.flush()
        node = self.node.stdout.readline().strip()
        assert python == node, f"Python: {python}, Node: {node}"
        return python


def add_key(keycloak: Keycloak, realm: str, name: str) -> None:
    """Makes a new key that signs before all others."""
    component = {
        "name": name,
        "providerId": "ecdsa-generated",
        "providerType": "org.keycloak.keys.KeyProvider",
        "parentId": realm,
        "config": {"priority": ["200"], "enabled": ["true"], "active": ["true"], "ecdsaEllipticCurveKey": ["P-256"]},
    }
    keycloak.ask("/admin/realms/master/components", body=component)


def main() -> None:
    keycloak = Keycloak(sys.argv[1])
    checks = 0

    def expect(what: str, seen: object, expected: object) -> None:
        nonlocal checks
        assert seen == expected, f"{what}: {seen}, not {expected}"
        checks += 1
        print(f"ok: {what}")

    try:
        # The administrator's own client has tokens without `sub` and `aud`.
        keycloak.ask("/admin/realms/master/clients", body=CLIENT)
        first = keycloak.token("jotkit")
        subject = jotkit.peek(first).unverified_claims["sub"]
        verifiers = Verifiers(keycloak.issuer, "account")
        expect("a token is good", verifiers.verdict(first), subject)
        status = verifiers.keys.status()
        expect("the set is fresh", status["state"], "fresh")
        expect("its encryption key is skipped", [one["code"] for one in status["skipped"]], ["key_unsuitable"])
        realm = keycloak.ask("/admin/realms/master")
        # A rotation: the new key signs, in another algorithm, and the old one leaves.
        keycloak.ask("/admin/realms/master", body={**realm, "defaultSignatureAlgorithm": "ES256"}, method="PUT")
        add_key(keycloak, realm["id"], "of-the-rotation")
        second = keycloak.token("jotkit")
        expect("the new algorithm signs", jotkit.peek(second).header["alg"], "ES256")
        expect("its token is good at once", verifiers.verdict(second), subject)
        expect("a token of the old key is good while the key is there", verifiers.verdict(first), subject)
        components = keycloak.ask("/admin/realms/master/components?type=org.keycloak.keys.KeyProvider")
        for old in (one for one in components if one["providerId"] == "rsa-generated"):
            keycloak.ask(f"/admin/realms/master/components/{old['id']}", method="DELETE")
        later = Verifiers(keycloak.issuer, "account")
        expect("a new process takes the new key", later.verdict(keycloak.token("jotkit")), subject)
        expect("and refuses the one that left", later.verdict(first), "key_unknown")
        snapshot = later.keys.export()
        last = keycloak.token("jotkit")
        verifiers.verdict(last)
    finally:
        keycloak.stop()
    expect("in an outage tokens are good", verifiers.verdict(last), subject)
    offline = jotkit.RemoteKeys(keycloak.issuer)
    expect("without keys none is", code(offline, keycloak.issuer, last), "keys_unavailable")
    offline = jotkit.RemoteKeys(keycloak.issuer)
    offline.seed(snapshot)
    expect("with a snapshot it is", code(offline, keycloak.issuer, last), None)
    print(f"{checks} passed, 0 failed")


def code(keys: jotkit.RemoteKeys, issuer: str, token: str) -> str | None:
    try:
        jotkit.Verifier(keys, issuer=issuer, audience="account").verify(token)
    except jotkit.JotkitError as error:
        return error.code
    return None


main()
