"""PyJWT and ``jotkit.pyjwt`` side by side: the same verdicts, exceptions and texts."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import http.server
import itertools
import json
import random
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import jwt as original
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from jotkit import pyjwt as dropin

SECRET = "a secret of at least 32 bytes, kept safe"
NOW = 1_750_000_000
VECTORS = sorted((Path(__file__).resolve().parents[2] / "tests/vectors").glob("*.json"))
BOTH = (original, dropin)

# The differences: texts of refusals that PyJWT has not, each with its reason. docs/migrating.md
# lists them too.
STRICT_JSON = "duplicate names, lone surrogates, and numbers that no double holds are no JSON"
STRICTER = {
    "Invalid header string: not strict JSON": STRICT_JSON,
    "Invalid payload string: not strict JSON": STRICT_JSON,
    "Invalid header string: not UTF-8": "JSON is UTF-8 (RFC 8259 section 8.1)",
}
# Dates in digits of other scripts are no dates: these letters are in no other value here.
OTHER_DIGITS = "\uff15".encode()


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Sets the clock of both."""

    def set_clock(now):
        class Clock(dt.datetime):
            @classmethod
            def now(cls, tz=None):
                return cls.fromtimestamp(now, tz)

        for module in (original.api_jwt, dropin.api_jwt):
            monkeypatch.setattr(module, "datetime", Clock)

    set_clock(NOW)
    return set_clock


def outcome(call, *given, **named):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            found = ("ok", json.dumps(call(*given, **named), default=bytes.hex))
        except Exception as error:  # noqa: BLE001
            found = (type(error).__name__, str(error))
    return found, [(one.category.__name__, str(one.message)) for one in warned]


def is_listed(theirs, found, given):
    """Whether a refusal is one of the listed differences."""
    kind, text = found
    if theirs[0] == "TypeError" and kind == "InvalidAlgorithmError":
        # An `alg` of another type: the token is wrong, and not the caller.
        return True
    if kind == "DecodeError" and text in STRICTER:
        return True
    other = isinstance(given[0], str) and OTHER_DIGITS in payload_of(given[0])
    return other and text.endswith("must be an integer.")


def payload_of(token):
    middle = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))
    except ValueError:
        return b""


def without_details(kind, text):
    """A message without what Python's reader of JSON says, and without those of a TypeError."""
    if kind == "TypeError":
        return "a caller's mistake"
    for start in ("Invalid payload string", "Invalid header string", "Expected one of"):
        if text.startswith(start):
            return start
    return text


def compare(name, *given, **named):
    """Calls both; the drop-in's outcome, after a look at the differences."""
    (first, said), (second, also_said) = (
        outcome(getattr(module, name), *given, **named) for module in BOTH
    )
    same = first[0], without_details(*first)
    if (second[0], without_details(*second)) != same:
        assert second[0] != "ok", (first, given, named)
        assert is_listed(first, second, given), (first, second, given, named)
        return second
    assert said == also_said, (given, named)
    return second


def part(data):
    raw = data if isinstance(data, bytes) else data.encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(payload, header='{"alg":"HS256"}', secret=SECRET):
    message = f"{part(header)}.{part(payload)}"
    signature = hmac.digest(secret.encode(), message.encode(), hashlib.sha256)
    return f"{message}.{part(signature)}"


def asked():
    """The requests of the vectors that verify, as PyJWT's arguments."""
    for file in VECTORS:
        for vector in json.loads(file.read_text())["vectors"]:
            request = vector["request"]
            key, policy = request.get("key"), request.get("policy", {})
            if request["op"] != "verify" or not isinstance(policy, dict):
                continue
            if not isinstance(key, dict) or not isinstance(request.get("token"), str):
                continue
            yield vector["name"], request, key, policy


def made_nothing(make, module):
    make(module)


def material(key):
    if "jwk" in key:
        jwk = key["jwk"]
        return lambda module: module.PyJWK.from_json(jwk)
    text = key.get("secret", key.get("pem"))
    return None if text is None else lambda _: text


