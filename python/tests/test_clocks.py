"""The time at which tokens are signed and verified: frozen clocks, clocks of one's own, dates."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from datetime import datetime, timedelta, timezone
from unittest import mock

import freezegun
import pytest
import time_machine
from conftest import NOW, SECRET, refusal

import jotkit
from jotkit import likecoin, livelike

DATE = datetime.fromtimestamp(NOW, timezone.utc)
LIKE = {"client_id": "c", "client_secret": "s", "user": "u", "scope": ["read"]}


@pytest.fixture(params=["freezegun", "time_machine", "mock"])
def at(request):
    """Sets the clock in one of the ways that test suites have."""
    ways = {
        "freezegun": freezegun.freeze_time,
        "time_machine": lambda date: time_machine.travel(date, tick=False),
        "mock": lambda date: mock.patch("time.time", return_value=date.timestamp()),
    }
    return ways[request.param]


def test_a_frozen_clock_signs_and_verifies(at, key):
    signer, verifier = jotkit.Signer(key, lifetime=60), jotkit.Verifier(key)
    with at(DATE):
        token = signer.sign({"sub": "u1"})
        assert jotkit.peek(token).unverified_claims == {"sub": "u1", "iat": NOW, "exp": NOW + 60}
        assert verifier.verify(token)["sub"] == "u1"
        assert asyncio.run(signer.sign_async({"sub": "u1"})) == token
        assert signer.sign_json('{"sub":"u1"}') == token
        assert signer.signing_input({"sub": "u1"}) == token.rpartition(".")[0]
        assert asyncio.run(verifier.verify_async(token)) == verifier.verify_full(token).claims
        assert verifier.explain(token) == []
    for late in (60, 10**6):
        with at(DATE + timedelta(seconds=late)):
            assert refusal(verifier.verify, token) == "token_expired"
            assert [one.code for one in verifier.explain(token)] == ["token_expired"]
    assert refusal(verifier.verify, token) == "token_expired"


def test_a_frozen_clock_is_that_of_the_two_systems(at):
    with at(DATE):
        token = livelike.Signer("c", "s").sign("u1", lifetime=60)
        assert livelike.Verifier({"c": "s"}).verify(token).issued_at == NOW
        like = likecoin.Issuer("common", "like.co").sign(**LIKE)
        assert likecoin.Verifier("common", {"c": "s"}).verify(like).issued_at == NOW
    with at(DATE + timedelta(hours=1)):
        assert refusal(livelike.Verifier({"c": "s"}).verify, token) == "token_expired"
        verifier = likecoin.Verifier("common", {"c": "s"})
        assert refusal(verifier.verify, like) == "token_expired"


def test_a_frozen_clock_is_that_of_keys_behind_a_url(at, tokens_of_a_provider):
    keys, sign = tokens_of_a_provider
    verifier = jotkit.Verifier(keys, audience="api")
    with at(DATE):
        # A frozen clock does not keep a caller from its answer.
        assert refusal(verifier.verify, sign(now=NOW)) == "keys_unavailable"
        assert verifier.explain is not None


@pytest.fixture
def tokens_of_a_provider(server):
    """Keys of a server that answers nothing of use, and a token's signer."""
    keys = jotkit.RemoteKeys(jwks_url=server.url("ok") + "/none", timeout_ms=2_000)
    signer = jotkit.Signer(jotkit.Key.generate("ES256"), audience="api", lifetime=60)
    return keys, lambda **call: signer.sign({}, **call)


def test_a_clock_of_ones_own(key):
    told = NOW
    signer = jotkit.Signer(key, lifetime=60, clock=lambda: told)
    verifier = jotkit.Verifier(key, clock=lambda: told)
    token = signer.sign({})
    assert verifier.verify(token) == {"iat": NOW, "exp": NOW + 60}
    told = DATE + timedelta(seconds=60)
    assert refusal(verifier.verify, token) == "token_expired"
    # `now` is nearer than the clock.
    assert verifier.verify(token, NOW)["iat"] == NOW
    assert verifier.verify(signer.sign({}, now=told + timedelta(days=1)))["iat"] == NOW + 86_460
    for external in (jotkit.Signer.keyless, lambda *a, **o: jotkit.Signer.external(*a, print, **o)):
        made = external("ES256", lifetime=60, clock=lambda: NOW)
        assert made.signing_input({}) == made.signing_input({}, now=NOW)


