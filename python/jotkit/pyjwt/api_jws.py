"""Signatures over any bytes (RFC 7515), with PyJWT's calls.

Tokens of the algorithms that PyJWT brings are read, verified and signed by jotkit's core. Python
code does it for what the core knows nothing of: registered algorithms, detached payloads, keys of
less than 2048 bits, subclasses.
"""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

from jotkit import _jotkit

from . import _keys
from .algorithms import Algorithm, get_default_algorithms, has_crypto, requires_cryptography
from .api_jwk import PyJWK
from .exceptions import (
    DecodeError,
    InvalidAlgorithmError,
    InvalidKeyError,
    InvalidSignatureError,
    InvalidTokenError,
)
from .utils import base64url_decode, base64url_encode
from .warnings import (
    InsecureKeyLengthWarning,  # noqa: F401
    RemovedInPyjwt3Warning,
    _short_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .types import SigOptions

_ALGORITHM_UNSET: Any = object()
_ALPHABET = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def _unsupported(kwargs: dict[str, Any], call: str) -> None:
    warnings.warn(
        f"passing additional kwargs to {call}() is deprecated and will be removed in pyjwt "
        f"version 3. Unsupported kwargs: {tuple(kwargs)}",
        RemovedInPyjwt3Warning,
        stacklevel=3,
    )


def _object(data: bytes, name: str) -> dict[str, Any]:
    """The members of JSON text, as Python's own reader takes it."""
    try:
        found: dict[str, Any] = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"Invalid {name} string: {error}") from error
    if not isinstance(found, dict):
        raise DecodeError(f"Invalid {name} string: must be a json object")
    return found


def _strict_object(data: bytes, name: str, *, constants: bool = False) -> dict[str, Any]:
    """The members of JSON text, which the core reads; Python's reader words what is wrong.

    With ``constants`` they may be ``NaN`` and infinities, which Python writes into JSON.
    """
    found = _object(data, name)
    try:
        strict = _jotkit.pyjwt_payload(data, constants)
    except DecodeError:
        raise DecodeError(f"Invalid {name} string: not strict JSON") from None
    return found if strict is None else strict