def test_the_vectors_get_the_same_verdict(at):
    count = accepted = 0
    for name, request, key, policy in asked():
        make = material(key)
        if make is None:
            continue
        now = request.get("now", NOW)
        at(now if isinstance(now, (int, float)) and abs(now) < 1e11 else NOW)
        algorithms = policy.get("algorithms", [key.get("alg", "HS256"), "RS256", "ES256"])
        named = {
            "algorithms": algorithms,
            "audience": policy.get("audience"),
            "issuer": policy.get("issuer"),
            "leeway": policy.get("leeway", 0),
            "options": {"require": policy.get("required", [])},
        }
        for options in (named["options"], {**named["options"], "verify_aud": False}):
            outcomes = []
            for module in BOTH:
                made, _ = outcome(made_nothing, make, module)
                if made[0] != "ok":
                    outcomes.append(made)
                    continue
                call = {**named, "options": options}
                found, _ = outcome(module.decode, request["token"], make(module), **call)
                outcomes.append(found)
            first, second = outcomes
            accepted += first[0] == "ok"
            count += 1
            if is_listed(first, second, [request["token"]]):
                continue
            assert first[0] == second[0], (name, outcomes)
            # PyJWT's texts about a JWK show all of it, the drop-in's none of it.
            if "key" not in first[1].lower():
                assert without_details(*first) == without_details(*second), (name, outcomes)
    assert count > 600
    assert accepted > 200


VALUES = [
    *("null", "true", "false", "0", "-1", "1.5", '""', '"a"', '"b"', "[]", "{}", '["a"]'),
    *('["a","b"]', '["a",1]', "[null]", '{"a":1}', "[[]]", "0.0", "-0", "[ ]", "{ }"),
    *(str(NOW), str(NOW + 1), str(NOW - 1), f"{NOW}.9", f"{NOW}.0", f'"{NOW + 9}"', '" 12 "'),
    *('"1_000"', '"1__0"', '"+5"', '"-5"', '"0x10"', '"1.5"', '"_1"', '"9999999999"', "1e10"),
    *("9007199254740993", "123456789012345678901234567890", "1e300", "-1e300", "1E400", "NaN"),
    *("Infinity", "-Infinity", '"\\u0061"', '"\\ud800"', '"\\ud83d\\ude00"', '"007"', '"\uff15"'),
]
CALLS = [
    {},
    {"audience": "a"},
    {"audience": ["a", "b"]},
    {"audience": []},
    {"audience": ("a",)},
    {"audience": {"a"}},
    {"audience": 5},
    {"audience": b"a"},
    {"audience": "a", "options": {"strict_aud": True}},
    {"audience": ["a"], "options": {"strict_aud": True}},
    {"issuer": "a"},
    {"issuer": ["a", "b"]},
    {"issuer": {"a"}},
    {"issuer": ("b",)},
    {"issuer": 5},
    {"issuer": ""},
    {"subject": "a"},
    {"subject": 5},
    {"leeway": 1},
    {"leeway": 0.5},
    {"leeway": -1},
    {"leeway": dt.timedelta(seconds=2)},
    {"leeway": float("inf")},
    {"leeway": float("nan")},
    {"options": {"require": ["exp"]}},
    {"options": {"require": ["exp", "sub", "nope"]}},
    {"options": {"require": ("a",)}},
    {"options": {"require": "exp"}},
    {"options": {"verify_signature": False}},
    {"options": {"verify_signature": False, "verify_exp": True}},
    {"options": {"verify_signature": False, "require": ["exp"]}},
    {"options": {f"verify_{name}": False for name in ("exp", "nbf", "iat", "aud", "sub")}},
    {"options": {"verify_jti": False, "verify_iss": False}},
    {"options": {"verify_exp": 0, "verify_aud": None}},
    {"options": {"enforce_minimum_key_length": True}},
    {"options": {"unknown": True}},
]


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat", "aud", "iss", "sub", "jti", "other"])
def test_one_claim(claim):
    for value, call in itertools.product(VALUES, CALLS):
        compare("decode", signed(f'{{"{claim}":{value}}}'), SECRET, ["HS256"], **call)


