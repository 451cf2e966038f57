"""The steps of the OAuth flow: makes requests and reads replies, without sending anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from jotkit import _jotkit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from jotkit._jotkit import LikeCoinAuthorize, LikeCoinEndpoint


class Authorization(NamedTuple):
    """The address to send the user to, and the state to keep until they come back."""

    url: str
    """The address of the consent page."""
    state: str
    """For ``parse_callback``. Keep it in this user's web session and use it once."""

    def __repr__(self) -> str:
        """Hides the state, which is also in the address."""
        return "Authorization(...)"


@dataclass(frozen=True)
class HttpRequest:
    """An HTTP request to send. Its body holds the client's secret."""

    method: str
    url: str
    headers: dict[str, str]
    body: str = field(repr=False)


@dataclass(frozen=True)
class TokenResponse:
    """The tokens that the token endpoint granted. Printing them shows no token."""

    access_token: str = field(repr=False)
    """The token for calls of the API. It is good for an hour."""
    refresh_token: str | None = field(default=None, repr=False)
    """The token for the next refresh."""
    user: str | None = None
    """The user's Liker ID."""
    display_name: str | None = None
    """The user's displayed name. Not unique."""
    avatar: str | None = None
    """The address of the user's picture; may be empty."""
    scope: list[str] | None = None
    """The granted scopes, if the reply names them."""
    expires_at: float | None = None
    """When the access token expires, in seconds since 1970. Read without verification."""


def authorize_url(
    *, client_id: str, scope: Sequence[str], redirect_uri: str, **more: Unpack[LikeCoinAuthorize]
) -> Authorization:
    """Makes the address of the page that asks the user for consent.

    ``state`` is random if it is left out; ``endpoint`` is another consent page than the production
    service's. Raises ``UsageError`` if an argument is invalid.
    """
    made = _jotkit.authorize_url(
        client_id=client_id, scope=scope, redirect_uri=redirect_uri, **more
    )
    return Authorization(**made)


def token_request(
    *,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    code: str,
    **more: Unpack[LikeCoinEndpoint],
) -> HttpRequest:
    """Makes the request that exchanges a code. ``endpoint`` is another API than the production one."""
    made = _jotkit.token_request(
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        code=code,
        **more,
    )
    return HttpRequest(**made)


def refresh_request(
    *, client_id: str, client_secret: str, refresh_token: str, **more: Unpack[LikeCoinEndpoint]
) -> HttpRequest:
    """Makes the request for a new access token. ``endpoint`` is as in ``token_request``."""
    made = _jotkit.refresh_request(
        client_id=client_id, client_secret=client_secret, refresh_token=refresh_token, **more
    )
    return HttpRequest(**made)


def parse_token_response(
    status: int, body: str | bytes, refresh_token: str | None = None
) -> TokenResponse:
    """Reads the reply to either request. ``refresh_token`` is the one held so far, if any.

    Raises ``FlowError`` with the code ``request_refused``, ``response_invalid`` or
    ``server_unavailable``.
    """
    return TokenResponse(**_jotkit.parse_token_response(status, body, refresh_token))
