"""LikeCoin's OAuth 2.0: the client's flow, the resource server, and the issuer.

client = likecoin.Client(client_id, client_secret, redirect_uri)
url, state = client.authorize_url(["read:like.info"])    # send the user to url, keep state
client.login(callback_url, state)                        # the address they came back to
reply = client.call("GET", "https://api.like.co/users/self")

verifier = likecoin.Verifier(common_secret, {client_id: client_secret}, all=["read:like"])
user = verifier.verify(jotkit.bearer.parse(authorization)).user
"""

from jotkit.likecoin._client import AsyncClient, Client
from jotkit.likecoin._http import Response
from jotkit.likecoin._oauth import (
    Authorization,
    HttpRequest,
    TokenResponse,
    authorize_url,
    parse_callback,
    parse_token_response,
    refresh_request,
    token_request,
)
from jotkit.likecoin._tokens import (
    AccessToken,
    Issuer,
    Refusal,
    Verifier,
    read,
    refusal,
    scope_allows,
    signing_key,
)

__all__ = [
    "AccessToken",
    "AsyncClient",
    "Authorization",
    "Client",
    "HttpRequest",
    "Issuer",
    "Refusal",
    "Response",
    "TokenResponse",
    "Verifier",
    "authorize_url",
    "parse_callback",
    "parse_token_response",
    "read",
    "refresh_request",
    "refusal",
    "scope_allows",
    "signing_key",
    "token_request",
]
