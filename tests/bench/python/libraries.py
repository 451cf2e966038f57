"""What is measured: each library as its documentation says to use it when speed matters.

Keys, verifiers and options are made beforehand for everyone. A piece of work is a Python statement and
the names that it uses, so that nothing of the bench stands between the clock and the library.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import jwt as pyjwt
from authlib.jose import JsonWebKey, JsonWebToken
from jose import jwk as jose_jwk
from jose import jwt as jose_jwt
from joserfc import jwt as rfc_jwt
from joserfc.jwk import import_key
from joserfc.jws import JWSRegistry

import jotkit

if TYPE_CHECKING:
    from collections.abc import Iterator

ALGORITHMS = ("HS256", "RS256", "PS256", "ES256", "ES384", "EdDSA", "ML-DSA-44")

Work = dict[str, Any]


class Snippet(NamedTuple):
    """A statement that puts what it found into ``result``, and its names."""

    statement: str
    names: dict[str, Any]


class Library(Protocol):
    """A library that signs claims, and verifies a token with its issuer, audience and expiry."""

    name: str
    version: str

    def sign(self, work: Work, alg: str) -> Snippet:
        """Makes a token of ``claims``."""

    def verify(self, work: Work, alg: str) -> Snippet:
        """Makes ``claims`` of ``token``."""


def private(work: Work, alg: str) -> Any:
    """The private key as text; of HMAC the secret."""
    keys = work["keys"][alg]
    return keys.get("secret") or keys["private_pem"]


def public(work: Work, alg: str) -> Any:
    """The public key as text; of HMAC the secret."""
    keys = work["keys"][alg]
    return keys.get("secret") or keys["public_pem"]


class Jotkit:
    """jotkit itself."""

    name = "jotkit"
    version = jotkit.__version__

    @staticmethod
    def key(text: str, alg: str) -> jotkit.Key:
        """A key of the work file."""
        if alg == "HS256":
            return jotkit.Key.hs256(text)
        return jotkit.Key.from_pem(text, alg=alg)

    def verifier(self, work: Work, alg: str, **more: Any) -> jotkit.Verifier:
        """A verifier of the issuer, the audience and the expiry."""
        key = self.key(public(work, alg), alg)
        return jotkit.Verifier(key, issuer=work["issuer"], audience=work["audience"], **more)

    def sign(self, work: Work, alg: str) -> Snippet:
        signer = jotkit.Signer(self.key(private(work, alg), alg))
        return Snippet("result = sign(claims)", {"sign": signer.sign})

    def verify(self, work: Work, alg: str) -> Snippet:
        return Snippet("result = verify(token)", {"verify": self.verifier(work, alg).verify})

    def cached(self, work: Work, alg: str) -> Snippet:
        """As ``verify``, by a verifier that remembers verified tokens."""
        verifier = self.verifier(work, alg, cache=1000)
        return Snippet("result = verify(token)", {"verify": verifier.verify})


class PyJwt:
    """PyJWT, with prepared keys."""

    name = "PyJWT"
    version = version("PyJWT")

    def _key(self, text: str, alg: str) -> Any:
        return pyjwt.get_algorithm_by_name(alg).prepare_key(text)

    def sign(self, work: Work, alg: str) -> Snippet:
        names = {"encode": pyjwt.encode, "key": self._key(private(work, alg), alg), "alg": alg}
        return Snippet("result = encode(claims, key, alg)", names)

    def verify(self, work: Work, alg: str) -> Snippet:
        names = {
            "decode": pyjwt.decode,
            "key": self._key(public(work, alg), alg),
            "algorithms": [alg],
            "issuer": work["issuer"],
            "audience": work["audience"],
        }
        call = "decode(token, key, algorithms, audience=audience, issuer=issuer)"
        return Snippet(f"result = {call}", names)


class PythonJose:
    """python-jose, with constructed keys."""

    name = "python-jose"
    version = version("python-jose")

    def sign(self, work: Work, alg: str) -> Snippet:
        key = jose_jwk.construct(private(work, alg), alg)
        names = {"encode": jose_jwt.encode, "key": key, "alg": alg}
        return Snippet("result = encode(claims, key, alg)", names)

    def verify(self, work: Work, alg: str) -> Snippet:
        names = {
            "decode": jose_jwt.decode,
            "key": jose_jwk.construct(public(work, alg), alg),
            "algorithms": [alg],
            "issuer": work["issuer"],
            "audience": work["audience"],
        }
        call = "decode(token, key, algorithms, audience=audience, issuer=issuer)"
        return Snippet(f"result = {call}", names)


def key_type(alg: str) -> str:
    """The ``kty`` of an algorithm's keys, which the next two libraries want to be told."""
    kinds = {"HS256": "oct", "RS256": "RSA", "PS256": "RSA", "EdDSA": "OKP", "ML-DSA-44": "AKP"}
    return kinds.get(alg, "EC")


class Joserfc:
    """joserfc, with imported keys and registries of the claims and algorithms."""

    name = "joserfc"
    version = version("joserfc")

    @staticmethod
    def _registry(alg: str) -> JWSRegistry:
        registry = JWSRegistry(algorithms=[alg])
        registry.max_payload_length = 1 << 20
        return registry

    def sign(self, work: Work, alg: str) -> Snippet:
        names = {
            "encode": rfc_jwt.encode,
            "header": {"alg": alg},
            "key": import_key(private(work, alg), key_type(alg)),
            "registry": self._registry(alg),
        }
        return Snippet("result = encode(header, claims, key, registry=registry)", names)

    def verify(self, work: Work, alg: str) -> Snippet:
        names = {
            "decode": rfc_jwt.decode,
            "key": import_key(public(work, alg), key_type(alg)),
            "registry": self._registry(alg),
            "demands": rfc_jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": work["issuer"]},
                aud={"essential": True, "value": work["audience"]},
                exp={"essential": True},
            ),
        }
        statement = (
            "result = decode(token, key, registry=registry).claims; demands.validate(result)"
        )
        return Snippet(statement, names)


class Authlib:
    """Authlib, with imported keys and one decoder for each algorithm."""

    name = "Authlib"
    version = version("Authlib")

    def sign(self, work: Work, alg: str) -> Snippet:
        names = {
            "encode": JsonWebToken([alg]).encode,
            "header": {"alg": alg},
            "key": JsonWebKey.import_key(private(work, alg), {"kty": key_type(alg)}),
        }
        return Snippet("result = encode(header, claims, key)", names)

    def verify(self, work: Work, alg: str) -> Snippet:
        names = {
            "decode": JsonWebToken([alg]).decode,
            "key": JsonWebKey.import_key(public(work, alg), {"kty": key_type(alg)}),
            "demands": {
                "iss": {"essential": True, "value": work["issuer"]},
                "aud": {"essential": True, "value": work["audience"]},
                "exp": {"essential": True},
            },
        }
        statement = "result = decode(token, key, claims_options=demands); result.validate()"
        return Snippet(statement, names)


JOTKIT = Jotkit()
LIBRARIES: tuple[Library, ...] = (JOTKIT, PyJwt(), PythonJose(), Joserfc(), Authlib())


def parse(work: Work) -> Snippet:
    """The payload's text read by ``json.loads``, with no token around it."""
    names = {"loads": json.loads, "payload": work["payload"]}
    return Snippet("result = loads(payload)", names)


def sizes(work: Work) -> Iterator[str]:
    """The works that are tokens of a size."""
    return (name for name in work["tokens"] if name.startswith("size-"))
