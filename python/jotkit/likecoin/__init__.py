"""LikeCoin's OAuth 2.0: the client's flow, the resource server, and the issuer.

client = likecoin.Client(client_id, client_secret, redirect_uri)
url, state = client.authorize_url(["read:like.info"])    # send the user to url, keep state
session = client.login(callback_url, state)              # the address they came back to
reply = session.call("GET", "/users/profile")

verifier = likecoin.Verifier(common_secret, {client_id: client_secret}, all=["read:like"])
user = verifier.verify(jotkit.bearer.parse(authorization)).user
"""

from jotkit._jotkit import parse_callback, scope_allows, signing_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jotkit._http import Response
    from jotkit.likecoin._client import AsyncClient, AsyncSession, Client, Session
    from jotkit.likecoin._oauth import (
        Authorization,
        HttpRequest,
        TokenResponse,
        authorize_url,
        parse_token_response,
        refresh_request,
        token_request,
    )
    from jotkit.likecoin._tokens import (
        AccessToken,
        Issuer,
        Refusal,
        UnverifiedAccessToken,
        Verifier,
        peek,
        refusal,
    )

__all__ = [
    "AccessToken",
    "AsyncClient",
    "AsyncSession",
    "Authorization",
    "Client",
    "HttpRequest",
    "Issuer",
    "Refusal",
    "Response",
    "Session",
    "TokenResponse",
    "UnverifiedAccessToken",
    "Verifier",
    "authorize_url",
    "parse_callback",
    "parse_token_response",
    "peek",
    "refresh_request",
    "refusal",
    "scope_allows",
    "signing_key",
    "token_request",
]

# Imported when one of their names is asked for: a service that verifies tokens needs no client.
_ELSEWHERE = {
    "jotkit._http": ("Response",),
    "jotkit.likecoin._client": ("AsyncClient", "AsyncSession", "Client", "Session"),
    "jotkit.likecoin._oauth": (
        "Authorization",
        "HttpRequest",
        "TokenResponse",
        "authorize_url",
        "parse_token_response",
        "refresh_request",
        "token_request",
    ),
    "jotkit.likecoin._tokens": (
        "AccessToken",
        "Issuer",
        "Refusal",
        "UnverifiedAccessToken",
        "Verifier",
        "peek",
        "refusal",
    ),
}


def __getattr__(name: str) -> object:
    for module, names in _ELSEWHERE.items():
        if name in names:
            from importlib import import_module  # noqa: PLC0415

            return globals().setdefault(name, getattr(import_module(module), name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