def test_clocks_of_the_two_systems():
    told = NOW
    clock = {"clock": lambda: told}
    token = livelike.Signer("c", "s", **clock).sign("u1", lifetime=60)
    verifier = livelike.Verifier({"c": "s"}, **clock)
    like = likecoin.Issuer("common", "like.co", **clock).sign(**LIKE)
    like_verifier = likecoin.Verifier("common", {"c": "s"}, all=["read"], **clock)
    assert verifier.verify(token).issued_at == like_verifier.verify(like).issued_at == NOW
    told = NOW + 3600
    assert refusal(verifier.verify, token) == "token_expired"
    assert refusal(like_verifier.verify, like) == "token_expired"


def test_a_clock_that_is_none_or_breaks_is_refused(key, token):
    for bad in (None, NOW, "now"):
        for make in (jotkit.Verifier, jotkit.Signer):
            assert refusal(make, key, clock=bad) is TypeError
        assert refusal(livelike.Signer, "c", "s", clock=bad) is TypeError
        assert refusal(likecoin.Verifier, "common", {}, clock=bad) is TypeError
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    for told in (None, "1", True, naive):
        verifier = jotkit.Verifier(key, clock=lambda told=told: told)
        with pytest.raises(TypeError, match="the result of clock must be") as caught:
            verifier.verify(token)
        assert token not in str(caught.value)
        assert refusal(jotkit.Signer(key, clock=lambda told=told: told).sign, {}) is TypeError
    for told in (float("nan"), float("inf"), 10**400):
        verifier = jotkit.Verifier(key, clock=lambda told=told: told)
        assert refusal(verifier.verify, token) == "argument_invalid"

    def broken():
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        jotkit.Verifier(key, clock=broken).verify(token)


def test_a_clock_that_knows_its_verifier_is_collected(key):
    class Watch:
        def __init__(self):
            self.verifier = jotkit.Verifier(key, clock=self.now)
            self.signer = jotkit.Signer(key, clock=self.now, default=self.now)

        def now(self):
            return NOW

    watch = weakref.ref(Watch())
    gc.collect()
    assert watch() is None


def test_times_are_aware_dates(key):
    date = DATE + timedelta(microseconds=999_999)
    signer = jotkit.Signer(key, lifetime=60)
    claims = {"exp": date, "nbf": date, "iat": date}
    assert jotkit.peek(signer.sign(claims)).unverified_claims == dict.fromkeys(claims, NOW)
    assert jotkit.peek(signer.sign({}, now=date)).unverified_claims["iat"] == NOW
    token = livelike.Signer("c", "s").sign("u1", issued_at=date)
    assert livelike.Verifier({"c": "s"}).verify(token, now=date).issued_at == NOW


def test_a_naive_date_is_refused_with_a_sentence(key, token):
    naive = datetime.fromtimestamp(NOW)  # noqa: DTZ006
    sentence = "must be a datetime with a time zone, such as datetime.now(timezone.utc)"
    calls = {
        "`exp` in claims": lambda: jotkit.Signer(key).sign({"exp": naive}),
        "`a.b[1].c` in claims": lambda: jotkit.Signer(key, default=str).sign(
            {"a": {"b": [0, {"c": naive}]}}
        ),
        "now": lambda: jotkit.Verifier(key).verify(token, now=naive),
        "issued_at": lambda: livelike.Signer("c", "s").sign("u1", issued_at=naive),
    }
    for what, call in calls.items():
        with pytest.raises(TypeError) as caught:
            call()
        assert str(caught.value) == f"{what} {sentence}"


def test_the_time_is_that_of_the_machine_by_default(key):
    before = int(time.time())
    claims = jotkit.peek(jotkit.Signer(key, iat=True).sign({})).unverified_claims
    assert before <= claims["iat"] <= time.time()
    assert SECRET not in repr(claims)
