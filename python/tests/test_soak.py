"""A long mixed run: memory and reference counts stay as they were.

``JOTKIT_SOAK`` is the number of verifies; the default keeps the suite short.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest
from conftest import NOW

import jotkit
from jotkit import likecoin, livelike

COUNT = int(os.environ.get("JOTKIT_SOAK", "200000"))
STATM = Path("/proc/self/statm")


def resident_bytes():
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def steps():
    """Twenty-two calls of every outcome, without arguments, and the objects that they are given."""
    key, curve = jotkit.Key.generate("HS256"), jotkit.Key.generate("ES256")
    signer = jotkit.Signer(key, lifetime=3600, kid="a")
    good = signer.sign({"sub": "u1", "roles": ["a", {"b": 2**70}], "text": "é\n" * 20}, now=NOW)
    verifier = jotkit.Verifier(key)
    cached = jotkit.Verifier(curve.public(), cache=4)
    asking = jotkit.Verifier(lambda hint: key if hint.kid == "a" else None)
    several = jotkit.Verifier(jotkit.KeySet([key.with_kid("a"), curve.with_kid("b")]))
    signed = [jotkit.Signer(curve, lifetime=9).sign({"n": n}, now=NOW) for n in range(8)]
    live = livelike.Verifier({"client": "secret"})
    like = likecoin.Verifier("common", {"c": "s"}.get)
    live_token = livelike.Signer("client", "secret").sign("u1")
    like_token = likecoin.Issuer("common", "like.co").sign(
        client_id="c", client_secret="s", user="u", scope=["read"], now=NOW
    )

    def fail(_):
        raise ValueError

    failing = jotkit.Verifier(fail)
    at = [0]

    def remembered():
        at[0] = (at[0] + 1) % len(signed)
        return cached.verify(signed[at[0]], NOW)

    claims, headers = {"a": [1, {"b": 2**80}], "sub": "a name of its own"}, {"kid": "such a name"}
    lent = [
        key,
        curve,
        good,
        live_token,
        like_token,
        claims,
        claims["sub"],
        headers,
        headers["kid"],
    ]
    return lent, [
        *(lambda: verifier.verify(good, NOW) for _ in range(3)),
        lambda: verifier.verify(good.encode(), NOW),
        lambda: verifier.verify_full(good, NOW).claims["sub"],
        lambda: verifier.verify_full(good, NOW).header["kid"],
        lambda: jotkit.Verifier(lambda _: key, subject=claims["sub"]),
        lambda: jotkit.KeySet([key, key]),
        lambda: verifier.verify(good),
        lambda: verifier.verify(good[:-4] + "AAAA", NOW),
        lambda: verifier.verify("x" * 300),
        lambda: verifier.verify(17),
        lambda: asking.verify(good, NOW),
        lambda: failing.verify(good, NOW),
        lambda: several.verify(good, NOW),
        lambda: jotkit.peek(good).unverified_claims,
        remembered,
        lambda: live.verify(live_token),
        lambda: like.verify(like_token, NOW),
        lambda: signer.sign(claims, headers=headers),
        lambda: signer.sign({"a": object()}),
        lambda: jotkit.Key.generate("ES256"),
    ]


@pytest.mark.skipif(not STATM.exists(), reason="this system has no /proc")
def test_nothing_grows():
    lent, work = steps()
    passed = failed = 0

    def run(count):
        nonlocal passed, failed
        for _ in range(0, count, len(work)):
            for step in work:
                try:
                    step()
                    passed += 1
                except (jotkit.JotkitError, TypeError, ValueError):
                    failed += 1

    def measured():
        gc.collect()
        counts = [sys.getrefcount(thing) for thing in lent]
        return resident_bytes(), sys.getallocatedblocks(), sys.getrefcount(None), counts

    # What is filled once: the interpreter's free lists, names, the allocator's own room.
    run(COUNT // 5)
    resident, blocks, nones, counts = measured()
    run(COUNT - COUNT // 5)
    resident_after, blocks_after, nones_after, counts_after = measured()
    assert counts_after == counts
    assert passed * 6 == failed * 16
    assert resident_after - resident < 1_000_000
    assert blocks_after - blocks < 100
    # Older interpreters count the references to None, and each leak would be one for each call.
    assert abs(nones_after - nones) < 100
