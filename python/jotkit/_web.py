"""What the integrations of the web frameworks share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jotkit import bearer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jotkit._challenge import Challenge
    from jotkit._errors import JotkitError
    from jotkit._jotkit import Verifier


def verify(verifier: Verifier, header: str | None, scopes: Sequence[str], **options: Any) -> Any:
    """Verifies the token of an ``Authorization`` header, which must grant each of the scopes."""
    return verifier.verify(bearer.parse(header), **_expecting(scopes), **options)


async def verify_async(
    verifier: Verifier, header: str | None, scopes: Sequence[str], **options: Any
) -> Any:
    """Does what ``verify`` does, without blocking the event loop."""
    token = bearer.parse(header)
    return await verifier.verify_async(token, **_expecting(scopes), **options)


def _expecting(scopes: Sequence[str]) -> dict[str, Any]:
    return {"expected": {"scope": list(scopes)}} if scopes else {}


def answer(error: JotkitError, realm: str | None = None, scopes: Sequence[str] = ()) -> Challenge:
    """The answer to a request: 401, 403 or 503. Raises the error if it is the server's own."""
    challenge = error.challenge(realm, scopes or None)
    if challenge.status == 500:  # noqa: PLR2004 - not the client's fault: it belongs in the log
        raise error
    return challenge