def test_several_claims():
    draw = random.Random(1)
    names = ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")
    outcomes = set()
    for _ in range(6000):
        chosen = draw.sample(names, draw.randint(0, 7))
        good = {
            **dict.fromkeys(("exp",), NOW + 5),
            **dict.fromkeys(("nbf", "iat"), NOW),
            **dict.fromkeys(("aud", "iss", "sub", "jti"), "a"),
        }
        members = [
            f'"{name}":{draw.choice(VALUES) if draw.random() < 0.3 else json.dumps(good[name])}'
            for name in chosen
        ]
        options = {
            f"verify_{name}": draw.random() < 0.7 for name in draw.sample(names, draw.randint(0, 3))
        }
        options["require"] = draw.sample(names, draw.choice([0, 0, 1]))
        call = {**draw.choice(CALLS), "options": options}
        name = draw.choice(["decode", "decode_complete"])
        found = compare(name, signed("{" + ",".join(members) + "}"), SECRET, ["HS256"], **call)
        outcomes.add(found[0])
    assert len(outcomes) >= 9


PAYLOADS = [
    *("{}", "", "[]", "1", '"x"', "null", "{", '{"a":1,"a":2}', '{"a":{"b":1,"b":2}}', " {} "),
    *('\ufeff{"a":1}', "{}x", '{"a":01}', "{'a':1}", '{"a":1,}', '{"a":NaN}', '{"a":1e999}'),
    *(
        b"\xff",
        b"{\x00",
        "{}".encode("utf-16"),
        '{"a":"\t"}',
        '{"a":' + "[" * 200 + "]" * 200 + "}",
    ),
]


def test_payloads():
    for payload in PAYLOADS:
        compare("decode", signed(payload), SECRET, ["HS256"])
        compare("decode_complete", signed(payload), SECRET, ["HS256"])


def test_constants_of_python():
    claims = '{"exp":4000000000,"a":[NaN,{"b":-Infinity}],"c":"NaN","d":Infinity}'
    found = compare("decode", signed(claims), SECRET, ["HS256"])
    assert found == ("ok", json.dumps(json.loads(claims)))
    for payload in ('{"a":-NaN}', '{"a":NaN,"a":1}', '{"a":NaN,"b":"\\ud800"}', "[NaN]", "NaN"):
        assert compare("decode", signed(payload), SECRET, ["HS256"])[0] == "DecodeError"
    header = '{"alg":"HS256","a":NaN}'
    assert compare("decode", signed("{}", header), SECRET, ["HS256"])[0] == "DecodeError"


HEADERS = [
    *('{"alg":"HS256"}', '{"alg":"HS256","typ":5}', "{}", '{"alg":null}', '{"alg":5}', "[]", "1"),
    *('{"alg":""}', '{"alg":"none"}', '{"alg":"NONE"}', '{"alg":"hs256"}', '{"alg":"HS384"}'),
    *('{"alg":"RS256"}', '{"alg":"ES521"}', '{"alg":"Ed25519"}', '{"alg":"ML-DSA-44"}', "x", ""),
    *('{"alg":"HS256","kid":5}', '{"alg":"HS256","kid":null}', '{"alg":"HS256","kid":"a"}'),
    *('{"alg":"HS256","crit":[]}', '{"alg":"HS256","crit":"b64"}', '{"alg":"HS256","crit":null}'),
    *('{"alg":"HS256","crit":["b64"]}', '{"alg":"HS256","crit":["b64"],"b64":true}', b"\xff"),
    *('{"alg":"HS256","crit":["b64"],"b64":false}', '{"alg":"HS256","b64":false}', "null"),
    *('{"alg":"HS256","crit":[1]}', '{"alg":"HS256","crit":["exp"],"exp":1}', '{"alg":["HS256"]}'),
    *('{"alg":"HS256","b64":null}', '{"alg":"HS256","alg":"HS256"}', '{"alg":"HS256","x":1e999}'),
    *('{"alg":"\\u0048S256"}', '{"alg":"HS256","zip":"DEF"}', '{"alg":"HS256","jwk":{}}'),
]
ALLOWED = [
    *(["HS256"], ("HS256",), {"HS256"}, {"HS256": 1}, [], None, "HS256", "HS", "HS256,RS256"),
    *(["RS256"], ["none"], ["HS256", "none"], ["hs256"], ["ES521"], ["Ed25519"], ["ML-DSA-44"]),
    *(["HS384", "RS256"], [None, "HS256"], [5.5]),
]


