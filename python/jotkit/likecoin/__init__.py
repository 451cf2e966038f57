"""LikeCoin's OAuth 2.0: the client's flow, the resource server, and the issuer.

client = likecoin.Client(client_id, client_secret, redirect_uri)
url, state = client.authorize_url(["read:like.info"])    # send the user to url, keep state
session = client.login(callback_url, state)              # the address they came back to
reply = session.call("GET", "/users/profile")

verifier = likecoin.Verifier(common_secret, {client_id: client_secret}, all=["read:like"])
user = verifier.verify(jotkit.bearer.parse(authorization)).user
"""

from jotkit._http import Response
from jotkit._jotkit import parse_callback, scope_allows, signing_key
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
