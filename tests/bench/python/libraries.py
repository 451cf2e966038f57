"""What is measured: each library as its documentation says to use it when speed matters.

Keys, verifiers and options are made beforehand for everyone. An operation is a ``partial`` where one
call is all there is, so that nothing of the bench runs between the clock and the library.
"""

from __future__ import annotations

import json
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

import jwt as pyjwt
from jose import jwk as jose_jwk
from jose import jwt as jose_jwt
from joserfc import jwt as rfc_jwt
from joserfc.jwk import import_key
from joserfc.jws import JWSRegistry

import jotkit

if TYPE_CHECKING:
    from collections.abc import Callable

    Task = dict[str, Any]
    Operation = Callable[[], Any]

# The ``kty`` of an algorithm's keys, which joserfc asks for.
KEY_TYPES = {"HS256": "oct", "RS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}


class Library(Protocol):
    """A library that signs claims, and verifies a token with its issuer, audience and expiry."""

    def sign(self, task: Task) -> Operation:
        """Makes a token of claims."""

    def verify(self, task: Task) -> Operation:
        """Makes claims of a token."""


def key_text(task: Task) -> Any:
    """The key as PEM; of HMAC the secret."""
    return task["key"].get("secret") or task["key"]["pem"]


class Jotkit:
    """jotkit itself."""

    def sign(self, task: Task) -> Operation:
        return partial(jotkit.Signer(self._key(task)).sign, json.loads(task["text"]))

    def verify(self, task: Task) -> Operation:
        policy = {"issuer": task["issuer"], "audience": task["audience"]}
        if task["cached"]:
            policy["cache"] = 1000
        return partial(jotkit.Verifier(self._key(task), **policy).verify, task["text"])

    def _key(self, task: Task) -> jotkit.Key:
        if task["algorithm"] == "HS256":
            return jotkit.Key.hs256(key_text(task))
        return jotkit.Key.from_pem(key_text(task), alg=task["algorithm"])


class PyJwt:
    """PyJWT, with prepared keys."""

    def sign(self, task: Task) -> Operation:
        return partial(pyjwt.encode, json.loads(task["text"]), self._key(task), task["algorithm"])

    def verify(self, task: Task) -> Operation:
        expected = {"issuer": task["issuer"], "audience": task["audience"]}
        key, algorithms = self._key(task), [task["algorithm"]]
        return partial(pyjwt.decode, task["text"], key, algorithms, **expected)

    def _key(self, task: Task) -> Any:
        return pyjwt.get_algorithm_by_name(task["algorithm"]).prepare_key(key_text(task))


class PythonJose:
    """python-jose, with constructed keys."""

    def sign(self, task: Task) -> Operation:
        key = jose_jwk.construct(key_text(task), task["algorithm"])
        return partial(jose_jwt.encode, json.loads(task["text"]), key, task["algorithm"])

    def verify(self, task: Task) -> Operation:
        expected = {"issuer": task["issuer"], "audience": task["audience"]}
        key = jose_jwk.construct(key_text(task), task["algorithm"])
        return partial(jose_jwt.decode, task["text"], key, [task["algorithm"]], **expected)


class Joserfc:
    """joserfc, with imported keys and registries of the claims and algorithms."""

    def sign(self, task: Task) -> Operation:
        key, registry = self._key_and_registry(task)
        header, claims = {"alg": task["algorithm"]}, json.loads(task["text"])
        return partial(rfc_jwt.encode, header, claims, key, registry=registry)

    def verify(self, task: Task) -> Operation:
        key, registry = self._key_and_registry(task)
        demands = rfc_jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": task["issuer"]},
            aud={"essential": True, "value": task["audience"]},
            exp={"essential": True},
        )
        token = task["text"]

        def operation() -> Any:
            claims = rfc_jwt.decode(token, key, registry=registry).claims
            demands.validate(claims)
            return claims

        return operation

    def _key_and_registry(self, task: Task) -> tuple[Any, JWSRegistry]:
        registry = JWSRegistry(algorithms=[task["algorithm"]])
        registry.max_payload_length = 1 << 20
        return import_key(key_text(task), KEY_TYPES[task["algorithm"]]), registry


class JsonLoads:
    """The host's plain parse of claims, without a token."""

    def sign(self, task: Task) -> Operation:
        raise NotImplementedError

    def verify(self, task: Task) -> Operation:
        return partial(json.loads, task["text"])


LIBRARIES: dict[str, Library] = {
    "jotkit": Jotkit(),
    "PyJWT": PyJwt(),
    "python-jose": PythonJose(),
    "joserfc": Joserfc(),
    "json.loads": JsonLoads(),
}
VERSIONS = {name: version(name) for name in LIBRARIES if name != "json.loads"}
