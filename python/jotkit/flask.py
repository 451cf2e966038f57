"""Bearer tokens in Flask. Needs the package ``flask``.

bearer = Bearer(Verifier(RemoteKeys(issuer), issuer=issuer, audience="api"))

@app.get("/me")
@bearer.required("read")
def me():
    return {"user": bearer.claims["sub"]}
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, g, request
from werkzeug.exceptions import default_exceptions

from jotkit import JotkitError, _web

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from werkzeug.exceptions import HTTPException

    from jotkit import Verifier

__all__ = ["Bearer"]

View = TypeVar("View", bound="Callable[..., Any]")


def _refused(error: JotkitError, realm: str | None, scopes: Sequence[str]) -> HTTPException:
    status, challenge = _web.answer(error, realm, scopes)
    # Of the class that error handlers for this status know.
    refused = default_exceptions[status](error.code)
    if challenge is not None:
        headers = refused.get_headers

        def with_challenge(*given: Any, **named: Any) -> list[tuple[str, str]]:
            return [*headers(*given, **named), ("WWW-Authenticate", challenge)]

        refused.get_headers = with_challenge  # type: ignore[method-assign]
    return refused


class Bearer:
    """Verifies the bearer tokens of requests.

    A request that is refused is answered as RFC 6750 §3 says: 401, or 403 for the scope; 503 while
    keys cannot be fetched. The answer is an ``HTTPException`` whose ``description`` is the error's
    code, for error handlers of your own. ``realm`` names the protected area, ``options`` are those of
    ``Verifier.verify``.
    """

    def __init__(self, verifier: Verifier, *, realm: str | None = None, **options: Any) -> None:
        self._verifier, self._realm, self._options = verifier, realm, options

    @property
    def claims(self) -> Any:
        """The claims of the request's token, after ``check`` or in a view that is ``required``."""
        return g._jotkit_claims  # noqa: SLF001 - Flask's place for what belongs to a request

    def check(self, *scopes: str) -> Any:
        """Verifies the token of the current request, which must grant each of these scopes."""
        header = request.headers.get("Authorization")
        try:
            claims = _web.verify(self._verifier, header, scopes, **self._options)
        except JotkitError as error:
            raise _refused(error, self._realm, scopes) from error
        g._jotkit_claims = claims  # noqa: SLF001
        return claims

    def required(self, *scopes: str) -> Callable[[View], View]:
        """Lets a view be called only with a token that grants each of these scopes."""
        if not all(isinstance(scope, str) for scope in scopes):
            raise TypeError("the scopes must be str: write @bearer.required() above the view")

        def decorate(view: View) -> View:
            @wraps(view)
            def checked(*given: Any, **named: Any) -> Any:
                self.check(*scopes)
                return current_app.ensure_sync(view)(*given, **named)

            return checked  # type: ignore[return-value]

        return decorate
