"""Python's types on their way in and out."""

from __future__ import annotations

import enum
import json
from collections import ChainMap, OrderedDict
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from conftest import NOW, SECRET, refusal

import jotkit
from jotkit import likecoin, livelike


class Color(enum.IntEnum):
    RED = 3


class Role(str, enum.Enum):
    ADMIN = "admin"


CLAIMS = {
    "text": 'a"b\\c/\x00\x1f\x7f é 日本 \U0001f600',
    "whole": 2**200 - 1,
    "negative": -(2**63),
    "fraction": 0.1,
    "large": 1.7976931348623157e308,
    "small": 5e-324,
    "whole float": 1e22,
    "true": True,
    "false": False,
    "none": None,
    "list": [1, [2, {"a": []}], {}],
    "": {"": ""},
}


def round_trip(key, claims):
    token = jotkit.Signer(key).sign(claims)
    return jotkit.Verifier(key, expiry_optional=True).verify(token)


def test_claims_come_back_as_they_were(key):
    back = round_trip(key, CLAIMS)
    assert back == CLAIMS
    assert list(back) == list(CLAIMS)
    for name, value in CLAIMS.items():
        assert type(back[name]) is type(value), name


def test_whole_numbers_are_exact_up_to_the_greatest_double(key):
    greatest = int(1.7976931348623157e308)
    assert round_trip(key, {"n": greatest, "m": -greatest}) == {"n": greatest, "m": -greatest}


def test_numbers_that_no_double_holds_are_refused(key):
    for number in (10**309, -(10**309), 10**5000, float("inf"), float("nan")):
        assert refusal(jotkit.Signer(key).sign, {"n": number}) == "claims_invalid"


def test_relatives_of_the_plain_types_are_written_by_value(key):
    claims = {
        "color": Color.RED,
        "role": Role.ADMIN,
        "pair": (1, 2),
        "proxy": MappingProxyType({"a": 1}),
    }
    plain = {"color": 3, "role": "admin", "pair": [1, 2], "proxy": {"a": 1}}
    assert round_trip(key, claims) == plain
    for mapping in (OrderedDict(a=1), ChainMap({"a": 1}), MappingProxyType({"a": 1})):
        assert round_trip(key, mapping) == {"a": 1}


def test_other_types_are_type_errors(key):
    sign = jotkit.Signer(key).sign
    for value in ({1, 2}, b"bytes", object(), 1j, datetime.now(timezone.utc).date(), timedelta(1)):
        assert refusal(sign, {"a": value}) is TypeError
    for claims in ({1: "a"}, {"a": {None: 1}}, {True: 1}, [], "{}", None, 1, [("a", 1)]):
        assert refusal(sign, claims) is TypeError


def test_a_mapping_that_contains_itself_is_refused(key):
    loop, deep = {}, []
    loop["loop"] = loop
    for _ in range(100_000):
        deep = [deep]
    for claims in (loop, {"deep": deep}):
        assert refusal(jotkit.Signer(key).sign, claims) == "claims_invalid"


def test_a_lone_surrogate_is_refused_and_not_shown(key):
    assert refusal(jotkit.Signer(key).sign, {"a": "x\ud800"}) == "claims_invalid"
    assert refusal(jotkit.peek, "a.b.\ud800") == "token_malformed"
    assert refusal(jotkit.Policy, issuer="\ud800") == "policy_invalid"
    with pytest.raises(jotkit.UsageError) as caught:
        jotkit.Key.hs256("secret\udfff" * 9)
    assert caught.value.code == "argument_invalid"
    assert "secret" not in str(caught.value)


def test_payloads_deeper_than_the_default_are_read_too(key):
    payload = '{"a":' * 300 + "1" + "}" * 300
    # The signer keeps to the default depth, so the token is put together by hand.
    import base64
    import hashlib
    import hmac

    encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")  # noqa: E731
    signed = encode(b'{"alg":"HS256"}') + b"." + encode(payload.encode())
    token = signed + b"." + encode(hmac.digest(SECRET.encode(), signed, hashlib.sha256))
    verifier = jotkit.Verifier(key, max_depth=300, expiry_optional=True)
    assert verifier.verify(token) == json.loads(payload)
    assert verifier.verify_full(token).payload == payload


def test_tokens_are_texts_or_bytes(key, token):
    verifier = jotkit.Verifier(key)
    assert verifier.verify(token, NOW) == verifier.verify(token.encode(), NOW)
    for other in (None, 1, bytearray(b"a.b.c"), memoryview(b"a.b.c"), [token], jotkit.peek(token)):
        assert refusal(verifier.verify, other, NOW) is TypeError
        assert refusal(jotkit.peek, other) is TypeError