class PyJWS:
    """Signs and verifies with the algorithms of one registry."""

    header_typ = "JWT"

    # Extensions of `crit` that are understood.
    _supported_crit: frozenset[str] | set[str] = frozenset({"b64"})

    def __init__(
        self, algorithms: Sequence[str] | None = None, options: SigOptions | None = None
    ) -> None:
        known = get_default_algorithms()
        valid = set(known) if algorithms is None else set(algorithms)
        self._algorithms = {name: one for name, one in known.items() if name in valid}
        self._valid_algs = valid
        self.options: SigOptions = {**self._get_default_options(), **(options or {})}
        # Whether the core's algorithms are those of the registry.
        self._whole = has_crypto and algorithms is None

    @staticmethod
    def _get_default_options() -> SigOptions:
        return {"verify_signature": True, "enforce_minimum_key_length": False}

    def register_algorithm(self, alg_id: str, alg_obj: Algorithm) -> None:
        """Adds an algorithm under a new name."""
        if alg_id in self._algorithms:
            raise ValueError("Algorithm already has a handler.")
        if not isinstance(alg_obj, Algorithm):
            raise TypeError("Object is not of type `Algorithm`")
        self._algorithms[alg_id] = alg_obj
        self._valid_algs.add(alg_id)

    def unregister_algorithm(self, alg_id: str) -> None:
        """Takes an algorithm away."""
        if alg_id not in self._algorithms:
            raise KeyError(
                "The specified algorithm could not be removed because it is not registered."
            )
        del self._algorithms[alg_id]
        self._valid_algs.remove(alg_id)
        self._whole = False

    def get_algorithms(self) -> list[str]:
        """The names of the algorithms."""
        return list(self._valid_algs)

    def get_algorithm_by_name(self, alg_name: str) -> Algorithm:
        """The algorithm's object; raises ``NotImplementedError`` if there is none."""
        try:
            return self._algorithms[alg_name]
        except KeyError as error:
            if not has_crypto and alg_name in requires_cryptography:
                raise NotImplementedError(
                    f"Algorithm '{alg_name}' could not be found. "
                    "Do you have cryptography installed?"
                ) from error
            raise NotImplementedError("Algorithm not supported") from error

    def _uses_core(self) -> bool:
        """Whether nothing is changed that the core would have to know of."""
        return self._whole and type(self) is PyJWS

    def _check_length(self, algorithm: Algorithm, key: Any, options: SigOptions) -> None:
        message = algorithm.check_key_length(key)
        if message and options.get("enforce_minimum_key_length", False):
            raise InvalidKeyError(message)
        if message:
            _short_key(message)

    def encode(
        self,
        payload: bytes,
        key: Any,
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        is_payload_detached: bool = False,
        sort_headers: bool = True,
    ) -> str:
        """Signs bytes: the compact form. ``alg`` of ``headers`` counts before ``algorithm``."""
        inner = key
        name: str
        written: str | None
        if isinstance(key, PyJWK):
            inner = key.key
            name = key.algorithm_name
            if algorithm is not None and algorithm is not _ALGORITHM_UNSET:
                name = algorithm
        elif algorithm is _ALGORITHM_UNSET:
            name = "HS256"
        else:
            name = "none" if algorithm is None else algorithm
        if headers or is_payload_detached or self.header_typ != "JWT" or not self._uses_core():
            name, header, is_payload_detached = self._header(
                name, headers or {}, is_payload_detached
            )
            written = json.dumps(
                header, separators=(",", ":"), cls=json_encoder, sort_keys=sort_headers
            )
        else:
            # `alg` before `typ` is sorted, too; the core writes it.
            written = None if sort_headers else f'{{"typ":"JWT","alg":{json.dumps(name)}}}'
        if not is_payload_detached and isinstance(name, str) and self._uses_core():
            token = self._sign(name, inner, written, payload)
            if token is not None:
                return token
        if written is None:
            written = f'{{"alg":{json.dumps(name)},"typ":"JWT"}}'
        segments = [base64url_encode(written.encode())]
        segments.append(payload if is_payload_detached else base64url_encode(payload))
        message = b".".join(segments)
        signer = self.get_algorithm_by_name(name)
        prepared = signer.prepare_key(inner)
        self._check_length(signer, prepared, self.options)
        if is_payload_detached:
            segments[1] = b""
        segments.append(base64url_encode(signer.sign(message, prepared)))
        return b".".join(segments).decode()

    def _header(
        self,
        name: str,
        headers: dict[str, Any],
        detached: bool,
    ) -> tuple[str, dict[str, Any], bool]:
        """The algorithm, the members of the header, and whether the payload is detached."""
        name = headers.get("alg") or name
        detached = detached or headers.get("b64") is False
        header = {"typ": self.header_typ, "alg": name}
        self._validate_headers(headers, encoding=True)
        header.update(headers)
        if not header["typ"]:
            del header["typ"]
        if detached:
            # RFC 7797 section 6: who does not know of `b64` must not take such a token.
            critical = header.get("crit", [])
            if not isinstance(critical, list):
                raise InvalidTokenError("Invalid 'crit' header: must be a list")
            header["b64"] = False
            if "b64" not in critical:
                header["crit"] = [*critical, "b64"]
        else:
            header.pop("b64", None)
        return name, header, detached

    def _sign(self, name: str, key: Any, header: str | None, payload: bytes) -> str | None:
        """Signs by the core; ``None`` if it does not know the algorithm or take the key."""
        enforce = bool(self.options.get("enforce_minimum_key_length", False))
        found = _jotkit.pyjwt_encode(name, _keys.known(key), header, payload, enforce)
        if found == name:
            parsed = _keys.parse(self._algorithms[name], name, key)
            if parsed is None:
                return None
            found = _jotkit.pyjwt_encode(name, parsed, header, payload, enforce)
        return found[0] if isinstance(found, tuple) else None

    def decode_complete(
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Sequence[str] | None = None,
        options: SigOptions | None = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verifies a token: a dict of ``payload`` (bytes), ``header`` and ``signature``."""
        if kwargs:
            _unsupported(kwargs, "decode_complete")
        merged: SigOptions = {**self.options, **(options or {})}
        verify = merged["verify_signature"]
        if detached_payload is None and self._uses_core():
            found = self._verify(jwt, key, algorithms, merged)
            if found is not None:
                return found
        if verify and not algorithms and not isinstance(key, PyJWK):
            raise DecodeError(
                'It is required that you pass in a value for the "algorithms" argument when '
                "calling decode()."
            )
        payload, message, header, signature = self._load(jwt)
        self._validate_headers(header)
        if header.get("b64", True) is False:
            payload = self._detached(header, detached_payload)
            message = message.rsplit(b".", 1)[0] + b"." + payload
        elif detached_payload is not None:
            raise DecodeError(
                'It is only valid to pass "detached_payload" when the protected header has "b64" '
                "set to false."
            )
        if verify:
            self._verify_signature(message, header, signature, key, algorithms, merged)
        return {"payload": payload, "header": header, "signature": signature}

    def _verify(
        self, jwt: Any, key: Any, algorithms: Any, options: SigOptions
    ) -> dict[str, Any] | None:
        """Verifies by the core; ``None`` if it does not know the algorithm or take the key."""
        bound = key.algorithm_name if isinstance(key, PyJWK) else None
        inner = key.key if isinstance(key, PyJWK) else key
        verify = bool(options["verify_signature"])
        enforce = bool(options.get("enforce_minimum_key_length", False))
        found = _jotkit.pyjwt_verify(jwt, _keys.known(inner), algorithms, bound, verify, enforce)
        if isinstance(found, str):
            parsed = _keys.parse(self._algorithms[found], found, inner)
            if parsed is None:
                return None
            found = _jotkit.pyjwt_verify(jwt, parsed, algorithms, bound, verify, enforce)
        return found if isinstance(found, dict) else None

    @staticmethod
    def _detached(header: dict[str, Any], payload: bytes | None) -> bytes:
        critical = header.get("crit") or []
        if not isinstance(critical, list) or "b64" not in critical:
            raise InvalidTokenError(
                "The 'b64' header parameter requires 'b64' to be listed in 'crit'."
            )
        if payload is None:
            raise DecodeError(
                'It is required that you pass in a value for the "detached_payload" argument to '
                "decode a message having the b64 header set to false."
            )
        return payload

    def decode(
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Sequence[str] | None = None,
        options: SigOptions | None = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> Any:
        """Verifies a token: its payload as bytes."""
        if kwargs:
            _unsupported(kwargs, "decode")
        found = self.decode_complete(jwt, key, algorithms, options, detached_payload)
        return found["payload"]

    def get_unverified_header(self, jwt: str | bytes) -> dict[str, Any]:
        """The header of a token that is not verified."""
        if self._uses_core():
            found: dict[str, Any] | None = _jotkit.pyjwt_header(jwt)
            if found is not None:
                return found
        header = self._load(jwt)[2]
        self._validate_headers(header)
        return header

    @staticmethod
    def _decode_base64url_segment(segment: bytes, name: str) -> bytes:
        """Decodes the one text that encodes these bytes, or the same with its padding."""
        bare = segment.rstrip(b"=")
        padding = len(segment) - len(bare)
        whole = padding == 0 or (padding <= 2 and len(segment) % 4 == 0)  # noqa: PLR2004
        if not whole or len(bare) % 4 == 1 or not _ALPHABET.issuperset(bare):
            raise DecodeError(f"Invalid {name} padding")
        decoded = base64url_decode(bare)
        if base64url_encode(decoded) != bare:
            raise DecodeError(f"Invalid {name} padding")
        return decoded

    def _load(self, jwt: str | bytes) -> tuple[bytes, bytes, dict[str, Any], bytes]:
        """Payload, signing input, header and signature of a token."""
        token = jwt.encode() if isinstance(jwt, str) else jwt
        if not isinstance(token, bytes):
            raise DecodeError(f"Invalid token type. Token must be a {bytes}")
        first, last = token.find(b"."), token.rfind(b".")
        if first == last:
            raise DecodeError("Not enough segments")
        message, segment = token[:last], token[first + 1 : last]
        header = _strict_object(self._decode_base64url_segment(token[:first], "header"), "header")
        payload = b""
        if header.get("b64", True) is not False:
            payload = self._decode_base64url_segment(segment, "payload")
        elif segment:
            raise DecodeError("Payload segment must be empty when 'b64' is false.")
        signature = self._decode_base64url_segment(token[last + 1 :], "crypto")
        return payload, message, header, signature

    def _verify_signature(
        self,
        signing_input: bytes,
        header: dict[str, Any],
        signature: bytes,
        key: Any = "",
        algorithms: Sequence[str] | None = None,
        options: SigOptions | None = None,
    ) -> None:
        bound = key if isinstance(key, PyJWK) else None
        if algorithms is None and bound is not None:
            algorithms = [bound.algorithm_name]
        if "alg" not in header:
            raise InvalidAlgorithmError("Algorithm not specified")
        alg = header["alg"]
        if not alg or (algorithms is not None and alg not in algorithms):
            raise InvalidAlgorithmError("The specified alg value is not allowed")
        if bound is not None:
            if alg != bound.algorithm_name:
                raise InvalidAlgorithmError(
                    f"Token algorithm {alg!r} does not match the key's algorithm "
                    f"{bound.algorithm_name!r}"
                )
            verifier, key = bound.Algorithm, bound.key
        else:
            try:
                verifier = self.get_algorithm_by_name(alg)
            except NotImplementedError as error:
                raise InvalidAlgorithmError("Algorithm not supported") from error
        prepared = verifier.prepare_key(key)
        self._check_length(verifier, prepared, self.options if options is None else options)
        if not verifier.verify(signing_input, prepared, signature):
            raise InvalidSignatureError("Signature verification failed")

    def _validate_headers(self, headers: dict[str, Any], *, encoding: bool = False) -> None:
        if "kid" in headers:
            self._validate_kid(headers["kid"])
        if not encoding and "crit" in headers:
            self._validate_crit(headers)

    def _validate_kid(self, kid: Any) -> None:
        if not isinstance(kid, str):
            raise InvalidTokenError("Key ID header parameter must be a string")

    def _validate_crit(self, headers: dict[str, Any]) -> None:
        critical = headers["crit"]
        if not isinstance(critical, list) or not critical:
            raise InvalidTokenError("Invalid 'crit' header: must be a non-empty list")
        for name in critical:
            if not isinstance(name, str):
                raise InvalidTokenError("Invalid 'crit' header: values must be strings")
            if name not in self._supported_crit:
                raise InvalidTokenError(f"Unsupported critical extension: {name}")
            if name not in headers:
                raise InvalidTokenError(f"Critical extension '{name}' is missing from headers")


_jws_global_obj = PyJWS()
encode = _jws_global_obj.encode
decode_complete = _jws_global_obj.decode_complete
decode = _jws_global_obj.decode
register_algorithm = _jws_global_obj.register_algorithm
unregister_algorithm = _jws_global_obj.unregister_algorithm
get_algorithm_by_name = _jws_global_obj.get_algorithm_by_name
get_unverified_header = _jws_global_obj.get_unverified_header
