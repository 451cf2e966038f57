"""Bearer tokens of an MCP server. Needs the package ``mcp``, the Python SDK.

server = MCPServer(
    "name", token_verifier=TokenVerifier(verifier), auth=AuthSettings(...)
)
app = ServiceUnavailable(server.streamable_http_app())
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mcp.server.auth.provider import AccessToken

from jotkit import JotkitError, _jotkit, _web

if TYPE_CHECKING:
    from jotkit import Verifier
    from jotkit._types import AsgiApp, Message, Receive, Send

__all__ = ["ServiceUnavailable", "TokenVerifier"]


class TokenVerifier:
    """The token verifier of an MCP server, for its ``token_verifier``.

    The SDK answers bad tokens with 401 and compares ``AuthSettings.required_scopes`` with the scopes
    of the token. Have the verifier check the ``audience``: an MCP server must refuse tokens that
    were issued for another service. ``resource`` is the address by which the SDK knows the server,
    if it shall compare that too (``validate_token_resource``).
    """

    def __init__(self, verifier: Verifier, *, resource: str | None = None) -> None:
        self._verifier, self._resource = verifier, resource

    async def verify_token(self, token: str) -> AccessToken | None:
        """Verifies a token. Returns ``None`` for a bad one.

        Raises ``InvalidKey`` with the code ``keys_unavailable`` if keys cannot be fetched.
        """
        try:
            payload: str = await self._verifier.verify_async(token, type=_Text())
        except JotkitError as error:
            if _web.answer(error).www_authenticate is None:
                raise
            return None
        claims = json.loads(payload)
        grants = json.loads(_jotkit.grants(payload))
        audience, expires_at, subject = claims.get("aud", []), claims.get("exp"), claims.get("sub")
        audience = [audience] if isinstance(audience, str) else audience
        return AccessToken(
            token=token,
            client_id=grants["client_id"] or "",
            scopes=grants["scopes"],
            expires_at=None if expires_at is None else int(expires_at),
            resource=self._resource if self._resource in audience else next(iter(audience), None),
            subject=None if subject is None else str(subject),
            claims=claims,
        )


class _Text:
    """Takes a payload as it is."""

    def validate_json(self, payload: str, /) -> str:
        return payload


class ServiceUnavailable:
    """Wraps an MCP server's ASGI application, to answer 503 while keys cannot be fetched.

    The SDK knows good and bad tokens only, and would answer 500.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serves a request."""
        # The SDK's 500 waits until it is known why; what a client is streamed does not.
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if held or message.get("status") == 500:  # noqa: PLR2004
                held.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, hold)
        except JotkitError as error:
            if not held:
                raise
            held = _answer(_web.answer(error).status)
        finally:
            for message in held:
                await send(message)


def _answer(status: int) -> list[Message]:
    headers = [(b"content-length", b"0")]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return [start, {"type": "http.response.body", "body": b""}]