def test_headers_and_algorithms():
    for header, algorithms in itertools.product(HEADERS, ALLOWED):
        token = signed("{}", header)
        compare("decode", token, SECRET, algorithms)
        compare("decode", token, "", algorithms)
        compare("decode_complete", token, None, algorithms)
        compare("decode", token, SECRET, algorithms, options={"verify_signature": False})
    for header in HEADERS:
        compare("get_unverified_header", signed("{}", header))


def test_what_is_no_token():
    good = signed('{"a":1}')
    header, payload, signature = good.split(".")
    shapes = [
        *(
            "",
            ".",
            "..",
            "...",
            "a",
            "a.b",
            "a.b.c",
            good + ".",
            "." + good,
            good + ".x",
            good[:-1],
        ),
        *(f"{header}.{payload}", f"{header}.{payload}.", f"{header}..{signature}", good + "=", b""),
        *(f"{header}=.{payload}.{signature}", f"{header}.{payload}==.{signature}", good + "\n"),
        *(f"{header}.{payload}.{signature}!", f"{header}.!!{payload}.{signature}", " " + good),
        *(
            good[:-1] + "_",
            good[:-1] + "B",
            good.replace("_", "/"),
            good.encode(),
            None,
            5,
            [],
            "é",
        ),
        *(
            bytearray(good.encode()),
            "\ud800",
            good + "é",
            f"{header}.{payload}.{payload}.{signature}",
        ),
    ]
    for token in shapes:
        compare("decode", token, SECRET, ["HS256"])
        compare("decode_complete", token, SECRET, ["HS256"])
        compare("get_unverified_header", token)
        compare("decode", token, options={"verify_signature": False})
    draw = random.Random(2)
    for _ in range(3000):
        token = bytearray(good.encode())
        for _ in range(draw.randint(1, 2)):
            token[draw.randrange(len(token))] = draw.choice(b"=.-_A!\x00z\xff")
        compare("decode", bytes(token), SECRET, ["HS256"])


def pem(key):
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, public


@pytest.fixture(scope="module")
def keys():
    """Key objects by name."""
    return {
        "rsa": rsa.generate_private_key(65537, 2048),
        "short": rsa.generate_private_key(65537, 1024),
        "p256": ec.generate_private_key(ec.SECP256R1()),
        "p384": ec.generate_private_key(ec.SECP384R1()),
        "p521": ec.generate_private_key(ec.SECP521R1()),
        "k1": ec.generate_private_key(ec.SECP256K1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate(),
        "ed448": ed448.Ed448PrivateKey.generate(),
    }


def every_form(keys):
    for name, key in keys.items():
        private, public = pem(key)
        yield f"{name} private text", private.decode()
        yield f"{name} private", private
        yield f"{name} private object", key
        yield f"{name} public text", public.decode()
        yield f"{name} public", b"\n" + public
        yield f"{name} public object", key.public_key()
        if name not in {"k1", "ed448"}:
            yield (
                f"{name} ssh",
                key.public_key().public_bytes(
                    serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
                ),
            )
        yield (
            f"{name} der",
            key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            ),
        )
    for text in ("", b"", "x", SECRET, SECRET.encode(), None, 5, "-----BEGIN PUBLIC KEY-----\nx\n"):
        yield repr(text), text
    for text in ('{"kty":"oct","k":"AAAA"}', '[{"a":{"kty":1}}]', "ssh-rsa AAAA", '{"a":1}', "{"):
        yield repr(text), text


ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "rsa"),
    "ES256": "p256",
    "ES384": "p384",
    "ES512": "p521",
    "ES521": "p521",
    "ES256K": "k1",
}