def test_now_is_seconds_or_an_aware_datetime(key, token):
    verifier = jotkit.Verifier(key)
    end = datetime.fromtimestamp(NOW + 3600, timezone.utc)
    for now in (NOW + 3599, NOW + 3599.999, end - timedelta(microseconds=1)):
        assert verifier.verify(token, now=now)["sub"] == "u1"
    east = timezone(timedelta(hours=8))
    for now in (NOW + 3600, end, end.astimezone(east)):
        assert refusal(verifier.verify, token, now=now) == "token_expired"
    for now in (True, "1700000000", end.replace(tzinfo=None), [NOW], end.date()):
        assert refusal(verifier.verify, token, now=now) is TypeError
    for now in (float("nan"), float("inf"), 10**400, 2**53 + 2):
        assert refusal(verifier.verify, token, now=now) == "argument_invalid"


def test_lengths_of_time_are_seconds_or_timedelta(key, token):
    later = NOW + 3600
    for leeway in (60, 60.0, timedelta(minutes=1)):
        verifier = jotkit.Verifier(key, leeway=leeway)
        assert verifier.verify(token, later + 59)
        assert refusal(verifier.verify, token, later + 60) == "token_expired"
    signed = jotkit.Signer(key, lifetime=timedelta(hours=1)).sign({"sub": "u1"}, now=NOW)
    assert signed == token
    lengths = (timedelta(seconds=-1), timedelta(milliseconds=500), timedelta(days=2))
    for bad in (True, None, -1, 0.5, "60", *lengths):
        assert refusal(jotkit.Verifier, key, leeway=bad) == "policy_invalid"


def test_none_never_switches_a_check_off(key):
    for name in jotkit.PolicyOptions.__annotations__:
        assert refusal(jotkit.Policy, **{name: None}) == "policy_invalid", name
        assert refusal(jotkit.Verifier, key, **{name: None}) == "policy_invalid", name


def test_a_policy_is_given_whole_or_by_its_fields(key, token):
    policy = jotkit.Policy(leeway=60, issuer=["a", "b"])
    assert repr(policy) == 'Policy({"leeway":60,"issuer":["a","b"]})'
    assert refusal(jotkit.Verifier(key, policy=policy).verify, token, NOW) == "issuer_refused"
    assert refusal(jotkit.Verifier, key, policy=policy, leeway=1) is TypeError
    for other in (None, {}, '{"leeway":60}'):
        assert refusal(jotkit.Verifier, key, policy=other) is TypeError
    assert refusal(jotkit.Verifier, key, isuer="a") == "policy_invalid"


def test_flags_are_booleans(key):
    assert jotkit.Signer(key, jti=False).sign({}) == jotkit.Signer(key).sign({})
    for bad in (1, "true", None):
        assert refusal(jotkit.Verifier, key, any_audience=bad) == "policy_invalid"
        assert refusal(jotkit.Key.hs256, "short", allow_short=bad) == "argument_invalid"
        assert refusal(jotkit.Signer, key, jti=bad) == "policy_invalid"
    verifier = jotkit.Verifier(key, expiry_optional=True, expected={"admin": True})
    assert refusal(verifier.verify, jotkit.Signer(key).sign({"admin": 1})) == "claim_refused"


def test_header_members_and_json_text(key):
    signer = jotkit.Signer(key, kid="k1", typ="at+jwt")
    token = signer.sign_json('{"b": 1, "a":  1.50}', {"kid": "k2", "x": [1]})
    seen = jotkit.peek(token)
    assert seen.payload == '{"b": 1, "a":  1.50}'
    assert seen.header == {"alg": "HS256", "typ": "at+jwt", "kid": "k2", "x": [1]}
    assert seen.unverified_claims == {"b": 1, "a": 1.5}
    assert not hasattr(seen, "claims")
    assert refusal(signer.sign_json, {"a": 1}) is TypeError
    assert refusal(signer.sign, {"a": 1}, headers=[1]) is TypeError


def test_pems_of_a_set():
    one, two = jotkit.Key.generate("ES256").public(), jotkit.Key.generate("EdDSA").public()
    held = jotkit.KeySet.from_pems({"1": one.to_pem(), "2": two.to_pem().encode(), "3": "no"})
    assert [(key.kid, key.alg) for key in held] == [("1", "ES256"), ("2", "EdDSA")]
    assert [(entry.index, entry.kid) for entry in held.skipped] == [(2, "3")]
    for pems in ([one.to_pem(), two.to_pem()], (one.to_pem().encode(), two.to_pem())):
        assert [key.thumbprint() for key in jotkit.KeySet.from_pems(pems)] == [
            one.thumbprint(),
            two.thumbprint(),
        ]
    for other in (None, one.to_pem(), {1: one.to_pem()}, 5):
        assert refusal(jotkit.KeySet.from_pems, other) is TypeError
    [entry] = jotkit.KeySet.from_pems({"1": None}).skipped
    assert (entry.code, entry.kid) == ("key_invalid", "1")


