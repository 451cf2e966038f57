"""JSON Web Tokens (RFC 7519), with PyJWT's calls and rules.

jotkit's core judges the claims, here and in subclasses.
"""

from __future__ import annotations

import json
import warnings
from calendar import timegm
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, cast

from jotkit import _jotkit

from . import _keys
from .api_jwk import PyJWK
from .api_jws import (
    _ALGORITHM_UNSET,
    PyJWS,
    _jws_global_obj,
    _object,
    _strict_object,
    _unsupported,
)
from .exceptions import (  # noqa: F401
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidJTIError,
    InvalidSubjectError,
    MissingRequiredClaimError,
)
from .warnings import RemovedInPyjwt3Warning  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from .types import FullOptions, Options, SigOptions

_compact = json.JSONEncoder(separators=(",", ":")).encode
# In place of a value that JSON does not have: of another type than registered claims have, not
# empty.
_NO_JSON = {"": 0}
_CLAIMS = ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")
_VERIFIED = tuple(f"verify_{name}" for name in _CLAIMS)


def _now() -> float:
    # By this module's name `datetime`, which tests replace.
    return datetime.now(tz=timezone.utc).timestamp()


class PyJWT:
    """Signs and verifies claims, with options of its own."""

    def __init__(self, options: Options | None = None) -> None:
        self.options: FullOptions = self._get_default_options()
        if options is not None:
            self.options = self._merge_options(options)
        self._jws = PyJWS(options=self._get_sig_options())

    @staticmethod
    def _get_default_options() -> FullOptions:
        return {
            "verify_signature": True,
            "verify_exp": True,
            "verify_nbf": True,
            "verify_iat": True,
            "verify_aud": True,
            "verify_iss": True,
            "verify_sub": True,
            "verify_jti": True,
            "require": [],
            "strict_aud": False,
            "enforce_minimum_key_length": False,
        }

    def _get_sig_options(self) -> SigOptions:
        return {
            "verify_signature": self.options["verify_signature"],
            "enforce_minimum_key_length": self.options.get("enforce_minimum_key_length", False),
        }

    def _merge_options(self, options: Options | None = None) -> FullOptions:
        if options is None:
            return self.options
        merged: dict[str, Any] = {**self.options, **options}
        if not options.get("verify_signature", True):
            # Nothing is verified that is not asked for.
            merged.update({name: options.get(name, False) for name in _VERIFIED})
        return cast("FullOptions", merged)

    def encode(
        self,
        payload: dict[str, Any],
        key: Any,
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        sort_headers: bool = True,
    ) -> str:
        """Signs claims: the compact form.

        ``datetime`` values of ``exp``, ``iat`` and ``nbf`` become seconds. ``algorithm`` is HS256
        or that of a ``PyJWK``; ``alg`` of ``headers`` counts before it. Raises ``TypeError`` for a
        payload other than a dict or an ``iss`` other than a string.
        """
        if not isinstance(payload, dict):
            raise TypeError(
                "Expecting a dict object, as JWT only supports JSON objects as payloads."
            )
        payload = payload.copy()
        for name in ("exp", "iat", "nbf"):
            if isinstance(payload.get(name), datetime):
                payload[name] = timegm(payload[name].utctimetuple())
        if not isinstance(payload.get("iss", ""), str):
            raise TypeError("Issuer (iss) must be a string.")
        written = self._encode_payload(payload, headers=headers, json_encoder=json_encoder)
        return self._jws.encode(
            written, key, algorithm, headers, json_encoder, sort_headers=sort_headers
        )

    def _encode_payload(
        self,
        payload: dict[str, Any],
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        json_encoder: type[json.JSONEncoder] | None = None,
    ) -> bytes:
        """The bytes that are signed. For subclasses that write others, such as compressed ones."""
        if json_encoder is None:
            return _compact(payload).encode()
        return json.dumps(payload, separators=(",", ":"), cls=json_encoder).encode()

    def _by_core(
        self,
        jwt: Any,
        key: Any,
        algorithms: Any,
        options: Options | None,
        audience: Any,
        issuer: Any,
        subject: Any,
        leeway: Any,
        complete: bool,
    ) -> dict[str, Any] | None:
        """Verifies by the core alone; ``None`` where Python code has a part in it."""
        jws = self._jws
        if type(self) is not PyJWT or not jws._uses_core():
            return None
        verify = options is None or bool(options.get("verify_signature", True))
        merged = self.options if options is None else self._merge_options(options)
        bound = None
        if isinstance(key, PyJWK):
            bound, key = key.algorithm_name, key.key
        rest = (algorithms, bound, verify, merged, audience, issuer, subject, leeway)
        now = _now()
        found = _jotkit.pyjwt_decode(jwt, _keys.known(key), *rest, now, complete)
        if isinstance(found, str):
            parsed = _keys.parse(jws._algorithms[found], found, key)
            if parsed is None:
                return None
            found = _jotkit.pyjwt_decode(jwt, parsed, *rest, now, complete)
        return found if isinstance(found, dict) else None

    def decode_complete(
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Sequence[str] | None = None,
        options: Options | None = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        issuer: str | Container[str] | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """As ``decode``: a dict of ``payload``, ``header`` and ``signature`` (bytes)."""
        if kwargs:
            _unsupported(kwargs, "decode_complete")
        verify_signature = options is None or options.get("verify_signature", True)
        if verify is not None and verify != verify_signature:
            warnings.warn(
                "The `verify` argument to `decode` does nothing in PyJWT 2.0 and newer. The "
                "equivalent is setting `verify_signature` to False in the `options` dictionary. "
                "This invocation has a mismatch between the kwarg and the option entry.",
                category=DeprecationWarning,
                stacklevel=2,
            )
        if detached_payload is None:
            found = self._by_core(
                jwt, key, algorithms, options, audience, issuer, subject, leeway, complete=True
            )
            if found is not None:
                return found
        merged = self._merge_options(options)
        decoded = self._jws.decode_complete(
            jwt,
            key=key,
            algorithms=algorithms,
            options={
                "verify_signature": bool(verify_signature),
                "enforce_minimum_key_length": merged.get("enforce_minimum_key_length", False),
            },
            detached_payload=detached_payload,
        )
        payload = self._decode_payload(decoded)
        self._validate_claims(
            payload, merged, audience=audience, issuer=issuer, leeway=leeway, subject=subject
        )
        if type(self)._decode_payload is PyJWT._decode_payload:
            # Claims that are wrong are so whatever else is.
            payload = _strict_object(decoded["payload"], "payload", constants=True)
        decoded["payload"] = payload
        return decoded

    def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
        """The claims of a payload. For subclasses that read others, such as compressed ones."""
        return _object(decoded["payload"], "payload")

    def decode(
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Sequence[str] | None = None,
        options: Options | None = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        subject: str | None = None,
        issuer: str | Container[str] | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verifies a token: its claims.

        ``key`` is a secret, the text of a key file, a key of ``cryptography`` or a ``PyJWK``;
        ``algorithms`` the names that are allowed, which must never come from the token; ``leeway``
        seconds or a ``timedelta``. Raises an ``InvalidTokenError`` or an ``InvalidKeyError``.
        """
        if kwargs:
            _unsupported(kwargs, "decode")
        if verify is None and detached_payload is None:
            found = self._by_core(
                jwt, key, algorithms, options, audience, issuer, subject, leeway, complete=False
            )
            if found is not None:
                return found
        decoded = self.decode_complete(
            jwt,
            key,
            algorithms,
            options,
            verify=verify,
            detached_payload=detached_payload,
            audience=audience,
            subject=subject,
            issuer=issuer,
            leeway=leeway,
        )
        return cast("dict[str, Any]", decoded["payload"])

    def _validate_claims(
        self,
        payload: dict[str, Any],
        options: FullOptions,
        audience: Iterable[str] | str | None = None,
        issuer: Container[str] | str | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
    ) -> None:
        """Judges the claims one by one, for subclasses that judge one differently."""
        if isinstance(leeway, timedelta):
            leeway = leeway.total_seconds()
        self._judge({}, (), audience=audience)
        self._validate_required_claims(payload, options["require"])
        now = _now()
        if "iat" in payload and options["verify_iat"]:
            self._validate_iat(payload, now, leeway)
        if "nbf" in payload and options["verify_nbf"]:
            self._validate_nbf(payload, now, leeway)
        if "exp" in payload and options["verify_exp"]:
            self._validate_exp(payload, now, leeway)
        if options["verify_iss"]:
            self._validate_iss(payload, issuer)
        if options["verify_aud"]:
            self._validate_aud(payload, audience, strict=options.get("strict_aud", False))
        if options["verify_sub"]:
            self._validate_sub(payload, subject)
        if options["verify_jti"]:
            self._validate_jti(payload)

    @staticmethod
    def _judge(
        payload: Mapping[str, Any],
        names: Iterable[str],
        *,
        require: Iterable[str] = (),
        strict: bool = False,
        audience: Any = None,
        issuer: Any = None,
        subject: Any = None,
        leeway: float = 0,
        now: float = 0,
    ) -> None:
        """Has the core judge these claims alone. What JSON lacks is of a wrong type there."""
        require = list(require)
        claims = {name: payload[name] for name in {*names, *require} if name in payload}
        options: dict[str, Any] = {f"verify_{name}": True for name in names}
        options |= {"require": require, "strict_aud": strict}
        try:
            text = json.dumps(claims, default=lambda _: _NO_JSON, allow_nan=False)
        except ValueError:
            text = json.dumps(dict.fromkeys(claims, _NO_JSON))
        _jotkit.pyjwt_claims(text, options, audience, issuer, subject, leeway, now)

    def _validate_required_claims(self, payload: dict[str, Any], claims: Iterable[str]) -> None:
        self._judge(payload, (), require=claims)

    def _validate_sub(self, payload: dict[str, Any], subject: str | None = None) -> None:
        self._judge(payload, ("sub",), subject=subject)

    def _validate_jti(self, payload: dict[str, Any]) -> None:
        self._judge(payload, ("jti",))

    def _validate_iat(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        self._judge(payload, ("iat",), now=now, leeway=leeway)

    def _validate_nbf(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        self._judge(payload, ("nbf",), now=now, leeway=leeway)

    def _validate_exp(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        self._judge(payload, ("exp",), now=now, leeway=leeway)

    def _validate_aud(
        self, payload: dict[str, Any], audience: str | Iterable[str] | None, *, strict: bool = False
    ) -> None:
        self._judge(payload, ("aud",), audience=audience, strict=strict)

    def _validate_iss(self, payload: dict[str, Any], issuer: Container[str] | str | None) -> None:
        self._judge(payload, ("iss",), issuer=issuer)


_jwt_global_obj = PyJWT()
_jwt_global_obj._jws = _jws_global_obj
encode = _jwt_global_obj.encode
decode_complete = _jwt_global_obj.decode_complete
decode = _jwt_global_obj.decode
