"""Bearer tokens in FastAPI. Needs the package ``fastapi``.

bearer = Bearer(Verifier(RemoteKeys(issuer), issuer=issuer, audience="api"))

@app.get("/me")
def me(claims: Annotated[dict[str, Any], Security(bearer, scopes=["read"])]): ...
"""

# No postponed annotations: FastAPI reads those of `Bearer.__call__`.

from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.openapi.models import HTTPBearer
from fastapi.requests import HTTPConnection
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase

from jotkit import JotkitError, Verifier, _web

__all__ = ["Bearer", "refuse"]


class Bearer(SecurityBase):
    """A dependency that verifies the request's bearer token and returns its claims.

    Use it with ``Depends``, or with ``Security`` and the scopes that the token must grant. A request
    that is refused is answered as RFC 6750 §3 says: 401, or 403 for the scope; 503 while keys cannot
    be fetched. The response's ``detail`` is the error's code.

    ``realm`` names the protected area. ``options`` are those of ``Verifier.verify``.
    ``scheme_name`` and ``description`` are shown in the OpenAPI document.
    """

    def __init__(
        self,
        verifier: Verifier,
        *,
        realm: str | None = None,
        scheme_name: str = "Bearer",
        description: str | None = None,
        **options: Any,
    ) -> None:
        self.model = HTTPBearer(bearerFormat="JWT", description=description)
        self.scheme_name = scheme_name
        self._verifier, self._realm, self._options = verifier, realm, options

    async def __call__(self, connection: HTTPConnection, security_scopes: SecurityScopes) -> Any:
        """Verifies the token of a request or of a WebSocket's handshake."""
        header, scopes = connection.headers.get("Authorization"), security_scopes.scopes
        try:
            return await _web.verify_async(self._verifier, header, scopes, **self._options)
        except JotkitError as error:
            raise _refused(error, self._realm, scopes) from error


async def refuse(request: Request, error: Exception) -> Response:
    """Answers a request whose route raised a ``JotkitError`` itself.

    For ``app.add_exception_handler(JotkitError, refuse)``.
    """
    if not isinstance(error, JotkitError):
        raise error
    return await http_exception_handler(request, _refused(error))


def _refused(
    error: JotkitError, realm: str | None = None, scopes: list[str] | None = None
) -> HTTPException:
    status, header = _web.answer(error, realm, scopes or ())
    headers = {"WWW-Authenticate": header} if header else None
    return HTTPException(status, error.code, headers)