def test_dates_in_claims_are_whole_seconds(key):
    end = datetime.fromtimestamp(NOW, timezone.utc)
    late = end + timedelta(microseconds=999_999)
    east = late.astimezone(timezone(timedelta(hours=8)))
    for date in (end, late, east):
        claims = {"exp": date, "nested": [{"at": date}]}
        token = jotkit.Signer(key).sign(claims)
        seen = jotkit.peek(token).payload
        assert seen == f'{{"exp":{NOW},"nested":[{{"at":{NOW}}}]}}'
    old = datetime(1969, 12, 31, 23, 59, 58, 500_000, timezone.utc)
    last = datetime(9999, 12, 31, 23, 59, 59, 999_999, timezone.utc)
    assert jotkit.peek(jotkit.Signer(key).sign({"a": old, "b": last})).unverified_claims == {
        "a": -2,
        "b": 253_402_300_799,
    }
    for naive in (end.replace(tzinfo=None), end.date(), timedelta(1)):
        assert refusal(jotkit.Signer(key).sign, {"exp": naive}) is TypeError
    assert refusal(jotkit.Policy, expected={"a": end}) is TypeError


def test_a_lifetime_and_expectations_of_one_call(key):
    signer = jotkit.Signer(key, lifetime=60)
    for lifetime in (3600, 3600.0, timedelta(hours=1)):
        claims = jotkit.peek(signer.sign({}, now=NOW, lifetime=lifetime)).unverified_claims
        assert claims == {"iat": NOW, "exp": NOW + 3600}
    for lifetime in (None, "60", True):
        assert refusal(signer.sign, {}, lifetime=lifetime) is TypeError
    for lifetime in (-1, 0.5, float("nan"), 10**400, timedelta(milliseconds=1)):
        assert refusal(signer.sign, {}, lifetime=lifetime) == "argument_invalid"
    verifier, token = jotkit.Verifier(key), signer.sign({"nonce": "n", "n": 1}, now=NOW)
    assert verifier.verify(token, NOW, expected={"nonce": "n", "n": 1})["n"] == 1
    assert verifier.verify_full(token, NOW, expected={"nonce": "n"}).claims["n"] == 1
    assert refusal(verifier.verify, token, NOW, expected={"nonce": "m"}) == "claim_refused"
    assert refusal(verifier.verify, token, NOW, expected={"other": "m"}) == "claim_missing"
    for empty in ({}, {"nonce": None}, {"nonce": []}):
        assert refusal(verifier.verify, token, NOW, expected=empty) == "argument_invalid"
    for other in (None, "nonce", ["nonce"]):
        assert refusal(verifier.verify, token, NOW, expected=other) is TypeError


def test_explain_lists_what_fails(key, token):
    verifier = jotkit.Verifier(key, audience="api")
    other = token[:-43] + jotkit.Signer(key).sign({})[-43:]
    findings = verifier.explain(other, NOW + 3600)
    assert [(one.check, one.code, one.claim) for one in findings] == [
        ("signature", "signature_invalid", None),
        ("exp", "token_expired", "exp"),
        ("aud", "audience_refused", "aud"),
    ]
    assert all(one.message.endswith(".") for one in findings)
    assert repr(findings[1]) == "Finding(check='exp', code='token_expired', claim='exp')"
    assert jotkit.Verifier(key).explain(token, NOW) == []
    assert refusal(verifier.explain, token, "now") is TypeError

    def broken(hint):
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        jotkit.Verifier(broken).explain(token, NOW)


def test_peek_takes_a_policy(token):
    for policy in ({"policy": jotkit.Policy(max_depth=1)}, {"max_token_bytes": 500}):
        assert jotkit.peek(token, **policy).unverified_claims["sub"] == "u1"
    assert refusal(jotkit.peek, token, max_token_bytes=10) == "token_too_large"
    assert refusal(jotkit.peek, token, max_token_bytes=None) == "policy_invalid"
    assert refusal(jotkit.peek, token, policy=None) is TypeError


def test_an_error_says_how_to_answer(key, token):
    with pytest.raises(jotkit.ExpiredToken) as caught:
        jotkit.Verifier(key).verify(token, NOW + 3600)
    answer = caught.value.challenge("api", ["read", "write"])
    header = 'Bearer realm="api", error="invalid_token", scope="read write"'
    assert answer == jotkit.Challenge(401, header)
    assert caught.value.challenge(scope=iter(["a"])).status == 401
    for realm, scope in (("", None), (None, []), ("a\nb", None), (None, ["a b"])):
        assert refusal(caught.value.challenge, realm, scope) == "argument_invalid"
    for realm, scope in ((5, None), (None, "read"), (None, [None]), (None, 5)):
        assert refusal(caught.value.challenge, realm, scope) is TypeError
    with pytest.raises(jotkit.MalformedToken) as caught:
        jotkit.bearer.parse(None)
    assert caught.value.code == "authorization_missing"
    assert caught.value.challenge() == (401, "Bearer")
    with pytest.raises(jotkit.UsageError) as caught:
        jotkit.Policy(leeway=-1)
    assert caught.value.challenge("api") == (500, None)


