"""Exceptions, callbacks, and what objects may be used for."""

from __future__ import annotations

import gc
import pickle
import sys
import threading
import weakref

import pytest
from conftest import NOW, SECRET, refusal

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
        (jotkit.FlowError, "flow", lambda: likecoin.parse_callback("https://a.example/", "s")),
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


def test_objects_are_immutable(key, token):
    verified = jotkit.Verifier(key).verify_full(token, NOW)
    things = [(key, "kid"), (verified, "claims"), (verified, "header"), (verified, "new")]
    for thing, name in things:
        with pytest.raises(AttributeError):
            setattr(thing, name, "x")
    assert verified.claims is verified.claims
    assert verified.header == {"alg": "HS256", "typ": "JWT"}
    for cls in (jotkit.Key, jotkit.Verified, jotkit.Unverified):
        assert refusal(cls) is TypeError


def test_a_callable_chooses_the_key(key):
    seen = []

    def choose(hint):
        seen.append((hint.algorithm, hint.kid, hint.issuer, hint.authorized_party))
        return key if hint.kid == "k1" else None

    verifier = jotkit.Verifier(choose, expiry_optional=True)
    claims = {"iss": "i", "azp": "a"}
    assert verifier.verify(jotkit.Signer(key, kid="k1").sign(claims)) == claims
    assert refusal(verifier.verify, jotkit.Signer(key).sign({})) == "key_unknown"
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
        assert refusal(jotkit.Verifier(lambda _, given=nonsense: given).verify, token) is TypeError
    for nonsense in (b"secret", 1, object()):
        verifier = livelike.Verifier(lambda _, given=nonsense: given)
        assert refusal(verifier.verify, live) is TypeError
    for lookup in ({}.get, {}, lambda _: None):
        assert refusal(livelike.Verifier(lookup).verify, live) == "client_unknown"
    assert livelike.Verifier({"client": "secret"}.get).verify(live).custom_profile_id == "u1"
    assert refusal(livelike.Verifier(lambda _: "").verify, live) == "key_weak"
    wrong = [None, "client", {"client": None}, {"client": b"x"}, {1: "x"}, [("client", "secret")]]
    for clients in wrong:
        assert refusal(livelike.Verifier, clients) is TypeError


def test_a_callable_may_verify_tokens_itself(key, token):
    inner = jotkit.Verifier(key)

    def choose(_):
        assert refusal(inner.verify, token, NOW + 3600) == "token_expired"
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
