"""JSON Web Keys as PyJWT's objects."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from .algorithms import get_default_algorithms, has_crypto, requires_cryptography
from .exceptions import (
    InvalidKeyError,
    MissingCryptographyError,
    PyJWKError,
    PyJWKSetError,
    PyJWTError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .types import JWKDict

# The algorithm of a JWK that names none, by its type and curve.
_ALGORITHMS: dict[str, dict[str | None, str]] = {
    "EC": {
        None: "ES256",
        "": "ES256",
        "P-256": "ES256",
        "P-384": "ES384",
        "P-521": "ES512",
        "secp256k1": "ES256K",
    },
    "OKP": {"Ed25519": "EdDSA"},
}
_WITHOUT_CURVE = {"RSA": "RS256", "oct": "HS256"}


def _algorithm(members: JWKDict, kty: str) -> str:
    if kty in _WITHOUT_CURVE:
        return _WITHOUT_CURVE[kty]
    if kty not in _ALGORITHMS:
        raise InvalidKeyError(f"Unsupported kty: {kty}")
    crv = members.get("crv")
    if kty == "OKP" and not crv:
        raise InvalidKeyError("The JWK names no crv.")
    if crv not in _ALGORITHMS[kty]:
        raise InvalidKeyError(f"Unsupported crv: {crv}")
    return _ALGORITHMS[kty][crv]


class PyJWK:
    """A JWK (RFC 7517) and the algorithm that it is for.

    ``key`` is the key that the algorithm's object takes: secret bytes, or an object of the package
    ``cryptography``. Raises ``InvalidKeyError``, ``PyJWKError`` or ``MissingCryptographyError``.
    """

    def __init__(self, jwk_data: JWKDict, algorithm: str | None = None) -> None:
        self._jwk_data = jwk_data
        kty = jwk_data.get("kty")
        if not kty:
            raise InvalidKeyError("The JWK names no kty.")
        name = algorithm or jwk_data.get("alg") or _algorithm(jwk_data, kty)
        if not has_crypto and name in requires_cryptography:
            raise MissingCryptographyError(f"{name} requires 'cryptography' to be installed.")
        self.algorithm_name: str = name
        found = get_default_algorithms().get(name)
        if found is None:
            raise PyJWKError(f"Unable to find an algorithm for a key of alg {name}.")
        self.Algorithm = found
        try:
            self.key = found.from_jwk(jwk_data)
        except (TypeError, ValueError) as error:
            raise InvalidKeyError(f"Unable to construct key from JWK: {error}") from error

    @staticmethod
    def from_dict(obj: JWKDict, algorithm: str | None = None) -> PyJWK:
        """The key of a dict."""
        return PyJWK(obj, algorithm)

    @staticmethod
    def from_json(data: str, algorithm: str | None = None) -> PyJWK:
        """The key of JSON text."""
        return PyJWK.from_dict(json.loads(data), algorithm)

    @property
    def key_type(self) -> str | None:
        """The member ``kty``."""
        return self._jwk_data.get("kty")

    @property
    def key_id(self) -> str | None:
        """The member ``kid``."""
        return self._jwk_data.get("kid")

    @property
    def public_key_use(self) -> str | None:
        """The member ``use``."""
        return self._jwk_data.get("use")


class PyJWKSet:
    """The usable keys of a JWK Set; those that are not are left out.

    Raises ``PyJWKSetError`` if there is none.
    """

    def __init__(self, keys: list[JWKDict]) -> None:
        self.keys: list[PyJWK] = []
        if not keys:
            raise PyJWKSetError("The JWK Set did not contain any keys")
        if not isinstance(keys, list):
            raise PyJWKSetError("Invalid JWK Set value")
        for key in keys:
            if not isinstance(key, dict):
                continue
            try:
                self.keys.append(PyJWK(key))
            except MissingCryptographyError:
                raise
            except PyJWTError:
                continue
        if not self.keys:
            raise PyJWKSetError(
                "The JWK Set did not contain any usable keys. "
                "Perhaps 'cryptography' is not installed?"
            )

    @staticmethod
    def from_dict(obj: dict[str, Any]) -> PyJWKSet:
        """The set of a dict."""
        return PyJWKSet(obj.get("keys", []))

    @staticmethod
    def from_json(data: str) -> PyJWKSet:
        """The set of JSON text."""
        return PyJWKSet.from_dict(json.loads(data))

    def __getitem__(self, kid: str) -> PyJWK:
        for key in self.keys:
            if key.key_id == kid:
                return key
        raise KeyError(f"keyset has no key for kid: {kid}")

    def __iter__(self) -> Iterator[PyJWK]:
        return iter(self.keys)


class PyJWTSetWithTimestamp:
    """A set and when it was made, by the monotonic clock."""

    def __init__(self, jwk_set: PyJWKSet) -> None:
        self.jwk_set = jwk_set
        self.timestamp = time.monotonic()

    def get_jwk_set(self) -> PyJWKSet:
        """The set."""
        return self.jwk_set

    def get_timestamp(self) -> float:
        """When it was made."""
        return self.timestamp
