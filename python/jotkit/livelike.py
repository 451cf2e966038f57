"""LiveLike profile access tokens: signed by an application for its own users, verified by an API.

signer = livelike.Signer(client_id, client_secret)
token = signer.sign("user-1")
profile = livelike.Verifier({client_id: client_secret}).verify(token)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jotkit import _jotkit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

__all__ = ["Profile", "Signer", "Verifier"]


@dataclass(frozen=True)
class Profile:
    """The content of a verified profile access token."""

    client_id: str
    """The application's Client ID (``iss``)."""
    custom_profile_id: str
    """The user in the application's own system; LiveLike's API calls it ``custom_id``."""
    issued_at: float
    """When the token was made, in seconds since 1970."""
    expires_at: float | None = None
    """When the token expires, in seconds since 1970; most never do."""


class Signer:
    """Signs profile access tokens for one application.

    The Client Secret is used as it is, without decoding, and may have any length but zero. A blank
    Client ID is a ``UsageError``, an empty secret an ``InvalidKey``.
    """

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._core = _jotkit.LiveLikeSigner(client_id, client_secret)

    def sign(
        self,
        custom_profile_id: str,
        *,
        issued_at: float | datetime | None = None,
        lifetime: float | timedelta | None = None,
    ) -> str:
        """Signs a token for a user, whose id has 1 to 255 characters; convert a number with ``str(id)``.

        ``issued_at`` is whole seconds since 1970 or an aware ``datetime``; by default it is now.
        ``lifetime`` is whole seconds or a ``timedelta``; without one the token never expires.
        """
        return self._core.sign(custom_profile_id, issued_at, lifetime)


class Verifier:
    """Verifies profile access tokens of one application or of many.

    ``clients`` is a mapping from Client ID to Client Secret, which is copied, or a callable that is
    given a Client ID and returns the secret, or ``None`` for an unknown one. The Client ID is not
    verified yet when the callable is given it. ``verify`` raises the exceptions of the callable.
    """

    def __init__(self, clients: Mapping[str, str] | Callable[[str], str | None]) -> None:
        self._core = _jotkit.ClientVerifier.livelike(clients)

    def verify(self, token: str | bytes, now: float | datetime | None = None) -> Profile:
        """Verifies a token. ``now`` is seconds since 1970 or an aware ``datetime``.

        Raises ``InvalidKey`` with the code ``client_unknown`` for an unknown application, and otherwise
        what ``jotkit.Verifier.verify`` raises.
        """
        return Profile(**self._core.verify(token, now))
