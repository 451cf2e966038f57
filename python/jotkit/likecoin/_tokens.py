"""Access tokens: what they say, issuing and verifying them, their scopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jotkit import _jotkit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from typing_extensions import Unpack

    from jotkit._errors import JotkitError
    from jotkit._jotkit import ClockOptions, LikeCoinGrant, LikeCoinKeywords


@dataclass(frozen=True)
class _Content:
    user: str
    """The user's Liker ID."""
    scope: list[str]
    """The granted scopes, as the token has them."""
    client_id: str
    """The OAuth client that the token was issued to (``azp``)."""
    issued_at: float
    """When the token was issued, in seconds since 1970."""
    expires_at: float | None = None
    """When the token expires, in seconds since 1970. ``None`` only with ``expiry_optional``."""
    token_id: str | None = None
    """The token's id (``jti``), by which a revocation list can name it."""


@dataclass(frozen=True)
class AccessToken(_Content):
    """The content of a verified access token."""


@dataclass(frozen=True)
class UnverifiedAccessToken(_Content):
    """The content of an access token that was not verified: anybody may have written it."""


class Issuer:
    """Issues access tokens as the real service does, byte for byte.

    A blank common secret is an ``InvalidKey``, a blank host a ``UsageError``. ``clock`` is called for
    the time; by default it is ``time.time``.
    """

    def __init__(self, common_secret: str, host: str, **options: Unpack[ClockOptions]) -> None:
        self._core = _jotkit.LikeCoinIssuer(common_secret, host, **options)

    def sign(
        self,
        *,
        client_id: str,
        client_secret: str,
        user: str,
        scope: Sequence[str],
        now: float | datetime | None = None,
        **more: Unpack[LikeCoinGrant],
    ) -> str:
        """Issues a token, valid for one hour. ``jti`` sets its id instead of a random UUID."""
        return self._core.sign(
            now,
            client_id=client_id,
            client_secret=client_secret,
            user=user,
            scope=scope,
            **more,
        )


class Verifier:
    """Verifies access tokens, as an API does.

    ``clients`` is a mapping from client id to client secret, which is copied, or a callable that is
    given a client id and returns the secret, or ``None`` for an unknown one. The client id is not
    verified yet when the callable is given it. ``verify`` raises the exceptions of the callable.

    The keywords are the demands: ``host`` (by default ``like.co``), ``all`` (scopes that must all be
    covered), ``any`` (scopes of which one suffices), ``expiry_optional=True`` and ``leeway`` (whole
    seconds or a ``timedelta``); and ``clock``, as an ``Issuer`` has.
    """

    def __init__(
        self,
        common_secret: str,
        clients: Mapping[str, str] | Callable[[str], str | None],
        **demands: Unpack[LikeCoinKeywords],
    ) -> None:
        self._core = _jotkit.ClientVerifier.likecoin(common_secret, clients, **demands)

    def verify(self, token: str | bytes, now: float | datetime | None = None) -> AccessToken:
        """Verifies a token. ``now`` is seconds since 1970 or an aware ``datetime``.

        ``refusal`` turns the exception into the reply of the API.
        """
        return AccessToken(**self._core.verify(token, now))


def peek(token: str | bytes) -> UnverifiedAccessToken:
    """Reads an access token without verifying it, as an OAuth client does."""
    return UnverifiedAccessToken(**_jotkit.likecoin_peek(token))


class Refusal(NamedTuple):
    """The reply of an API to a request whose token it refuses."""

    status: int
    body: str


def refusal(error: JotkitError) -> Refusal | None:
    """Returns the reply to a request whose ``Authorization`` header or token caused an error.

    ``None`` if the failure is the server's own: answer with 500.
    """
    answer = _jotkit.refusal(error.code)
    return None if answer is None else Refusal(*answer)
