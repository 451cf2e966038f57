"""The types of PyJWT's options and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

JWKDict = dict[str, Any]
HashlibHash = Callable[..., Any]


class SigOptions(TypedDict, total=False):
    """The options of ``PyJWS``."""

    verify_signature: bool
    enforce_minimum_key_length: bool


class Options(TypedDict, total=False):
    """The options of ``decode``, each of which may be left out.

    All ``verify_*`` are on; without ``verify_signature`` the others are off unless they are given.
    ``require`` names claims that must be there, ``strict_aud`` wants one audience and not a list,
    and ``enforce_minimum_key_length`` makes an error of the warning about a short key.
    """

    verify_signature: bool
    require: list[str]
    strict_aud: bool
    verify_aud: bool
    verify_exp: bool
    verify_iat: bool
    verify_iss: bool
    verify_jti: bool
    verify_nbf: bool
    verify_sub: bool
    enforce_minimum_key_length: bool


class FullOptions(TypedDict):
    """The same options, none left out."""

    verify_signature: bool
    require: list[str]
    strict_aud: bool
    verify_aud: bool
    verify_exp: bool
    verify_iat: bool
    verify_iss: bool
    verify_jti: bool
    verify_nbf: bool
    verify_sub: bool
    enforce_minimum_key_length: bool
