"""The payload as Python objects, held against what ``json.loads`` makes of the same text."""

from __future__ import annotations

import gc
import json
import random
import sys

import pytest

import jotkit

CHARACTERS = 'aZ09 _-"\\/\b\f\n\r\t\x00\x1f\x7fé߿ࠀ\uffff𐀀\U0010ffff\U0001f600'
NUMBERS = [
    *("0", "-0", "7", "-7", "123456789012345678", "-123456789012345678"),
    *("999999999999999999", "1000000000000000000", "9223372036854775807", "-9223372036854775808"),
    *("9223372036854775808", "-9223372036854775809", "1" + "0" * 308, "-" + "9" * 300),
    *("0.0", "-0.0", "0.1", "1.50", "1e0", "1E+2", "1e-2", "5e-324", "1e-400", "0e999"),
    *("1.7976931348623157e308", "123456789012345678.0", "3.141592653589793238462643383"),
]


@pytest.fixture(scope="module")
def read():
    key = jotkit.Key.generate("HS256")
    signer = jotkit.Signer(key)
    verifier = jotkit.Verifier(key, expiry_optional=True, any_audience=True)
    return lambda text: verifier.verify(signer.sign_json(text))


def same(found, wanted):
    """Equal, in types, in order and in the sign of zero."""
    assert repr(found) == repr(wanted)


def strings(choose):
    length = choose.choice([0, 1, 3, 7, 8, 9, 15, 16, 17, 40])
    return "".join(choose.choices(CHARACTERS, k=length))


def values(choose, depth=0):
    """Any value. Names have lengths around the longest that is kept."""
    match choose.randrange(8 if depth < 6 else 6):
        case 0 | 1:
            return strings(choose)
        case 2 | 3:
            return json.loads(choose.choice(NUMBERS))
        case 4 | 5:
            return choose.choice([True, False, None])
        case 6:
            return [values(choose, depth + 1) for _ in range(choose.randrange(5))]
    names = ["a", "bb", "", "n" * 31, "n" * 32, "n" * 33, "é", "\n"]
    members = choose.sample(names, choose.randrange(5))
    return {name: values(choose, depth + 1) for name in members}


@pytest.mark.parametrize("seed", range(40))
def test_any_payload(read, seed):
    choose = random.Random(seed)
    for _ in range(25):
        payload = {strings(choose): values(choose) for _ in range(5)}
        form = {"ensure_ascii": choose.random() < 0.5, "indent": choose.choice([None, 0, "\t"])}
        same(read(json.dumps(payload, **form)), payload)


def test_every_number(read):
    for number in NUMBERS:
        same(
            read(f'{{"n":{number},"l":[{number} , {number}]}}'),
            json.loads(f'{{"n":{number},"l":[{number},{number}]}}'),
        )


def test_names_are_shared_and_never_mixed_up(read):
    names = [f"name {number}" for number in range(3000)]
    text = json.dumps({name: name for name in names})
    for _ in range(2):
        assert read(text) == {name: name for name in names}
    first, second = (next(iter(read('{"a name that is shared":1}'))) for _ in range(2))
    assert first is second


def test_the_names_that_are_kept_are_bounded():
    def strangers(start):
        for number in range(start, start + 2000):
            jotkit.peek(token(number)).unverified_claims  # noqa: B018

    signer = jotkit.Signer(jotkit.Key.generate("HS256"))
    token = lambda number: signer.sign({f"stranger {number}": 1})  # noqa: E731
    strangers(0)
    gc.collect()
    blocks = sys.getallocatedblocks()
    strangers(10_000)
    gc.collect()
    assert sys.getallocatedblocks() - blocks < 100


def test_objects_are_the_callers_own(read):
    once, again = (read('{"a":{"b":[1,{"c":2}]}}') for _ in range(2))
    once["a"]["b"][1]["c"] = 3
    assert again == {"a": {"b": [1, {"c": 2}]}}


def test_python_code_that_runs_meanwhile_reads_too(read):
    """The collector may run a finalizer while objects are being made, and that may verify tokens."""
    seen = []

    class Loop:
        def __init__(self):
            self.itself = self

        def __del__(self):
            seen.append(read('{"inner":[{"name":1}]}'))

    thresholds = gc.get_threshold()
    gc.set_threshold(5)
    text = json.dumps({"outer": [{"name": number} for number in range(200)]})
    try:
        for _ in range(30):
            Loop()
            assert read(text) == json.loads(text)
    finally:
        gc.set_threshold(*thresholds)
    assert seen
    assert all(found == {"inner": [{"name": 1}]} for found in seen)
