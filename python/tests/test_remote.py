"""Keys behind a URL, fetched from tests/stand_ins/jwks.py over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import jotkit

STAND_IN = Path(__file__).resolve().parents[2] / "tests/stand_ins/jwks.py"
# For what is refused before the deadline, also on a busy machine.
AMPLE = {"timeout_ms": 30_000}


class Provider:
    """One provider of the stand-in."""

    def __init__(self, port, name):
        self.issuer = f"http://127.0.0.1:{port}/{name}"
        self.url = f"{self.issuer}/jwks"
        self.control = f"http://127.0.0.1:{port}/control/{name}"
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.set()

    def set(self, **state):
        if "keys" in state:
            state["keys"] = [key.public().to_jwk() for key in state["keys"]]
        self.opener.open(self.control, json.dumps(state).encode(), timeout=30).close()

    def state(self):
        with self.opener.open(self.control, timeout=30) as reply:
            return json.load(reply)

    def requests(self, kind="jwks"):
        return self.state()["requests"][kind]


@pytest.fixture(scope="module")
def port():
    command = [sys.executable, str(STAND_IN)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        yield json.loads(server.stdout.readline())["port"]
        server.stdin.close()


@pytest.fixture
def provider(port, request):
    return Provider(port, request.node.name.replace("[", "-").replace("]", ""))


def made(kid):
    return jotkit.Key.generate("ES256").with_kid(kid)


def token(key, **claims):
    return jotkit.Signer(key, lifetime=3600).sign({"sub": "u1", **claims})


def code(call, *given):
    with pytest.raises(jotkit.JotkitError) as refused:
        call(*given)
    return refused.value.code


def test_fifty_at_once_are_one_request(provider):
    key = made("1")
    provider.set(keys=[key], delay=0.3)
    verifier = jotkit.Verifier(jotkit.RemoteKeys(jwks_url=provider.url))
    good = token(key)
    with ThreadPoolExecutor(50) as pool:
        verdicts = list(pool.map(verifier.verify, [good] * 50))
    assert [claims["sub"] for claims in verdicts] == ["u1"] * 50
    assert provider.requests() == 1
    assert provider.state()["last_headers"]["accept-encoding"] == "identity"


def test_fifty_tasks_at_once_are_one_request(provider):
    key = made("1")
    provider.set(keys=[key], delay=0.3)
    verifier = jotkit.Verifier(jotkit.RemoteKeys(jwks_url=provider.url))

    async def all_at_once():
        return await asyncio.gather(*(verifier.verify_async(token(key)) for _ in range(50)))

    assert len(asyncio.run(all_at_once())) == 50
    assert provider.requests() == 1
    threads = threading.active_count()
    assert asyncio.run(verifier.verify_async(token(key)))["sub"] == "u1"
    assert threading.active_count() <= threads


def test_a_cancelled_task_leaves_its_fetch_to_the_others(provider):
    key = made("1")
    provider.set(keys=[key], delay=0.5)
    verifier = jotkit.Verifier(jotkit.RemoteKeys(jwks_url=provider.url))

    async def run():
        first = asyncio.create_task(verifier.verify_async(token(key)))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(verifier.verify_async(token(key)))
        await asyncio.sleep(0.1)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        return await second

    assert asyncio.run(run())["sub"] == "u1"
    assert provider.requests() == 1


def test_an_outage_refuses_nobody(provider):
    key = made("1")
    provider.set(keys=[key])
    events = []
    keys = jotkit.RemoteKeys(
        jwks_url=provider.url,
        min_lifetime_ms=1000,
        default_lifetime_ms=1000,
        on_event=events.append,
    )
    verifier = jotkit.Verifier(keys)
    verifier.verify(token(key))
    provider.set(mode="status", status=500)
    time.sleep(1.1)
    for _ in range(50):
        assert verifier.verify(token(key))["sub"] == "u1"
    until = time.monotonic() + 20
    while keys.status()["failures"] == 0 and time.monotonic() < until:
        time.sleep(0.05)
    status = keys.status()
    assert (status["state"], status["last_error"]) == ("stale", "status")
    # One at once; on a busy machine the pause of a second after it may be over.
    assert provider.requests() <= 4
    assert [event["event"] for event in events][:2] == ["fetched", "stale_used"]
    assert {event["source"] for event in events} == {provider.url}


def test_a_rotation_is_followed(provider):
    old, new = made("old"), made("new")
    provider.set(keys=[old])
    verifier = jotkit.Verifier(jotkit.RemoteKeys(jwks_url=provider.url), cache=100)
    verifier.verify(token(old))
    provider.set(keys=[new])
    assert verifier.verify(token(new))["sub"] == "u1"
    assert code(verifier.verify, token(old)) == "key_unknown"


def test_random_key_ids_lead_to_few_requests(provider):
    key = made("1")
    provider.set(keys=[key])
    verifier = jotkit.Verifier(jotkit.RemoteKeys(jwks_url=provider.url))
    for number in range(300):
        assert code(verifier.verify, token(key.with_kid(f"x{number}"))) == "key_unknown"
    assert provider.requests() <= 2
    assert verifier.verify(token(key))["sub"] == "u1"


@pytest.mark.parametrize("mode", ["status", "redirect", "huge", "not_json", "close"])
def test_what_is_no_set_is_no_keys(provider, mode):
    provider.set(mode=mode)
    keys = jotkit.RemoteKeys(jwks_url=provider.url, **AMPLE)
    with pytest.raises(jotkit.InvalidKey) as refused:
        keys.warm()
    assert refused.value.code == "keys_unavailable"
    assert refused.value.retry_at > time.time() * 1000 - 60_000
    assert refused.value.challenge().status == 503
    causes = {"status": "status", "redirect": "redirect", "huge": "too_large"}
    causes |= {"not_json": "malformed", "close": "network"}
    assert keys.status()["last_error"] == causes[mode]


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_a_slow_server_is_given_up_at_the_deadline(provider, mode):
    provider.set(mode=mode)
    keys = jotkit.RemoteKeys(jwks_url=provider.url, timeout_ms=1000)
    verifier = jotkit.Verifier(keys)
    began = time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        codes = pool.map(lambda good: code(verifier.verify, good), [token(made("1"))] * 10)
        assert set(codes) == {"keys_unavailable"}
    assert 0.9 < time.monotonic() - began < 15
    assert keys.status()["last_error"] == "timeout"


def test_discovery(provider):
    key = made("1")
    provider.set(keys=[key])
    verifier = jotkit.Verifier(jotkit.RemoteKeys(provider.issuer), issuer=provider.issuer)
    assert verifier.verify(token(key, iss=provider.issuer))["sub"] == "u1"
    assert (provider.requests("discovery"), provider.requests()) == (1, 1)
    provider.set(mode="wrong_issuer")
    keys = jotkit.RemoteKeys(issuer=provider.issuer, **AMPLE)
    assert code(keys.warm) == "keys_unavailable"
    assert keys.status()["last_error"] == "issuer"


def test_a_server_that_cannot_prove_who_it_is(tmp_path):
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), 1, now, now + timedelta(days=1))
        .sign(private, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    pkcs8, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret = private.private_bytes(serialization.Encoding.PEM, pkcs8, none)
    (tmp_path / "both.pem").write_bytes(certificate + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            with contextlib.suppress(OSError):
                connected, _ = listening.accept()
                context.wrap_socket(connected, server_side=True).close()

        threading.Thread(target=serve, daemon=True).start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/keys"
        keys = jotkit.RemoteKeys(jwks_url=url, **AMPLE)
        assert code(keys.warm) == "keys_unavailable"
        assert keys.status()["last_error"] == "tls"


def test_several_issuers(port):
    providers = [Provider(port, name) for name in ("several-a", "several-b")]
    pairs = [(provider, made("same")) for provider in providers]
    for provider, key in pairs:
        provider.set(keys=[key])
    keys = jotkit.RemoteKeys(issuers=[{"issuer": provider.issuer} for provider in providers])
    verifier = jotkit.Verifier(keys, issuer=[provider.issuer for provider in providers])
    for provider, key in pairs:
        assert verifier.verify(token(key, iss=provider.issuer))["iss"] == provider.issuer
    stranger = token(made("same"), iss="https://stranger.example")
    assert code(verifier.verify, stranger) == "issuer_refused"
    assert keys.status(providers[0].issuer)["state"] == "fresh"
    keys.warm()
    asyncio.run(keys.warm_async())
    assert [provider.requests() for provider in providers] == [1, 1]


def test_a_snapshot_starts_without_a_request(provider):
    key = made("1")
    provider.set(keys=[key])
    first = jotkit.RemoteKeys(jwks_url=provider.url)
    first.warm()
    second = jotkit.RemoteKeys(jwks_url=provider.url)
    second.seed(first.export())
    assert jotkit.Verifier(second).verify(token(key))["sub"] == "u1"
    assert [held.kid for held in second.key_set()] == ["1"]
    assert provider.requests() == 1
    assert code(second.seed, "{}") == "argument_invalid"
    other = jotkit.RemoteKeys(jwks_url=f"{provider.url}?other")
    assert code(other.seed, first.export()) == "argument_invalid"


def test_an_own_client_and_its_faults(provider):
    httpx = pytest.importorskip("httpx")
    key = made("1")
    provider.set(keys=[key])
    with httpx.Client(trust_env=False) as client:
        keys = jotkit.RemoteKeys(jwks_url=provider.url, http=client)
        assert jotkit.Verifier(keys).verify_full(token(key)).claims["sub"] == "u1"
    broken = jotkit.RemoteKeys(jwks_url=provider.url, http=object())
    with pytest.raises(AttributeError):
        broken.warm()
    # The fault did not keep the lease.
    assert broken.status()["last_error"] == "network"


def test_a_busy_event_loop_does_not_delay_a_fetch(provider):
    key = made("1")
    provider.set(keys=[key])
    verifier = jotkit.Verifier(jotkit.RemoteKeys(jwks_url=provider.url))

    async def run():
        loop, done = asyncio.get_running_loop(), threading.Event()
        # All threads of the loop's own.
        busy = [loop.run_in_executor(None, done.wait, 60) for _ in range(100)]
        try:
            return await asyncio.wait_for(verifier.verify_async(token(key)), 30)
        finally:
            done.set()
            await asyncio.gather(*busy)

    assert asyncio.run(run())["sub"] == "u1"


def test_without_threads_the_keys_that_are_held_are_used(provider, monkeypatch):
    key = made("1")
    provider.set(keys=[key])
    keys = jotkit.RemoteKeys(
        jwks_url=provider.url, min_lifetime_ms=1000, default_lifetime_ms=1000, http=None
    )
    verifier = jotkit.Verifier(keys)
    verifier.verify(token(key))
    time.sleep(1)

    def start(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert verifier.verify(token(key))["sub"] == "u1"
    assert keys.status()["last_error"] == "network"


def test_what_cannot_be_shared_is_refused():
    keys = jotkit.RemoteKeys("https://id.example")
    with pytest.raises(TypeError, match="export"):
        copy.copy(keys)
    httpx = pytest.importorskip("httpx")
    with pytest.raises(TypeError, match="blocks"):
        jotkit.RemoteKeys("https://id.example", http=httpx.AsyncClient())


def test_arguments():
    for wrong in ((), ("a", "b")):
        with pytest.raises((TypeError, jotkit.UsageError)):
            jotkit.RemoteKeys(*wrong)
    for options in ({"issuer": None}, {"jwks_url": "http://id.example"}, {"nonsense": 1}):
        assert code(lambda given=options: jotkit.RemoteKeys(**given)) == "argument_invalid"
    keys = jotkit.RemoteKeys("https://id.example")
    assert "https://id.example" in repr(keys)
    assert code(lambda: jotkit.Verifier(keys, algorithms=["HS256"])) == "policy_invalid"
    verifier = jotkit.Verifier(keys)
    assert code(verifier.explain, "a.b.c") == "argument_invalid"
    assert code(verifier.verify, "nonsense") == "token_malformed"


def test_other_verifiers_are_asynchronous_too(key, token):
    verifier = jotkit.Verifier(key)
    claims = asyncio.run(verifier.verify_async(token, now=1_700_000_001))
    assert claims["sub"] == "u1"