def test_a_number_for_an_id_is_explained():
    signer = livelike.Signer("client", "secret")
    with pytest.raises(TypeError, match=r"str\(id\)"):
        signer.sign(17)
    for other in (None, True, b"17"):
        assert refusal(signer.sign, other) is TypeError


def test_livelike_takes_dates(key):
    issued = datetime.fromtimestamp(NOW, timezone.utc)
    signer = livelike.Signer("client", "secret")
    token = signer.sign("u1", issued_at=issued, lifetime=timedelta(hours=1))
    profile = livelike.Verifier({"client": "secret"}).verify(token, issued)
    assert profile == livelike.Profile("client", "u1", NOW, NOW + 3600)
    assert isinstance(profile.issued_at, int)


def test_a_text_is_no_list_of_scopes():
    assert refusal(likecoin.scope_allows, "read:like", "read:like") is TypeError
    assert likecoin.scope_allows(iter(["read:like"]), "read:like.button")
    for status in (True, "200", None):
        assert refusal(likecoin.parse_token_response, status, b"{}") is TypeError
    for status in (-1, 0, 600, 70_000, 10**30):
        refused = refusal(likecoin.parse_token_response, status, b"{}")
        assert refused in {"request_refused", "response_invalid"}


def test_keys_of_every_form():
    for alg in jotkit.ALGORITHMS:
        key = jotkit.Key.generate(alg)
        assert key.alg == alg
        again = jotkit.Key.from_jwk(key.to_jwk())
        assert again.thumbprint() == key.thumbprint()
        assert jotkit.Key.from_jwk(json.dumps(key.to_jwk())).info() == key.info()
        token = jotkit.Signer(again.with_kid("k")).sign({"sub": "u1"})
        if key.kty == "oct":
            public = key
        else:
            public = key.public()
            assert not public.private
            named = {"alg": alg} if key.kty == "RSA" else {}
            assert jotkit.Key.from_pem(key.to_pem(), **named).thumbprint() == key.thumbprint()
            assert jotkit.Key.from_pem(public.to_pem().encode(), **named).private is False
            assert jotkit.Key.from_der(key.to_der(), **named).thumbprint() == key.thumbprint()
        verifier = jotkit.Verifier(public, expiry_optional=True)
        assert verifier.verify(token) == {"sub": "u1"}
    assert refusal(jotkit.Key.generate, "none") == "argument_invalid"
    assert refusal(jotkit.Key.from_der, "text") is TypeError
    assert refusal(jotkit.Key.from_secret, 5, alg="HS256") is TypeError
    assert refusal(jotkit.Key.from_secret, SECRET) == "argument_invalid"


def test_key_sets(key):
    one = jotkit.Key.generate("ES256").with_kid("1")
    two = jotkit.Key.generate("EdDSA").with_kid("2")
    jwks = {"keys": [one.to_jwk(), {"kty": "nonsense"}, two.to_jwk()]}
    for form in (jwks, json.dumps(jwks)):
        held = jotkit.KeySet.from_jwks(form)
        assert len(held) == 2
        assert [entry.kid for entry in held.keys] == ["1", "2"]
        assert [entry.kid for entry in held] == ["1", "2"]
        assert held.get("2").thumbprint() == two.thumbprint()
        assert held.get("3") is None
        [entry] = held.skipped
        assert (entry.index, entry.code, entry.kid) == (1, "key_invalid", None)
        assert "kty" in entry.message
        assert repr(entry) == "Skipped(index=1, code='key_invalid', kid=None)"
    public = jotkit.KeySet([one, two, key]).to_public_jwks()
    assert [entry["kid"] for entry in public["keys"]] == ["1", "2"]
    assert not any("d" in entry for entry in public["keys"])
    token = jotkit.Signer(two).sign({"sub": "u1"})
    verifier = jotkit.Verifier(jotkit.KeySet.from_jwks(public), expiry_optional=True)
    assert verifier.verify(token) == {"sub": "u1"}
    assert refusal(jotkit.KeySet, [one, "two"]) is TypeError
    for other in ("key", {}, 1, None, [one]):
        assert refusal(jotkit.Verifier, other) is TypeError
    assert refusal(jotkit.Signer, jotkit.KeySet([one])) is TypeError
