"""No printed form of anything that holds a key, a secret or a token shows it."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import pprint
import reprlib
import traceback

import pytest
from conftest import NOW, refusal

import jotkit
from jotkit import likecoin, livelike

HIDDEN = "t0p-s3cret-value-of-at-least-32-bytes"
ADDRESS = "https://a.example/"


def holders():
    """Every object that holds the secret, with what it prints."""
    key = jotkit.Key.hs256(HIDDEN, kid="k1")
    tokens = likecoin.TokenResponse(HIDDEN, HIDDEN)
    request = {"client_id": "c", "client_secret": HIDDEN}
    clients = {"client": HIDDEN}
    client = likecoin.Client("c", HIDDEN, ADDRESS)
    return {
        "Key(alg='HS256', kid='k1', private=True)": key,
        "KeySet([Key(alg='HS256', kid='k1', private=True)])": jotkit.KeySet([key]),
        "<jotkit.Signer object at 0x>": jotkit.Signer(key),
        "<jotkit.Verifier object at 0x>": jotkit.Verifier(key),
        "<jotkit.livelike.Signer object at 0x>": livelike.Signer("client", HIDDEN),
        "<jotkit.livelike.Verifier object at 0x>": livelike.Verifier(clients),
        "<jotkit.likecoin._tokens.Issuer object at 0x>": likecoin.Issuer(HIDDEN, "like.co"),
        "<jotkit.likecoin._tokens.Verifier object at 0x>": likecoin.Verifier(HIDDEN, clients),
        "Client(client_id='c')": client,
        "AsyncClient(client_id='c')": likecoin.AsyncClient("c", HIDDEN, ADDRESS),
        "Session(user=None)": client.session(tokens),
        "TokenResponse(user=None, display_name=None, avatar=None, scope=None, expires_at=None)": tokens,
        "Authorization(...)": likecoin.authorize_url(
            client_id="c", scope=[], redirect_uri=ADDRESS, state=HIDDEN
        ),
        "HttpRequest(method='POST', url='https://api.like.co/oauth/access_token', headers="
        "{'content-type': 'application/x-www-form-urlencoded', 'accept': 'application/json'})": (
            likecoin.token_request(**request, redirect_uri=ADDRESS, code=HIDDEN)
        ),
    }


HOLDERS = holders()
# What is there to be read: a reply's tokens, a request's body, an address are the caller's to use.
OPEN = (likecoin.TokenResponse, likecoin.HttpRequest, likecoin.Authorization)
# A client's own attributes are plain Python; its names say that they are not for reading.
PLAIN = (likecoin.Client, likecoin.AsyncClient, likecoin.Session)


def without_place(text):
    return text.split(" at 0x")[0] + " at 0x>" if " at 0x" in text else text


@pytest.mark.parametrize("shown", HOLDERS)
def test_the_printed_forms(shown):
    thing = HOLDERS[shown]
    assert without_place(repr(thing)) == shown
    stream = io.StringIO()
    print(thing, file=stream)
    pprint.PrettyPrinter(stream=stream).pprint([thing])
    record = logging.LogRecord("n", 0, "p", 0, "%s %r", (thing, thing), None)
    forms = [
        stream.getvalue(),
        logging.Formatter().format(record),
        f"{thing} {thing!s} {thing!r} {thing!a} {[thing]} {thing:}",
        "%s %r %a" % (thing, thing, thing),  # noqa: UP031
        reprlib.repr(thing),
        str(dir(thing)),
        type(thing).__doc__ or "",
    ]
    if not isinstance(thing, OPEN + PLAIN):
        forms.append(repr(getattr(thing, "__dict__", {})))
        forms += [repr(getattr(thing, name)) for name in dir(thing)]
    assert not [form for form in forms if HIDDEN in form]


@pytest.mark.parametrize(
    "shown", [shown for shown, thing in HOLDERS.items() if not isinstance(thing, OPEN)]
)
def test_what_holds_a_key_is_not_pickled_copied_or_written_as_json(shown):
    thing = HOLDERS[shown]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert refusal(pickle.dumps, thing, protocol) is TypeError
    # The shell around the compiled object may be copied; what is in it is shared.
    shell = type(thing).__module__.startswith("jotkit.li")
    for use in (copy.deepcopy, json.dumps, memoryview, *(() if shell else (copy.copy,))):
        assert refusal(use, thing) is TypeError
    if not hasattr(thing, "__len__"):
        assert refusal(bytes, thing) is TypeError


@pytest.mark.parametrize("alg", jotkit.ALGORITHMS)
def test_no_key_of_any_algorithm_is_shown(alg):
    key = jotkit.Key.generate(alg).with_kid("shown")
    private = {"k", "d", "p", "q", "dp", "dq", "qi", "priv"}
    secrets = [value for name, value in key.to_jwk().items() if name in private]
    assert secrets
    things = [key, jotkit.KeySet([key]), jotkit.Signer(key), jotkit.Verifier(key)]
    if key.kty != "oct":
        things.append(key.public())
        assert not private & key.public().to_jwk().keys()
    shown = " ".join(f"{thing!r} {thing!s} {dir(thing)}" for thing in things)
    assert "kid='shown'" in shown
    assert not [secret for secret in secrets if secret in shown]


def test_a_key_id_is_printed_as_python_writes_it():
    key = jotkit.Key.hs256(HIDDEN)
    assert "kid=None" in repr(key)
    assert """kid="a'b\"""" in repr(jotkit.KeySet([key.with_kid("a'b")]))


