"""Exceptions, secrecy, callbacks, threads, processes, memory."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import sys
import threading
import tracemalloc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import NOW, SECRET

import jotkit
from jotkit import likecoin, livelike


def test_the_tree_of_exceptions(key, token):
    verifier = jotkit.Verifier(key)
    cases = [
        (jotkit.MalformedToken, "malformed", lambda: verifier.verify("x")),
        (jotkit.ExpiredToken, "refused", lambda: verifier.verify(token, NOW + 3600)),
        (jotkit.RefusedToken, "refused", lambda: verifier.verify(token[:-4] + "AAAA", NOW)),
        (jotkit.InvalidKey, "key", lambda: jotkit.Key.hs256("short")),
        (jotkit.UsageError, "usage", lambda: jotkit.Policy(leeway=-1)),
        (
            jotkit.FlowError,
            "flow",
            lambda: likecoin.parse_callback("https://a.example/?code=1", "s"),
        ),
    ]
    for kind_of_error, kind, call in cases:
        with pytest.raises(jotkit.JotkitError) as caught:
            call()
        error = caught.value
        assert type(error) is kind_of_error
        assert error.kind == kind
        assert str(error).endswith(".")
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is kind_of_error
        assert again.args == error.args
        assert str(again) == str(error)
    assert issubclass(jotkit.ExpiredToken, jotkit.RefusedToken)
    with pytest.raises(jotkit.ExpiredToken) as caught:
        verifier.verify(token, NOW + 3600)
    assert (caught.value.code, caught.value.claim) == ("token_expired", "exp")


def secrets_of(key):
    return [value for name, value in key.to_jwk().items() if name in {"k", "d", "p", "q", "priv"}]


def test_what_is_printed_says_what_it_is(key):
    assert repr(key) == "Key(alg='HS256', kid=None, private=True)"
    assert repr(jotkit.KeySet([key.with_kid("a'b")])) == (
        """KeySet([Key(alg='HS256', kid="a'b", private=True)])"""
    )


def test_nothing_printed_shows_a_secret():
    for alg in ("HS256", "RS256", "ES256", "EdDSA", "ML-DSA-44"):
        key = jotkit.Key.generate(alg).with_kid("shown")
        objects = [key, jotkit.KeySet([key]), jotkit.Signer(key), jotkit.Verifier(key)]
        shown = " ".join(f"{thing!r} {thing!s}" for thing in objects)
        assert "shown" in shown
        assert not any(secret in shown for secret in secrets_of(key))
    hidden = "t0p-s3cret-value"
    objects = [
        livelike.Signer("client", hidden),
        livelike.Verifier({"client": hidden}),
        likecoin.Issuer(hidden, "like.co"),
        likecoin.Verifier(hidden, {"client": hidden}),
        likecoin.Client("client", hidden, "https://a.example/"),
        likecoin.Client("client", hidden, "https://a.example/").session(
            likecoin.TokenResponse(hidden, hidden)
        ),
        likecoin.TokenResponse(hidden, hidden),
        likecoin.authorize_url(
            client_id="c", scope=[], redirect_uri="https://a.example/", state=hidden
        ),
        likecoin.token_request(
            client_id="c", client_secret=hidden, redirect_uri="https://a.example/", code=hidden
        ),
        likecoin.refresh_request(client_id="c", client_secret=hidden, refresh_token=hidden),
    ]
    assert hidden not in " ".join(f"{thing!r} {thing!s}" for thing in objects)


def test_no_key_is_pickled_or_copied(key):
    held = livelike.Verifier({"a": "b"})
    things = [key, jotkit.KeySet([key]), jotkit.Signer(key), jotkit.Verifier(key), held]
    things += [
        livelike.Signer("a", "b"),
        likecoin.Issuer("a", "b"),
        likecoin.Verifier("a", {"b": "c"}),
    ]
    things += [
        client("a", "b", "https://a.example/") for client in (likecoin.Client, likecoin.AsyncClient)
    ]
    for thing in things:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError):
                pickle.dumps(thing, protocol)
        with pytest.raises(TypeError):
            copy.deepcopy(thing)


def test_objects_are_immutable(key, token):
    verified = jotkit.Verifier(key).verify_full(token, NOW)
    for thing, name in [
        (key, "kid"),
        (verified, "claims"),
        (verified, "header"),
        (verified, "new"),
    ]:
        with pytest.raises(AttributeError):
            setattr(thing, name, "x")
    assert verified.claims is verified.claims
    assert verified.header == {"alg": "HS256", "typ": "JWT"}
    for cls in (jotkit.Key, jotkit.Verified, jotkit.Unverified):
        with pytest.raises(TypeError):
            cls()


def test_a_callable_chooses_the_key(key):
    seen = []

    def choose(hint):
        seen.append((hint.algorithm, hint.kid, hint.issuer, hint.authorized_party))
        return key if hint.kid == "k1" else None

    verifier = jotkit.Verifier(choose, expiry_optional=True)
    claims = {"iss": "i", "azp": "a"}
    assert verifier.verify(jotkit.Signer(key, kid="k1").sign(claims)) == claims
    with pytest.raises(jotkit.InvalidKey) as caught:
        verifier.verify(jotkit.Signer(key).sign({}))
    assert caught.value.code == "key_unknown"
    assert seen == [("HS256", "k1", "i", "a"), ("HS256", None, None, None)]


class Broken(BaseException):
    """Not even an Exception."""


@pytest.mark.parametrize(
    "raised", [ValueError("mine"), KeyError("id"), Broken(), jotkit.InvalidKey("m", "c", "key")]
)
def test_what_a_callable_raises_comes_out(key, token, raised):
    def fail(_):
        raise raised

    live = livelike.Signer("client", "secret").sign("u1")
    like = likecoin.Issuer("common", "like.co").sign(
        client_id="c", client_secret="s", user="u", scope=[]
    )
    for verifier, given in [
        (jotkit.Verifier(fail), token),
        (livelike.Verifier(fail), live),
        (likecoin.Verifier("common", fail), like),
    ]:
        with pytest.raises(type(raised)) as caught:
            verifier.verify(given)
        assert caught.value is raised
    # Nothing of it is left over for the next one.
    assert jotkit.Verifier(key).verify(token, NOW)


def test_a_callable_that_answers_nonsense_is_a_type_error(token):
    live = livelike.Signer("client", "secret").sign("u1")
    for nonsense in (SECRET, b"secret", True, object()):
        with pytest.raises(TypeError):
            jotkit.Verifier(lambda _, given=nonsense: given).verify(token)
    for nonsense in (b"secret", 1, object()):
        with pytest.raises(TypeError):
            livelike.Verifier(lambda _, given=nonsense: given).verify(live)
    for lookup in ({}.get, {}, lambda _: None):
        with pytest.raises(jotkit.InvalidKey) as caught:
            livelike.Verifier(lookup).verify(live)
        assert caught.value.code == "client_unknown"
    assert livelike.Verifier({"client": "secret"}.get).verify(live).custom_profile_id == "u1"
    with pytest.raises(jotkit.InvalidKey):
        livelike.Verifier(lambda _: "").verify(live)
    for clients in (
        None,
        "client",
        {"client": None},
        {"client": b"x"},
        {1: "x"},
        [("client", "secret")],
    ):
        with pytest.raises(TypeError):
            livelike.Verifier(clients)


def test_a_callable_may_verify_tokens_itself(key, token):
    inner = jotkit.Verifier(key)

    def choose(_):
        with pytest.raises(jotkit.ExpiredToken):
            inner.verify(token, NOW + 3600)
        with pytest.raises(ZeroDivisionError):
            jotkit.Verifier(lambda _: 1 // 0).verify(token)
        return key

    assert jotkit.Verifier(choose).verify(token, NOW)["sub"] == "u1"


def test_a_verifier_in_a_circle_is_collected(key):
    class Service:
        def __init__(self):
            self.verifier = jotkit.Verifier(self.choose)
            self.live = livelike.Verifier(self.choose)
            self.like = likecoin.Verifier("common", self.choose)

        def choose(self, _):
            return key

    gone = weakref.ref(Service())
    gc.collect()
    assert gone() is None


def test_threads_share_everything():
    for alg in ("HS256", "ES256"):
        key = jotkit.Key.generate(alg)
        signer = jotkit.Signer(key, lifetime=3600)
        verifier = jotkit.Verifier(key)
        asking = jotkit.Verifier(lambda _, key=key: key)

        def work(number, signer=signer, verifier=verifier, asking=asking):
            for turn in range(50):
                claims = {"n": number, "turn": turn}
                token = signer.sign(claims, now=NOW)
                assert claims.items() <= verifier.verify(token, NOW).items()
                assert claims.items() <= asking.verify(token, NOW).items()
                with pytest.raises(jotkit.RefusedToken):
                    verifier.verify(token[:-6] + "AAAAAA", NOW)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(16)))


@pytest.mark.parametrize(("alg", "lets_go"), [("RS256", True), ("ES512", True), ("HS256", False)])
def test_slow_keys_let_other_threads_run(alg, lets_go):
    key = jotkit.Key.generate(alg)
    signer, verifier = jotkit.Signer(key), jotkit.Verifier(key, expiry_optional=True)
    token = signer.sign({})
    interval = sys.getswitchinterval()
    for work in (lambda: signer.sign({}), lambda: verifier.verify(token)):
        gate, ran = threading.Lock(), []
        gate.acquire()
        other = threading.Thread(target=lambda gate=gate, ran=ran: (gate.acquire(), ran.append(1)))
        other.start()
        # The interpreter never asks for its lock back, so the other thread runs only if it is let
        # go.
        sys.setswitchinterval(100)
        try:
            gate.release()
            turns = 0
            while not ran and turns < 1000:
                work()
                turns += 1
        finally:
            sys.setswitchinterval(interval)
            found = bool(ran)
            other.join()
        assert found is lets_go


def test_nothing_leaks(key, token):
    verifier = jotkit.Verifier(key)
    asking = jotkit.Verifier(lambda _: key)
    signer = jotkit.Signer(key)

    def work():
        for _ in range(300):
            verifier.verify(token, NOW)
            asking.verify_full(token, NOW).claims["sub"]
            signer.sign({"a": [1, {"b": 2**80}], "c": "d"}, headers={"kid": "x"})
            for bad in ("x", token[:-4] + "AAAA"):
                with pytest.raises(jotkit.JotkitError):
                    verifier.verify(bad, NOW)
            with pytest.raises(TypeError):
                signer.sign({"a": object()})
            jotkit.Verifier(lambda _: key, issuer="a")

    work()
    gc.collect()
    tracemalloc.start()
    try:
        work()
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        blocks = sys.getallocatedblocks()
        for _ in range(4):
            work()
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 20_000
        assert sys.getallocatedblocks() - blocks < 300
    finally:
        tracemalloc.stop()


def resident_bytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system has no /proc")
def test_nothing_leaks_outside_python(key):
    verifier = jotkit.Verifier(key, expiry_optional=True)
    token = jotkit.Signer(key).sign({"filler": "x" * 10_000})

    def work():
        for _ in range(3000):
            assert verifier.verify_full(token).payload
            jotkit.Key.generate("ES256")

    work()
    before = resident_bytes()
    work()
    assert resident_bytes() - before < 5_000_000
