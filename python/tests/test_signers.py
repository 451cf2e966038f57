"""Signers whose key is elsewhere, and signatures over bytes."""

from __future__ import annotations

import asyncio
import gc
import json
import weakref

import pytest
from conftest import NOW, refusal
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

import jotkit
from jotkit import jws


@pytest.fixture
def device():
    """A key that jotkit never sees, and the public half that it may see."""
    private = ec.generate_private_key(ec.SECP256R1())
    return private, jotkit.Verifier(jotkit.Key.from_pyca(private.public_key()))


def der(private, data):
    return private.sign(data, ec.ECDSA(SHA256()))


def raw(private, data):
    r, s = utils.decode_dss_signature(der(private, data))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def test_a_function_signs(device):
    private, verifier = device
    for sign in (der, raw):
        signer = jotkit.Signer.external(
            "ES256", lambda data, sign=sign: sign(private, data), kid="k1", lifetime=60
        )
        token = signer.sign({"sub": "u1"}, {"cty": "x"}, NOW)
        assert verifier.verify(token, NOW)["exp"] == NOW + 60
        assert jotkit.peek(token).header == {"alg": "ES256", "typ": "JWT", "kid": "k1", "cty": "x"}
        assert verifier.verify(signer.sign_json('{"sub":"u1"}', now=NOW), NOW)["sub"] == "u1"
        assert verifier.verify(asyncio.run(signer.sign_async({"sub": "u1"}, now=NOW)), NOW)


def test_a_function_that_is_awaited_signs(device):
    private, verifier = device

    async def sign(data):
        await asyncio.sleep(0)
        return der(private, data)

    async def several(signer):
        calls = [signer.sign_async({"n": n}, now=NOW, lifetime=n + 1) for n in range(4)]
        return await asyncio.gather(*calls)

    signer = jotkit.Signer.external("ES256", sign, kid="k1")
    claims = [verifier.verify(token, NOW) for token in asyncio.run(several(signer))]
    assert [(one["n"], one["exp"]) for one in claims] == [(n, NOW + n + 1) for n in range(4)]
    own = jotkit.Key.generate("EdDSA")
    token = asyncio.run(jotkit.Signer(own, lifetime=60).sign_async({"n": 1}, now=NOW))
    assert jotkit.Verifier(own).verify(token, NOW)["n"] == 1


def test_what_a_function_raises_passes_through(device):
    class DeviceError(Exception):
        pass

    def broken(data):
        raise DeviceError("unplugged")

    async def broken_later(data):
        raise DeviceError("unplugged")

    with pytest.raises(DeviceError, match="unplugged"):
        jotkit.Signer.external("ES256", broken).sign({})
    for function in (broken, broken_later):
        with pytest.raises(DeviceError, match="unplugged"):
            asyncio.run(jotkit.Signer.external("ES256", function).sign_async({}))
    # The next call of the same thread is not affected.
    assert jotkit.Signer(jotkit.Key.generate("EdDSA")).sign({})


def test_what_is_no_signature_is_refused():
    for other in (None, "text", 5, bytearray(64), [1]):
        signer = jotkit.Signer.external("ES256", lambda data, other=other: other)
        with pytest.raises(TypeError, match=r"must be bytes .*, not"):
            signer.sign({})
        assert refusal(asyncio.run, signer.sign_async({})) is TypeError
    for length in (0, 63, 65):
        signer = jotkit.Signer.external("ES256", lambda data, length=length: bytes(length))
        assert refusal(signer.sign, {}) == "argument_invalid"
    assert refusal(jotkit.Signer.external, "ES256", b"signature") is TypeError
    assert refusal(jotkit.Signer.external, "none", len) == "argument_invalid"
    assert refusal(jotkit.Signer.external, 5, len) == "argument_invalid"
    assert refusal(jotkit.Signer.external, "ES256", len, kid=None) == "policy_invalid"
    assert refusal(jotkit.Signer.external, "ES256", len, lifetime=-1) == "policy_invalid"


def test_an_awaitable_is_for_sign_async():
    class Later:
        def __await__(self):
            yield from ()
            return bytes(64)

    signer = jotkit.Signer.external("ES256", lambda data: Later())
    with pytest.raises(TypeError, match="an awaitable is for sign_async"):
        signer.sign({})
    assert asyncio.run(signer.sign_async({})).endswith("." + 86 * "A")


def test_two_steps(device):
    private, verifier = device
    signer = jotkit.Signer.keyless("ES256", kid="k1")
    text = signer.signing_input({"sub": "u1"}, now=NOW, lifetime=60)
    for sign in (raw, der):
        token = signer.assemble(text, sign(private, text.encode()))
        assert token.startswith(text + ".")
        assert verifier.verify(token, NOW)["sub"] == "u1"
    assert refusal(signer.sign, {}) == "key_unsuitable"
    assert refusal(signer.assemble, text, bytes(3)) == "argument_invalid"
    assert refusal(signer.assemble, text + ".", bytes(64)) == "argument_invalid"
    assert refusal(signer.assemble, text, "text") is TypeError
    assert refusal(signer.assemble, text.encode(), bytes(64)) is TypeError
    assert refusal(signer.signing_input, {}, lifetime=None) is TypeError


def test_a_function_that_knows_its_signer_is_collected():
    class Device:
        def sign(self, data):
            return bytes(64)

    device = Device()
    device.signer = jotkit.Signer.external("ES256", device.sign)
    gone = weakref.ref(device)
    del device
    gc.collect()
    assert gone() is None


def test_bytes_are_signed():
    key = jotkit.Key.generate("EdDSA").with_kid("k1")
    for payload in (b"", b"\x00\xff", b"{}"):
        token = jws.sign(key, payload, {"typ": "x", "n": [1]})
        header = {"alg": "EdDSA", "typ": "x", "kid": "k1", "n": [1]}
        assert jws.verify(key.public(), token) == (header, payload)
        assert jws.verify(jotkit.KeySet([key.public()]), token.encode()).payload == payload
        detached = jws.sign(key, payload, json.dumps({"typ": "x"}), detached=True)
        assert ".." in detached
        assert jws.verify(key, detached, payload).payload == payload
        assert refusal(jws.verify, key, detached, payload + b"x") == "signature_invalid"
    assert refusal(jws.verify, key, token, b"{}") == "argument_invalid"
    assert refusal(jws.verify, key, token, max_token_bytes=9) == "token_too_large"
    assert refusal(jws.verify, key, token, policy=None) is TypeError
    for other in ("text", None, bytearray(1)):
        assert refusal(jws.sign, key, other) is TypeError
    assert refusal(jws.sign, key, b"", {"b64": False}) == "argument_invalid"
    assert refusal(jws.sign, key, b"", detached=None) is TypeError
    assert refusal(jws.sign, jotkit.KeySet([key]), b"") is TypeError
    assert refusal(jws.verify, len, token) is TypeError
