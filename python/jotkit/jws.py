"""Signatures over any bytes (RFC 7515), in the compact form, attached or detached.

token = jws.sign(key, b"any bytes")
payload = jws.verify(key, token).payload

For JSON Web Tokens use ``jotkit.Signer`` and ``jotkit.Verifier``, which judge claims too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jotkit import _jotkit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from jotkit._jotkit import Key, KeySet, PolicyKeywords
    from jotkit._types import PycaKey

__all__ = ["Verified", "sign", "verify"]


class Verified(NamedTuple):
    """What a signature that holds was made over."""

    header: dict[str, Any]
    """The header."""
    payload: bytes
    """The payload, also where it is detached."""


def sign(
    key: Key | PycaKey,
    payload: bytes,
    header: str | Mapping[str, Any] | None = None,
    *,
    detached: bool = False,
) -> str:
    """Signs any bytes; ``header`` adds members to the header.

    With ``detached=True`` the payload is left out of the token (RFC 7515 appendix F), and the
    verifier has to be given it.
    """
    return _jotkit.jws_sign(key, payload, header, detached)


def verify(
    keys: Key | KeySet | PycaKey,
    token: str | bytes,
    payload: bytes | None = None,
    **policy: Unpack[PolicyKeywords],
) -> Verified:
    """Verifies a signature; ``payload`` is that of a detached one.

    The keywords are those of ``jotkit.Verifier``: the limits, ``algorithms``, ``allow_padding`` and
    ``try_each`` matter, since there are no claims. Raises what ``jotkit.Verifier.verify`` raises
    for a header, a key and a signature.
    """
    return Verified(*_jotkit.jws_verify(keys, token, payload, **policy))
