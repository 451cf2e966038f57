"""LiveLike profile access tokens: minted by an application for its own users, verified by an API.

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
    """What a verified profile access token says."""

    client_id: str
    """The application's Client ID (``iss``)."""
    custom_profile_id: str
    """The user in the application's own system; LiveLike's API calls it ``custom_id``."""
    issued_at: float
    """When the token was made, in seconds since 1970."""
    expires_at: float | None = None
    """When the token ends, in seconds since 1970; most never do."""


class Signer:
    """Mints profile access tokens for one application.

    The Client Secret is taken as text: nothing is decoded, and any length but zero will do. A blank
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
        """Mints a token for a user, of 1 to 255 Unicode characters; a number has to be ``str(id)``.

        ``issued_at`` is whole seconds since 1970 or an aware ``datetime``, now if it is left out.
        Without a ``lifetime``, in whole seconds or a ``timedelta``, the token never ends.
        """
        return self._core.sign(custom_profile_id, issued_at, lifetime)


class Verifier:
    """Verifies profile access tokens of one application or of many.

    ``clients`` is a mapping from Client ID to Client Secret, read once, or a callable that is given
    a Client ID and returns the secret, or ``None`` if it does not know it. The Client ID is not
    verified when the callable sees it. An exception that it raises comes out of ``verify``.
    """

    def __init__(self, clients: Mapping[str, str] | Callable[[str], str | None]) -> None:
        self._core = _jotkit.LiveLikeVerifier(clients)

    def verify(self, token: str | bytes, now: float | datetime | None = None) -> Profile:
        """Verifies a token. ``now`` is seconds since 1970 or an aware ``datetime``.

        Raises ``InvalidKey`` with the code ``client_unknown`` for an application that is not known,
        otherwise as ``jotkit.Verifier.verify``.
        """
        return Profile(**self._core.verify(token, now))
