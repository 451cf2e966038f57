"""Bearer tokens in Django REST framework. Needs the package ``djangorestframework``.

class Authentication(BearerAuthentication):
    verifier = Verifier(RemoteKeys(issuer), issuer=issuer, audience="api")

Name the class in ``DEFAULT_AUTHENTICATION_CLASSES`` or in a view's ``authentication_classes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException

from jotkit import JotkitError, _web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.request import Request

    from jotkit import Verifier

__all__ = ["BearerAuthentication", "TokenUser"]


class TokenUser:
    """The user of a request, as its token describes it. It is in no database."""

    is_authenticated = True
    is_anonymous = False
    is_active = True

    def __init__(self, claims: dict[str, Any]) -> None:
        self.claims = claims

    def __str__(self) -> str:
        """The token's ``sub``."""
        return str(self.claims.get("sub", ""))


class Refused(APIException):
    """The answer to a request whose token is refused."""

    def __init__(self, error: JotkitError, realm: str | None, scopes: Sequence[str]) -> None:
        # REST framework sends both.
        self.status_code, self.auth_header = _web.answer(error, realm, scopes)
        super().__init__(error.code, error.code)


class BearerAuthentication(BaseAuthentication):
    """Authenticates requests by their bearer token. Subclass it and set ``verifier``.

    ``request.auth`` is the claims and ``request.user`` what ``user`` returns. A request whose token
    is refused is answered as RFC 6750 §3 says: 401, or 403 if the token does not grant each of
    ``scopes``; 503 while keys cannot be fetched. A request without an ``Authorization`` header is
    not authenticated: the permissions decide, as they do with the classes of REST framework.

    For routes that need other scopes, make subclasses.
    """

    verifier: ClassVar[Verifier]
    realm: ClassVar[str | None] = None
    scopes: ClassVar[Sequence[str]] = ()

    def user(self, claims: dict[str, Any]) -> Any:
        """Returns the user of verified claims. Override it to look the user up."""
        return TokenUser(claims)

    def authenticate(self, request: Request) -> tuple[Any, dict[str, Any]] | None:
        """Verifies the token of a request."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        try:
            claims = _web.verify(self.verifier, header, self.scopes)
        except JotkitError as error:
            raise Refused(error, self.realm, self.scopes) from error
        return self.user(claims), claims

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """The challenge to a request that is not authenticated."""
        missing = JotkitError("", "authorization_missing", "malformed")
        return _web.answer(missing, self.realm, self.scopes).www_authenticate or ""
