"""Every argument of every call, given what it is not."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from conftest import NOW, SECRET, refusal

import jotkit
from jotkit import bearer, likecoin, livelike


class Touched(BaseException):
    """Something asked a stranger for more than its type."""


def touched(*_):
    raise Touched


class Stranger:
    """Claims to be a str, and raises when it is read."""

    __class__ = str
    __str__ = __repr__ = __bytes__ = __format__ = touched
    __eq__ = __hash__ = __bool__ = __len__ = touched
    __int__ = __float__ = __index__ = touched


class Text(str):
    """A str whose methods raise."""

    __slots__ = ()
    __str__ = __repr__ = __eq__ = __hash__ = __len__ = __iter__ = encode = touched


class Bytes(bytes):
    """Bytes whose methods raise."""

    __slots__ = ()
    __str__ = __repr__ = __eq__ = __hash__ = __len__ = __iter__ = decode = touched


class Whole(int):
    """An int whose methods raise."""

    __str__ = __repr__ = __eq__ = __hash__ = __bool__ = touched


KEY = jotkit.Key.hs256(SECRET)
CURVE = jotkit.Key.generate("ES256")
SIGNER = jotkit.Signer(KEY, lifetime=3600)
TOKEN = SIGNER.sign({"sub": "u1"}, now=NOW)
LIVE = livelike.Signer("client", "secret")
LIVE_TOKEN = LIVE.sign("u1")
ISSUER = likecoin.Issuer("common", "like.co")
GRANT = {"client_id": "c", "client_secret": "s", "user": "u", "scope": ["read"]}
LIKE_TOKEN = ISSUER.sign(**GRANT)

REDIRECT = {"redirect_uri": "https://a.example/"}
POLICY = {"algorithms": ["HS256"], "issuer": "i", "audience": ["a"], "subject": "s"}
POLICY |= {"types": ["JWT"], "required": ["sub"], "expected": {"a": 1}, "expiry_optional": True}
POLICY |= {"leeway": 1, "max_age": timedelta(1), "max_token_bytes": 1000, "max_header_bytes": 100}
POLICY |= {"max_depth": 9, "cache": 10}
SIGNER_OPTIONS = {"issuer": "i", "audience": "a", "lifetime": 60, "iat": True, "jti": True}
SIGNER_OPTIONS |= {"kid": "k", "typ": "JWT"}
DEMANDS = {"host": "like.co", "all": ["read"], "any": ["read"], "expiry_optional": True}
DEMANDS |= {"leeway": 1}
CONSENT = {"client_id": "c", "scope": ["read"], **REDIRECT, "state": "s"}
REPLY = {"status": 200, "body": '{"access_token":"a"}', "refresh_token": "r"}
CLIENT = {"client_id": "c", "client_secret": "s"}


def call(function, /, **given):
    """A call that works."""
    return function, given


CALLS = [
    call(jotkit.Key.hs256, secret=SECRET, kid="k", allow_short=True),
    call(jotkit.Key.hs384, secret=SECRET * 2),
    call(jotkit.Key.hs512, secret=SECRET * 2),
    call(jotkit.Key.from_secret, secret=SECRET, alg="HS256"),
    call(jotkit.Key.from_pem, pem=CURVE.to_pem(), alg="ES256", kid="k"),
    call(jotkit.Key.from_der, der=CURVE.to_der(), alg="ES256"),
    call(jotkit.Key.from_jwk, jwk=CURVE.to_jwk(), kid="k"),
    call(jotkit.Key.generate, alg="HS256"),
    call(KEY.with_kid, kid="k"),
    call(jotkit.KeySet, keys=[KEY]),
    call(jotkit.KeySet.from_jwks, jwks={"keys": []}),
    call(jotkit.Policy.from_json, text="{}"),
    call(jotkit.Policy, **POLICY),
    call(jotkit.Verifier, keys=KEY, issuer="i", any_audience=True),
    call(jotkit.Verifier(KEY).verify, token=TOKEN, now=NOW),
    call(jotkit.Verifier(KEY).verify_full, token=TOKEN, now=NOW),
    call(jotkit.peek, token=TOKEN),
    call(jotkit.Signer, key=KEY, **SIGNER_OPTIONS),
    call(SIGNER.sign, claims={"a": 1}, headers={"x": 1}, now=NOW),
    call(SIGNER.sign_json, text="{}", headers="{}", now=NOW),
    call(bearer.format, token="t"),
    call(bearer.parse, header="Bearer t"),
    call(livelike.Signer, **CLIENT),
    call(LIVE.sign, custom_profile_id="u", issued_at=NOW, lifetime=60),
    call(livelike.Verifier, clients={"client": "secret"}),
    call(livelike.Verifier({"client": "secret"}).verify, token=LIVE_TOKEN, now=NOW),
    call(likecoin.Issuer, common_secret="c", host="like.co"),
    call(ISSUER.sign, **GRANT, now=NOW, jti="j"),
    call(likecoin.Verifier, common_secret="common", clients={"c": "s"}, **DEMANDS),
    call(likecoin.Verifier("common", {"c": "s"}).verify, token=LIKE_TOKEN),
    call(likecoin.peek, token=LIKE_TOKEN),
    call(likecoin.signing_key, common_secret="a", client_secret="b"),
    call(likecoin.scope_allows, held=["read"], demanded="read:like"),
    call(likecoin.authorize_url, **CONSENT),
    call(likecoin.parse_callback, url="https://a.example/?code=1&state=s", state="s"),
    call(likecoin.token_request, **CLIENT, **REDIRECT, code="1"),
    call(likecoin.refresh_request, **CLIENT, refresh_token="r"),
    call(likecoin.parse_token_response, **REPLY),
]
ARGUMENTS = [(function, given, name) for function, given in CALLS for name in given]
NAMES = [f"{function.__qualname__} {name}" for function, _, name in ARGUMENTS]
HOSTILE = {
    "None": None,
    "True": True,
    "zero": 0,
    "huge": 10**5000,
    "fraction": 0.5,
    "nan": float("nan"),
    "bytes": b"\xff\x00",
    "bytearray": bytearray(b"a.b.c"),
    "memoryview": memoryview(b"a.b.c"),
    "list": [None],
    "tuple": (),
    "dict": {1: 2},
    "set": {1},
    "object": object(),
    "type": str,
    "stranger": Stranger(),
    "surrogate": "\ud800",
    "nul": "\0",
    "naive": datetime(2020, 1, 1),  # noqa: DTZ001
    "date": datetime.max.replace(tzinfo=timezone.utc),
    "length": timedelta.max,
    "lambda": lambda *_: None,
    "generator": (None for _ in "x"),
    "error": ValueError("x"),
    "key": KEY,
    "peeked": jotkit.peek(TOKEN),
    "proxy": MappingProxyType({"a": Stranger()}),
}


def failure(call):
    """The exception of a call, if it is one that a caller may expect."""
    try:
        call()
    except (TypeError, jotkit.JotkitError) as error:
        return error.with_traceback(None)
    return None


@pytest.mark.parametrize(("function", "given", "name"), ARGUMENTS, ids=NAMES)
def test_an_argument_is_taken_or_refused(function, given, name):
    assert function(**given) is not None
    refused = 0
    for kind, value in HOSTILE.items():
        counted = sys.getrefcount(value) if kind not in {"None", "True", "zero", "nul"} else None
        error = failure(lambda value=value: function(**{**given, name: value}))
        assert getattr(error, "code", None) != "internal", kind
        # The type may be named, the value never.
        assert "\ud800" not in str(error)
        refused += error is not None
        del error
        if counted is not None:
            assert sys.getrefcount(value) == counted, kind
    assert refused >= 12


def test_relatives_of_text_and_bytes_stand_for_what_they_hold():
    verifier = jotkit.Verifier(jotkit.Key.hs256(Text(SECRET)))
    for token in (Text(TOKEN), Bytes(TOKEN.encode())):
        assert verifier.verify(token, Whole(NOW)) == {"sub": "u1", "iat": NOW, "exp": NOW + 3600}
    assert jotkit.Key.hs256(Bytes(SECRET.encode())).thumbprint() == KEY.thumbprint()
    token = jotkit.Signer(KEY).sign({"a": Text("b"), "n": [Whole(3)]})
    assert jotkit.peek(token).unverified_claims == {"a": "b", "n": [3]}


class Growing(dict):
    """Not reached through its own methods."""

    items = keys = __iter__ = __len__ = __getitem__ = touched


def test_a_dict_of_another_kind_is_read_as_a_dict():
    token = jotkit.Signer(KEY).sign(Growing(a=1))
    assert jotkit.peek(token).payload == '{"a":1}'


def meddling(change):
    """A mapping that changes the dict it stands in while that is read."""
    from collections.abc import Mapping

    class Meddler(Mapping):
        def __getitem__(self, name):
            raise KeyError(name)

        def __len__(self):
            return 0

        def __iter__(self):
            change()
            return iter(())

    return Meddler()


def test_a_dict_that_changes_while_it_is_read():
    grown = {"b": 2}
    grown = {"a": meddling(lambda: grown.setdefault("new", 1)), **grown}
    with pytest.raises(RuntimeError):
        SIGNER.sign(grown)
    # As many members as before, but others: some of them are written, and nothing breaks.
    swapped = {"b": 2, "c": 3}

    def swap():
        swapped.pop("c", None)
        swapped["d"] = 4

    swapped = {"a": meddling(swap), **swapped}
    assert jotkit.peek(SIGNER.sign(swapped)).payload.startswith('{"a":{},"b":2')
    shrinking = [1, 2, 3]
    shrinking.insert(0, meddling(shrinking.clear))
    assert jotkit.peek(jotkit.Signer(KEY).sign({"l": shrinking})).payload == '{"l":[{}]}'


def test_what_an_argument_of_the_callers_raises_comes_out():
    class Mine(Exception):
        pass

    def fail():
        raise Mine

    class Zone(timezone.__base__):
        def utcoffset(self, _):
            fail()

    with pytest.raises(Mine):
        SIGNER.sign({"a": meddling(fail)})
    with pytest.raises(Mine):
        jotkit.Verifier(KEY).verify(TOKEN, datetime(2020, 1, 1, tzinfo=Zone()))
    with pytest.raises(Mine):
        jotkit.KeySet(fail() for _ in "x")


def test_counts_of_arguments_and_unknown_names_are_type_errors():
    verifier = jotkit.Verifier(KEY)
    for call in (
        verifier.verify,
        lambda: verifier.verify(TOKEN, NOW, 1),
        lambda: verifier.verify(TOKEN, nwo=1),
        lambda: verifier.verify(TOKEN, token=TOKEN),
        jotkit.peek,
        jotkit.Verifier,
        lambda: jotkit.Verifier(KEY, {}),
        jotkit.Key,
        lambda: jotkit.Key.hs256(secret=SECRET, alg="HS256"),
    ):
        assert refusal(call) is TypeError


def test_nothing_can_be_put_on_keys_or_derived_from_classes():
    for cls in (jotkit.Key, jotkit.KeySet, jotkit.Policy, jotkit.Signer, jotkit.Verifier):
        assert refusal(type, "Mine", (cls,), {}) is TypeError
    for thing in (KEY, jotkit.KeySet([KEY]), jotkit.Policy()):
        with pytest.raises(AttributeError):
            thing.public = touched
