"""LiveLike profile access tokens: signed by an application for its own users, verified by an API.

signer = livelike.Signer(client_id, client_secret)
token = signer.sign("user-1")
profile = livelike.Verifier({client_id: client_secret}).verify(token)
"""

from __future__ import annotations

from jotkit import _jotkit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from typing_extensions import Unpack

    from jotkit._jotkit import ClockOptions
    from jotkit._livelike import Profile

__all__ = ["Profile", "Signer", "Verifier"]


def __getattr__(name: str) -> object:
    if name != "Profile":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Imported when it is asked for: `dataclasses` takes longer to import than all of jotkit.
    from jotkit import _livelike  # noqa: PLC0415

    return _livelike.Profile


class Signer:
    """Signs profile access tokens for one application.

    The Client Secret is used as it is, without decoding, and may have any length but zero. A blank
    Client ID is a ``UsageError``, an empty secret an ``InvalidKey``. ``clock`` is called for the
    time; by default it is ``time.time``.
    """

    def __init__(self, client_id: str, client_secret: str, **options: Unpack[ClockOptions]) -> None:
        self._core = _jotkit.LiveLikeSigner(client_id, client_secret, **options)

    def sign(
        self,
        custom_profile_id: str,
        *,
        issued_at: float | datetime | None = None,
        lifetime: float | timedelta | None = None,
    ) -> str:
        """Signs a token for a user, whose id has 1 to 255 characters; convert a number with ``str(id)``.

        ``issued_at`` is whole seconds since 1970, or an aware ``datetime``, of which whole seconds
        are taken; by default it is now.
        ``lifetime`` is whole seconds or a ``timedelta``; without one the token never expires.
        """
        return self._core.sign(custom_profile_id, issued_at, lifetime)


class Verifier:
    """Verifies profile access tokens of one application or of many.

    ``clients`` is a mapping from Client ID to Client Secret, which is copied, or a callable that is
    given a Client ID and returns the secret, or ``None`` for an unknown one. The Client ID is not
    verified yet when the callable is given it. ``verify`` raises the exceptions of the callable.
    ``clock`` is called for the time; by default it is ``time.time``.
    """

    def __init__(
        self,
        clients: Mapping[str, str] | Callable[[str], str | None],
        **options: Unpack[ClockOptions],
    ) -> None:
        self._core = _jotkit.ClientVerifier.livelike(clients, **options)

    def verify(self, token: str | bytes, now: float | datetime | None = None) -> Profile:
        """Verifies a token. ``now`` is seconds since 1970 or an aware ``datetime``.

        Raises ``InvalidKey`` with the code ``client_unknown`` for an unknown application, and otherwise
        what ``jotkit.Verifier.verify`` raises.
        """
        from jotkit import _livelike  # noqa: PLC0415

        return _livelike.Profile(**self._core.verify(token, now))
