"""Access tokens: what they say, issuing and verifying them, their scopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jotkit import _jotkit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from typing_extensions import Unpack

    from jotkit._errors import JotkitError
    from jotkit._jotkit import LikeCoinDemands, LikeCoinGrant


@dataclass(frozen=True)
class AccessToken:
    """The content of an access token."""

    user: str
    """The user's Liker ID."""
    scope: list[str]
    """The granted scopes, as they stand in the token."""
    client_id: str
    """The OAuth client the token was issued to (``azp``)."""
    issued_at: float
    """When the token was issued, in seconds since 1970."""
    expires_at: float | None = None
    """When the token ends, in seconds since 1970. ``None`` only if ``expiry_optional`` was asked for."""
    token_id: str | None = None
    """The token's id (``jti``), by which a revocation list can name it."""


class Issuer:
    """Issues access tokens as the real service does, byte for byte.

    A blank common secret is an ``InvalidKey``, a blank host a ``UsageError``.
    """

    def __init__(self, common_secret: str, host: str) -> None:
        self._core = _jotkit.LikeCoinIssuer(common_secret, host)

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
    """Verifies access tokens, as the API that they are shown to.

    ``clients`` is a mapping from client id to client secret, read once, or a callable that is given
    a client id and returns the secret, or ``None`` if it does not know it. The client id is not
    verified when the callable sees it. An exception that it raises comes out of ``verify``.

    The keywords are what is demanded: ``host`` (``like.co`` if it is left out), ``all`` (scopes that
    must all be covered), ``any`` (scopes of which one suffices), ``expiry_optional=True`` and
    ``leeway`` in whole seconds or a ``timedelta``.
    """

    def __init__(
        self,
        common_secret: str,
        clients: Mapping[str, str] | Callable[[str], str | None],
        **demands: Unpack[LikeCoinDemands],
    ) -> None:
        self._core = _jotkit.LikeCoinVerifier(common_secret, clients, **demands)

    def verify(self, token: str | bytes, now: float | datetime | None = None) -> AccessToken:
        """Verifies a token. ``now`` is seconds since 1970 or an aware ``datetime``.

        ``refusal`` turns the exception into what the API answers.
        """
        return AccessToken(**self._core.verify(token, now))


def read(token: str | bytes) -> AccessToken:
    """Reads an access token as an OAuth client does: decoded, **not verified**."""
    return AccessToken(**_jotkit.likecoin_read(token))


def signing_key(common_secret: str, client_secret: str) -> str:
    """Derives the key of one client's access tokens: 64 characters, which are themselves the key."""
    return _jotkit.signing_key(common_secret, client_secret)


def scope_allows(held: Iterable[str], demanded: str) -> bool:
    """Tells whether held scopes cover a demanded one.

    Raises ``UsageError`` if the demand is malformed.
    """
    return _jotkit.scope_allows(held, demanded)


class Refusal(NamedTuple):
    """What an API answers to a request whose token it refuses."""

    status: int
    body: str


def refusal(error: JotkitError) -> Refusal | None:
    """Tells what to answer when reading the ``Authorization`` header or verifying the token failed.

    ``None`` if the failure is not the token's but the server's own, which is a 500.
    """
    answer = _jotkit.refusal(error.code)
    return None if answer is None else Refusal(*answer)