def test_keys_in_every_form(keys):
    claims, accepted = {"a": 1}, 0
    made = {alg: original.encode(claims, keys[name], alg) for alg, name in ALGORITHMS.items()}
    made["EdDSA"] = original.encode(claims, keys["ed25519"], "EdDSA")
    tokens = [
        *made.items(),
        ("EdDSA", original.encode(claims, keys["ed448"], "EdDSA")),
        ("HS256", signed('{"a":1}')),
        ("none", original.encode(claims, None, "none")),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokens.append(("RS256", original.encode(claims, keys["short"], "RS256")))
    for (alg, token), (_, key) in itertools.product(tokens, every_form(keys)):
        # Twice: the second time a parsed key may be there.
        for _ in range(2):
            found = compare("decode", token, key, [alg])
        accepted += found[0] == "ok"
        if found[0] == "ok":
            bad = token[:-8] + ("A" if token[-8] != "A" else "B") + token[-7:]
            assert compare("decode", bad, key, [alg])[0] == "InvalidSignatureError"
    assert accepted >= 70


def test_signing_with_keys_in_every_form(keys):
    names = [*ALGORITHMS, "EdDSA", "HS256", "HS512", "none", "nope", "Ed25519", None]
    for alg, (form, key) in itertools.product(names, every_form(keys)):
        outcomes = []
        for _ in range(2):
            for module in BOTH:
                (kind, text), said = outcome(module.encode, {"a": 1}, key, alg)
                if kind == "ok":
                    token = json.loads(text)
                    # ECDSA and PSS draw a number, so the signatures differ.
                    fixed = alg in {"RS256", "RS384", "RS512", "EdDSA", "HS256", "HS512", "none"}
                    text = token if fixed else token.rpartition(".")[0]
                    if alg in ALGORITHMS:
                        public = pem(keys[form.split()[0]])[1]
                        for verifier in BOTH:
                            with warnings.catch_warnings():
                                warnings.simplefilter("ignore")
                                assert verifier.decode(token, public, [alg]) == {"a": 1}
                outcomes.append((kind, without_details(kind, text), said))
        first = outcomes[0]
        assert all(other == first for other in outcomes), (alg, form, outcomes)


def test_jwks_of_every_kind(keys):
    names = {"rsa": "RS256", "p256": "ES256", "p384": "ES384", "p521": "ES512", "k1": "ES256K"}
    for name, alg in {**names, "ed25519": "EdDSA"}.items():
        signer = original.get_algorithm_by_name(alg)
        private = signer.to_jwk(keys[name], as_dict=True)
        public = signer.to_jwk(keys[name].public_key(), as_dict=True)
        assert dropin.get_algorithm_by_name(alg).to_jwk(keys[name], as_dict=True) == private
        assert dropin.get_algorithm_by_name(alg).to_jwk(keys[name].public_key()) == json.dumps(
            public
        )
        token = dropin.encode({"a": 1}, dropin.PyJWK(private))
        other = original.encode({"a": 1}, original.PyJWK(private))
        for module, text in itertools.product(BOTH, (token, other)):
            key = module.PyJWK(public)
            assert module.decode(text, key) == {"a": 1}
            assert module.decode_complete(text, key, [alg])["header"]["alg"] == alg
            for wrong in (["HS256"], []):
                with pytest.raises(module.InvalidAlgorithmError):
                    module.decode(text, key, wrong)
            with pytest.raises(module.InvalidAlgorithmError):
                module.decode(signed("{}"), key, ["HS256", alg])


def test_signed_text_is_the_same():
    moment = dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    payloads = [
        *({}, {"a": "é\ud83d\ude00"}, {"exp": moment, "iat": moment.replace(tzinfo=None)}, {1: 2}),
        *({"a": float("nan")}, {"a": [1, {"b": None}]}, {"iss": 5}, {"iss": "a"}, {"a": {1, 2}}),
        *([], None, "x", {"exp": "soon"}, {"a": moment}, {None: 1}, {"nbf": True}),
    ]
    headers = [
        *(None, {}, {"kid": "a"}, {"kid": 5}, {"typ": None}, {"typ": "at+jwt"}, {"alg": "HS384"}),
        *(
            {"b64": True},
            {"b64": False},
            {"z": 1, "a": 2},
            {"alg": "nope"},
            {"crit": ["x"], "x": 1},
        ),
        *({"a": {1}}, {"b64": False, "crit": "x"}, {"alg": None}, {"crit": 5}, {"é": "é"}),
    ]
    for payload, header in itertools.product(payloads, headers):
        compare("encode", payload, SECRET, headers=header)
        compare("encode", payload, SECRET, "HS512", headers=header, sort_headers=False)
    for secret in ("", "s", b"s", None, 5, SECRET):
        compare("encode", {}, secret)
        compare("encode", {}, secret, algorithm=None)
    assert compare("encode", {"a": 1}, SECRET)[0] == "ok"


def test_signatures_over_bytes():
    for module in BOTH:
        jws = module.PyJWS()
        token = jws.encode(b"\x00\xff", SECRET)
        detached = jws.encode(b"a.b", SECRET, is_payload_detached=True)
        for verifier in (other.PyJWS() for other in BOTH):
            assert verifier.decode(token, SECRET, ["HS256"]) == b"\x00\xff"
            found = verifier.decode_complete(detached, SECRET, ["HS256"], detached_payload=b"a.b")
            assert found["payload"] == b"a.b"
            assert found["header"]["crit"] == ["b64"]
    for payload in (None, b"", b"a.c"):
        compare("decode_complete", detached, SECRET, ["HS256"], detached_payload=payload)
    compare("decode_complete", signed("{}"), SECRET, ["HS256"], detached_payload=b"{}")


def test_a_short_secret_warns_where_it_is_used():
    token = dropin.encode({}, SECRET)
    options = {"verify_signature": True}
    warned = pytest.warns(dropin.InsecureKeyLengthWarning, match="is 5 bytes long")
    with warned as found:
        dropin.encode({}, "short")
    assert found[0].filename == __file__
    warned = pytest.warns(dropin.InsecureKeyLengthWarning, match="is 5 bytes long")
    with warned as found, pytest.raises(dropin.InvalidSignatureError):
        dropin.decode(token, "short", ["HS256"], options)
    assert found[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(dropin.InsecureKeyLengthWarning):
            dropin.decode(token, "short", ["HS256"])


def test_subclasses_are_asked():
    class Own(dropin.PyJWT):
        def _validate_exp(self, payload, now, leeway):
            raise dropin.ExpiredSignatureError("mine")

        def _decode_payload(self, decoded):
            return {"exp": 1, "inside": decoded["payload"].decode()}

    with pytest.raises(dropin.ExpiredSignatureError, match="mine"):
        Own().decode(signed("{}"), SECRET, ["HS256"])
    found = Own().decode(signed("x"), SECRET, ["HS256"], options={"verify_exp": False})
    assert found == {"exp": 1, "inside": "x"}
    with pytest.raises(dropin.MissingRequiredClaimError):
        Own().decode(signed("x"), SECRET, ["HS256"], audience=[], options={"verify_exp": False})


def test_algorithms_that_are_registered_and_taken_away():
    class Reversed(dropin.algorithms.HMACAlgorithm):
        def sign(self, msg, key):
            return super().sign(msg[::-1], key)

    jws = dropin.PyJWS()
    jws.register_algorithm("X", Reversed(Reversed.SHA256))
    token = jws.encode(b"{}", SECRET, "X")
    assert jws.decode(token, SECRET, ["X"]) == b"{}"
    assert jws.decode(signed("{}"), SECRET, ["HS256"]) == b"{}"
    jws.unregister_algorithm("HS256")
    with pytest.raises(dropin.InvalidAlgorithmError):
        jws.decode(signed("{}"), SECRET, ["HS256"])
    jws.register_algorithm("HS256", Reversed(Reversed.SHA256))
    with pytest.raises(dropin.InvalidSignatureError):
        jws.decode(signed("{}"), SECRET, ["HS256"])
    with pytest.raises(dropin.InvalidAlgorithmError):
        dropin.PyJWS(algorithms=["HS384"]).decode(signed("{}"), SECRET, ["HS256"])


def test_exceptions_are_related_as_those_of_pyjwt():
    for name, one in vars(original.exceptions).items():
        if isinstance(one, type):
            ours = getattr(dropin.exceptions, name)
            assert [base.__name__ for base in ours.__mro__] == [
                base.__name__ for base in one.__mro__
            ]
    assert set(original.__all__) <= set(dropin.__all__)
    assert dropin.__version__ == original.__version__
    for module in ("algorithms", "api_jwk", "api_jws", "api_jwt", "exceptions", "types", "utils"):
        theirs = {name for name in vars(getattr(original, module)) if not name.startswith("_")}
        own = {
            name
            for name in theirs
            if getattr(getattr(original, module), name, None).__class__.__module__ != "typing"
            and getattr(getattr(getattr(original, module), name), "__module__", "").startswith(
                "jwt"
            )
        }
        assert not own - set(vars(getattr(dropin, module))), module


def run(program):
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


def test_it_takes_the_place_of_pyjwt():
    program = """
from jotkit import pyjwt
pyjwt.install(); pyjwt.install()
import jwt, jwt.algorithms, jwt.help
from jwt.exceptions import DecodeError
from jwt import PyJWKClient
assert jwt is pyjwt and DecodeError is pyjwt.DecodeError
assert jwt.algorithms is pyjwt.algorithms
"""
    done = run(program)
    assert done.returncode == 0, done.stderr
    late = run("import jwt\nfrom jotkit import pyjwt\npyjwt.install()")
    assert late.returncode == 1
    assert "ImportError: jwt is imported already; call" in late.stderr


def test_hmac_needs_no_cryptography():
    program = f"""
import sys
sys.modules["cryptography"] = None
from jotkit import pyjwt as jwt
token = jwt.encode({{"a": 1}}, {SECRET!r})
assert jwt.decode(token, {SECRET!r}, ["HS256"]) == {{"a": 1}}
assert not jwt.algorithms.has_crypto
try:
    jwt.encode({{}}, "x", "RS256")
except NotImplementedError as error:
    assert "cryptography" in str(error)
else:
    raise AssertionError
"""
    done = run(program)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("size", [(512 << 10) - 20, (512 << 10) + 1])
def test_the_set_behind_a_url_is_bounded(size):
    key = dropin.algorithms.RSAAlgorithm.to_jwk(
        rsa.generate_private_key(65537, 2048).public_key(), as_dict=True
    )
    body = json.dumps({"keys": [key | {"kid": "a"}], "": ""}).encode()
    body = body[:-2] + b"x" * (size - len(body)) + body[-2:]
    assert len(body) == size

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        client = dropin.PyJWKClient(f"http://127.0.0.1:{server.server_port}/keys")
        if size < 512 << 10:
            assert client.get_signing_key("a").key_id == "a"
        else:
            with pytest.raises(dropin.PyJWKClientError, match="more than 524288 bytes"):
                client.get_signing_key("a")