def test_verified_tokens_are_not_printed():
    key = jotkit.Key.hs256(HIDDEN)
    token = jotkit.Signer(key, lifetime=60).sign({"private": "claim"}, now=NOW)
    for thing in (jotkit.Verifier(key).verify_full(token, NOW), jotkit.peek(token)):
        assert "claim" not in f"{thing!r} {thing!s}"
        assert token not in f"{thing!r} {thing!s}"


def test_an_exception_holds_no_byte_of_what_was_refused():
    key = jotkit.Key.hs256(HIDDEN)
    token = jotkit.Signer(key, lifetime=60).sign({"private": "claim"}, now=NOW)
    signature = token.rsplit(".", 1)[1]

    def run(call):
        with pytest.raises((jotkit.JotkitError, TypeError)) as caught:
            call()
        error = caught.value
        assert error.__cause__ is error.__context__ is None
        # The innermost frames are the test's own: the compiled module has none to show locals of.
        printed = "".join(traceback.TracebackException.from_exception(error).format())
        return f"{error} {error!r} {error.args} {vars(error)} {printed}"

    calls = [
        lambda: jotkit.Verifier(key).verify(token),
        lambda: jotkit.Verifier(key).verify(token[:-2] + "AA", NOW),
        lambda: jotkit.Verifier(key).verify(token + ".", NOW),
        lambda: jotkit.Verifier(key, issuer=HIDDEN).verify(token, NOW),
        lambda: jotkit.Verifier(key, subject=HIDDEN).verify(token, NOW),
        lambda: jotkit.Verifier(key, expected={"private": HIDDEN}).verify(token, NOW),
        lambda: jotkit.Key.hs512(HIDDEN),
        lambda: jotkit.Key.from_pem(HIDDEN),
        lambda: jotkit.Key.from_jwk({"kty": "oct", "k": HIDDEN + "!"}),
        lambda: jotkit.Key.from_jwk({"kty": "oct", "k": HIDDEN.encode()}),
        lambda: jotkit.Key.hs256([HIDDEN]),
        lambda: livelike.Verifier({"client": [HIDDEN]}),
        lambda: likecoin.parse_callback(f"{ADDRESS}?code={HIDDEN}&state={HIDDEN}", "other"),
        lambda: likecoin.parse_token_response(400, json.dumps({"error": HIDDEN})),
        lambda: likecoin.parse_token_response(200, HIDDEN),
        lambda: jotkit.bearer.parse("basic " + HIDDEN),
        lambda: jotkit.bearer.format(HIDDEN + "\n"),
    ]
    for number, call in enumerate(calls):
        shown = run(call)
        assert HIDDEN not in shown, number
        assert signature not in shown, number
        assert "'claim'" not in shown, number
